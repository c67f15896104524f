import { groupNameOf } from '../../../../lambdas/core/plan/instances';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { AutoScalingGroupReading } from '../../../../lambdas/ports';
import type { World } from '../../../rehearsal/world/world';
import { monitoredPath } from '../../course';

/** Processes that a cutover can do without. */
const DISPENSABLE: readonly string[] = ['AZRebalance', 'ScheduledActions', 'InstanceRefresh'];

/** What keeps the instances of the path that gains from serving, or from growing. */
export function unreadyGroups(world: World, plan: Plan): string[] {
  const gains = monitoredPath(plan);
  const groups = world.preflightAccount.autoScalingGroups;
  const all = plan.preflight.autoScalingGroups.flatMap(({ name, oldName }) => {
    const [gaining, giving] = gains === 'new' ? [name, oldName] : [oldName, name];
    if (gaining === undefined) {
      return [];
    }
    const group = groups[gains].get(groupNameOf(gaining));
    if (group === undefined || group.isDeleting) {
      return ['a group does not exist'];
    }
    const found = [...serving(group), ...growing(plan, group)];
    return giving === undefined
      ? found
      : [...found, ...beside(plan, group, groups[gains === 'new' ? 'old' : 'new'].get(groupNameOf(giving)))];
  });
  return all.filter((one) => one !== false);
}

function serving(group: AutoScalingGroupReading): readonly (string | false)[] {
  const isOut = group.instances.some(
    ({ lifecycleState, isHealthy }) => lifecycleState !== 'InService' || !isHealthy,
  );
  return [
    (isOut || group.desired === 0) && 'an instance is not in service',
    group.refresh !== null && 'an instance refresh is under way',
    new Set(group.instances.map(({ zone }) => zone)).size < 2 && 'all instances are in one zone',
    group.zones.length < 2 && 'a group is restricted to one zone',
    group.suspended.some(({ process }) => !DISPENSABLE.includes(process)) && 'a process is suspended',
    group.targetGroupArns.length === 0 && 'a group has no target group',
  ];
}

function growing(plan: Plan, group: AutoScalingGroupReading): readonly (string | false)[] {
  if (plan.preflight.accept.includes('instance-scaling')) {
    return [];
  }
  const { policies, maximum, desired } = group;
  return [
    (policies.length === 0 || maximum === desired) && 'a group cannot grow',
    policies.some(({ isEnabled }) => !isEnabled) && 'a scaling policy is disabled',
    policies.some(({ alarms }) => alarms.length === 0) && 'no alarm makes a group grow',
    policies.some(({ alarms }) => alarms.some(({ actionsEnabled }) => actionsEnabled !== true)) &&
      'an alarm does not make a group grow',
  ];
}

function beside(
  plan: Plan,
  { maximum }: AutoScalingGroupReading,
  other: AutoScalingGroupReading | undefined,
): readonly (string | false)[] {
  return [
    other === undefined && 'the group that gives its traffic up does not exist',
    maximum < (other?.desired ?? 0) &&
      !plan.preflight.accept.includes('instance-count') &&
      'a group cannot grow to the size of the other',
  ];
}
