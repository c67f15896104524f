import type { Plan } from '../../../../lambdas/core/plan/plan';
import { hostOf } from '../../../../lambdas/core/smoke-test/allowed-hosts';
import type {
  AutoScalingGroupReading,
  CertificateReading,
  ChangeSetReading,
  TargetReading,
} from '../../../../lambdas/ports';
import { simulatedGroups } from './simulated-instances';

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

/**
 * The simulated account that the preflight reads: targets, instances, the certificate and prepared change
 * sets. At first all of them are as they should be.
 */
export class PreflightAccount {
  /** Null: there is none. */
  certificate: CertificateReading | null;
  private readonly goodCertificate: CertificateReading;
  /** By stack name and change set name, with a space between. */
  readonly changeSets: Map<string, ChangeSetReading>;
  /** Whether the load balancers that the plan measures serve another service as well. */
  balancersAreShared = false;
  /** By their names. */
  readonly autoScalingGroups: Record<'old' | 'new', Map<string, AutoScalingGroupReading>>;
  private readonly groups: Record<'old' | 'new', SimulatedTarget[]>;

  /**
   * @param targets in each target group
   * @param now epoch milliseconds
   */
  constructor(plan: Plan, targets: number, now: number) {
    this.goodCertificate = {
      status: 'ISSUED',
      names: [hostOf(plan)],
      notAfter: now + (plan.preflight.certificateDaysLeft + SPARE_DAYS) * DAY_MS,
    };
    this.certificate = this.goodCertificate;
    this.changeSets = new Map(
      plan.preflight.changeSets.map(({ stackName, changeSetName }) => [
        `${stackName} ${changeSetName}`,
        additiveChangeSet(stackName),
      ]),
    );
    this.autoScalingGroups = simulatedGroups(plan, targets);
    this.groups = { old: makeTargets(targets, 10), new: makeTargets(targets, 20) };
  }

  /** The certificate is not as it should be, until this is ended. */
  spoilCertificate(flaw: CertificateFlaw): { end(): void } {
    this.certificate = flawed(this.goodCertificate, flaw);
    return {
      end: () => {
        this.certificate = this.goodCertificate;
      },
    };
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
