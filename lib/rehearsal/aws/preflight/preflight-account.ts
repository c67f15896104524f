import type { Plan } from '../../../../lambdas/core/plan/plan';
import { hostOf } from '../../../../lambdas/core/smoke-test/allowed-hosts';
import type {
  AutoScalingGroupReading,
  CertificateReading,
  ChangeSetReading,
  TargetReading,
} from '../../../../lambdas/ports';
import { Overlays } from '../../kernel/overlays';
import { type GroupChange, groupsWith, simulatedGroups } from './simulated-instances';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const DAY_MS = 86_400_000;
/** How much longer than the plan wants the certificate is valid. */
const SPARE_DAYS = 60;

/**
 * A target of the account. Beside the states that Elastic Load Balancing knows it may be `deregistered`, or
 * its group may be deleted.
 */
export type SimulatedTarget = Writable<TargetReading>;

/** What can be wrong with the certificate: a status of ACM, or one of these. */
export const CERTIFICATE_FLAWS = [
  ...(['PENDING_VALIDATION', 'EXPIRED', 'REVOKED', 'FAILED'] as const),
  ...(['missing', 'for-another-name', 'expires-soon'] as const),
] as const;

export type CertificateFlaw = (typeof CERTIFICATE_FLAWS)[number];

/** A certificate with a flaw; null where it is missing. */
function flawed(good: CertificateReading, flaw: CertificateFlaw): CertificateReading | null {
  switch (flaw) {
    case 'missing':
      return null;
    case 'for-another-name':
      return { ...good, names: ['another.example.org'] };
    case 'expires-soon':
      return { ...good, notAfter: Number(good.notAfter) - (SPARE_DAYS + 1) * DAY_MS };
    default:
      return { ...good, status: flaw };
  }
}

/** A change of the first targets of a path. */
interface TargetChange {
  readonly path: 'old' | 'new';
  readonly count: number;
  readonly how: Omit<SimulatedTarget, 'id'>;
}

const HEALTHY: Omit<SimulatedTarget, 'id'> = { state: 'healthy', reason: '' };

function applied<Reading>(one: Reading, change: (one: Reading) => Reading): Reading {
  return change(one);
}

/**
 * The simulated account that the preflight reads: targets, instances, the certificate and prepared change
 * sets. At first all of them are as they should be.
 */
export class PreflightAccount {
  /** Null: there is none. */
  certificate: CertificateReading | null;
  private readonly flaws: Overlays<CertificateFlaw>;
  /** By stack name and change set name, with a space between. */
  changeSets: ReadonlyMap<string, ChangeSetReading>;
  private readonly changeSetFaults: Overlays<(good: ChangeSetReading) => ChangeSetReading>;
  /** Whether the load balancers that the plan measures serve another service as well. */
  balancersAreShared = false;
  private readonly sharing = new Overlays<true>((all) => {
    this.balancersAreShared = all.length > 0;
  });
  /** By their names. */
  autoScalingGroups: Record<'old' | 'new', ReadonlyMap<string, AutoScalingGroupReading>>;
  private readonly groupFaults: Overlays<GroupChange>;
  private readonly groups: Record<'old' | 'new', SimulatedTarget[]>;
  private readonly targetFaults = new Overlays<TargetChange>((all) => this.applyToTargets(all));

  /**
   * @param targets in each target group
   * @param now epoch milliseconds
   */
  constructor(plan: Plan, targets: number, now: number) {
    const certificate: CertificateReading = {
      status: 'ISSUED',
      names: [hostOf(plan)],
      notAfter: now + (plan.preflight.certificateDaysLeft + SPARE_DAYS) * DAY_MS,
    };
    this.certificate = certificate;
    this.flaws = new Overlays((all) => {
      const flaw = all.at(-1);
      this.certificate = flaw === undefined ? certificate : flawed(certificate, flaw);
    });
    const changeSets = new Map(
      plan.preflight.changeSets.map(({ stackName, changeSetName }) => [
        `${stackName} ${changeSetName}`,
        additiveChangeSet(stackName),
      ]),
    );
    this.changeSets = changeSets;
    this.changeSetFaults = new Overlays((all) => {
      this.changeSets = new Map([...changeSets].map(([name, one]) => [name, all.reduce(applied, one)]));
    });
    const groups = simulatedGroups(plan, targets);
    this.autoScalingGroups = groups;
    this.groupFaults = new Overlays((all) => {
      this.autoScalingGroups = {
        old: groupsWith(groups.old, 'old', all),
        new: groupsWith(groups.new, 'new', all),
      };
    });
    this.groups = { old: makeTargets(targets, 10), new: makeTargets(targets, 20) };
  }

  /** The certificate is not as it should be, until this is ended. */
  spoilCertificate(flaw: CertificateFlaw): { end(): void } {
    return this.flaws.begin(flaw);
  }

  /** Every change set of the plan is so, until this is ended. */
  spoilChangeSets(change: (good: ChangeSetReading) => ChangeSetReading): { end(): void } {
    return this.changeSetFaults.begin(change);
  }

  /** The Auto Scaling groups of a path are so, until this is ended; null: they do not exist. */
  spoilGroups(
    path: 'old' | 'new',
    change: (good: AutoScalingGroupReading) => AutoScalingGroupReading | null,
  ): { end(): void } {
    return this.groupFaults.begin({ path, change });
  }

  /** The first targets of a path are in a state, until this is ended. */
  spoilTargets(path: 'old' | 'new', count: number, how: Omit<SimulatedTarget, 'id'>): { end(): void } {
    return this.targetFaults.begin({ path, count, how });
  }

  /** The load balancers that the plan measures serve another service as well, until this is ended. */
  shareBalancers(): { end(): void } {
    return this.sharing.begin(true);
  }

  private applyToTargets(all: readonly TargetChange[]): void {
    for (const target of [...this.groups.old, ...this.groups.new]) {
      Object.assign(target, HEALTHY);
    }
    for (const { path, count, how } of all) {
      for (const target of this.groups[path].slice(0, count)) {
        Object.assign(target, how);
      }
    }
  }

  /** The targets of every target group of a path, also those that are not registered any more. */
  targetsOf(path: 'old' | 'new'): SimulatedTarget[] {
    return this.groups[path];
  }

  /** The targets of a path that a target group lists; null: the group does not exist. */
  registeredTargets(path: 'old' | 'new'): TargetReading[] | null {
    const targets = this.groups[path];
    return targets.some(({ state }) => state === 'group-deleted')
      ? null
      : targets.filter(({ state }) => state !== 'deregistered').map((target) => ({ ...target }));
  }
}

function additiveChangeSet(stack: string): ChangeSetReading {
  return {
    status: 'CREATE_COMPLETE',
    reason: '',
    executionStatus: 'AVAILABLE',
    changes: [
      {
        stack,
        logicalId: 'NewPath',
        path: null,
        type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        action: 'Add',
        replacement: 'never',
        touches: true,
        causes: [],
        notes: [],
      },
    ],
  };
}

function makeTargets(count: number, subnet: number): SimulatedTarget[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `10.0.${subnet}.${i + 1}`,
    state: 'healthy',
    reason: '',
  }));
}
