import * as v from 'valibot';
import type { AutoScalingGroupReading, GroupInstance } from '../../../lambdas/core/instances/readings';
import { faultKind, oneOf, path } from './fault';

/** What is wrong with a group, and how it reads then. */
const WRONG = {
  'not-in-service': (group) =>
    withInstances(group, (one, i) => (i === 0 ? { ...one, lifecycleState: 'Pending' } : one)),
  unhealthy: (group) => withInstances(group, (one, i) => (i === 0 ? { ...one, isHealthy: false } : one)),
  'in-one-zone': (group) => withInstances(group, (one) => ({ ...one, zone: group.zones[0] ?? '' })),
  'being-refreshed': (group) => ({ ...group, refresh: 'InProgress' }),
  suspended: (group, process) => ({
    ...group,
    suspended: [{ process, reason: 'User suspended at 2026-11-20T12:00:00Z' }],
  }),
  'at-maximum': (group) => ({ ...group, maximum: group.desired }),
  'without-policies': (group) => ({ ...group, policies: [] }),
  'alarm-actions-disabled': (group) => ({
    ...group,
    policies: group.policies.map((policy) => ({
      ...policy,
      alarms: policy.alarms.map((alarm) => ({ ...alarm, actionsEnabled: false })),
    })),
  }),
  detached: (group) => ({ ...group, targetGroupArns: [] }),
} satisfies Readonly<
  Record<string, (group: AutoScalingGroupReading, process: string) => AutoScalingGroupReading>
>;

/** What can be wrong with an Auto Scaling group. */
export const GROUP_FAULTS = Object.keys(WRONG) as [keyof typeof WRONG, ...(keyof typeof WRONG)[]];

const process = oneOf(
  ...['Launch', 'Terminate', 'HealthCheck', 'ReplaceUnhealthy', 'AZRebalance'],
  ...['AlarmNotification', 'ScheduledActions', 'AddToLoadBalancer', 'InstanceRefresh'],
);

/**
 * The Auto Scaling groups of a path are not as they should be. It affects the preflight alone: that targets
 * do not serve is `targets-unhealthy`.
 */
export const autoScalingGroup = faultKind(
  'auto-scaling-group',
  { ...path, is: oneOf(...GROUP_FAULTS), process: v.optional(process, 'Launch') },
  ({ preflightAccount }, fault) => {
    const groups = preflightAccount.autoScalingGroups[fault.path];
    const before = [...groups];
    for (const [name, group] of before) {
      groups.set(name, WRONG[fault.is](group, fault.process));
    }
    return {
      end: () => {
        for (const [name, group] of before) {
          groups.set(name, group);
        }
      },
    };
  },
);

function withInstances(
  group: AutoScalingGroupReading,
  change: (one: GroupInstance, index: number) => GroupInstance,
): AutoScalingGroupReading {
  return { ...group, instances: group.instances.map(change) };
}
