import { groupNameOf } from '../../../../lambdas/core/plan/instances';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { targetGroupsWith } from '../../../../lambdas/core/routers/route';
import type { AutoScalingGroupReading } from '../../../../lambdas/ports';

/** Where the instances of every group are. */
const ZONES = ['eu-west-1a', 'eu-west-1b'];
/** A group can grow to this many times the capacity that it has. */
const ROOM = 3;
/** A target group for a plan that names none. */
const UNNAMED = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/unnamed/0123456789abcdef';

/**
 * The Auto Scaling groups of a plan, by their names, as they should be: in service in two zones, behind the
 * target groups of their path, with room to grow and a policy that makes them grow.
 * @param targets in each target group
 */
export function simulatedGroups(
  { preflight, router }: Plan,
  targets: number,
): Record<'old' | 'new', Map<string, AutoScalingGroupReading>> {
  const groups = targetGroupsWith(router, {
    old: preflight.oldTargetGroupArns,
    new: preflight.targetGroupArns,
  });
  const make = (reference: string, targetGroupArns: readonly string[]) => {
    const name = groupNameOf(reference);
    return [name, healthyGroup(name, Math.max(targets, ZONES.length), targetGroupArns)] as const;
  };
  const named = preflight.autoScalingGroups;
  return {
    new: new Map(named.map(({ name }) => make(name, groups.new))),
    old: new Map(named.flatMap(({ oldName }) => (oldName === undefined ? [] : [make(oldName, groups.old)]))),
  };
}

function healthyGroup(
  name: string,
  desired: number,
  targetGroupArns: readonly string[],
): AutoScalingGroupReading {
  return {
    ...{ name, desired, maximum: desired * ROOM, zones: ZONES },
    instances: Array.from({ length: desired }, (_, i) => ({
      id: `i-${name}-${i + 1}`,
      lifecycleState: 'InService',
      isHealthy: true,
      zone: ZONES[i % ZONES.length] as string,
      weight: 1,
    })),
    suspended: [],
    targetGroupArns: targetGroupArns.length === 0 ? [UNNAMED] : targetGroupArns,
    healthCheckTypes: ['EC2', 'ELB'],
    policies: [
      {
        name: 'cpu',
        type: 'TargetTrackingScaling',
        isEnabled: true,
        alarms: ['AlarmHigh', 'AlarmLow'].map((one) => ({
          name: `TargetTracking-${name}-${one}`,
          actionsEnabled: true,
        })),
      },
    ],
    refresh: null,
    isDeleting: false,
  };
}

/** A change of the Auto Scaling groups of a path. */
export interface GroupChange {
  readonly path: 'old' | 'new';
  readonly change: (good: AutoScalingGroupReading) => AutoScalingGroupReading | null;
}

/** The groups of a path with these changes, as far as they exist then. */
export function groupsWith(
  groups: ReadonlyMap<string, AutoScalingGroupReading>,
  of: 'old' | 'new',
  changes: readonly GroupChange[],
): ReadonlyMap<string, AutoScalingGroupReading> {
  const own = changes.filter(({ path }) => path === of);
  return new Map(
    [...groups].flatMap(([name, good]) => {
      const now = own.reduce<AutoScalingGroupReading | null>((one, { change }) => one && change(one), good);
      return now === null ? [] : [[name, now] as const];
    }),
  );
}
