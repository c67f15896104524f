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

/**
 * The simulated account that the preflight reads: targets, instances, the certificate and prepared change
 * sets. At first
 * all of them are as they should be.
 */
export class PreflightAccount {
  readonly certificate: Writable<CertificateReading>;
  /** By stack name and change set name, with a space between. */
  readonly changeSets: Map<string, ChangeSetReading>;
  /** Whether the load balancers that the plan measures serve another service as well. */
  balancersAreShared = false;
  /** By their names. */
  readonly autoScalingGroups: Record<'old' | 'new', Map<string, AutoScalingGroupReading>>;
  private readonly groups: Record<'old' | 'new', Writable<TargetReading>[]>;

  /**
   * @param targets in each target group
   * @param now epoch milliseconds
   */
  constructor(plan: Plan, targets: number, now: number) {
    this.certificate = {
      status: 'ISSUED',
      names: [hostOf(plan)],
      notAfter: now + (plan.preflight.certificateDaysLeft + 60) * DAY_MS,
    };
    this.changeSets = new Map(
      plan.preflight.changeSets.map(({ stackName, changeSetName }) => [
        `${stackName} ${changeSetName}`,
        additiveChangeSet(stackName),
      ]),
    );
    this.autoScalingGroups = simulatedGroups(plan, targets);
    this.groups = { old: makeTargets(targets, 10), new: makeTargets(targets, 20) };
  }

  /** The targets of every target group of a path. */
  targetsOf(path: 'old' | 'new'): Writable<TargetReading>[] {
    return this.groups[path];
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

function makeTargets(count: number, subnet: number): Writable<TargetReading>[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `10.0.${subnet}.${i + 1}`,
    state: 'healthy',
    reason: '',
  }));
}
