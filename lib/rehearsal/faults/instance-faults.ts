import * as v from 'valibot';
import type {
  AutoScalingGroupReading,
  GroupInstance,
  ScalingPolicyReading,
} from '../../../lambdas/core/instances/readings';
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
  'alarm-actions-disabled': (group) =>
    withPolicies(group, (policy) => ({
      ...policy,
      alarms: policy.alarms.map((alarm) => ({ ...alarm, actionsEnabled: false })),
    })),
  detached: (group) => ({ ...group, targetGroupArns: [] }),
  missing: () => null,
  'being-deleted': (group) => ({ ...group, isDeleting: true }),
  empty: (group) => ({ ...group, desired: 0, instances: [] }),
  'restricted-to-one-zone': (group) => ({ ...group, zones: group.zones.slice(0, 1) }),
  'larger-than-the-other': ({ maximum, ...group }) => ({
    ...group,
    ...{ desired: 2 * maximum, maximum: 2 * maximum },
  }),
  'policies-disabled': (group) => withPolicies(group, (policy) => ({ ...policy, isEnabled: false })),
  'policies-without-alarms': (group) => withPolicies(group, (policy) => ({ ...policy, alarms: [] })),
  'alarms-missing': (group) =>
    withPolicies(group, (policy) => ({
      ...policy,
      alarms: policy.alarms.map((alarm) => ({ ...alarm, actionsEnabled: null })),
    })),
} satisfies Readonly<
  Record<string, (group: AutoScalingGroupReading, process: string) => AutoScalingGroupReading | null>
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
  ({ preflightAccount }, fault) =>
    preflightAccount.spoilGroups(fault.path, (group) => WRONG[fault.is](group, fault.process)),
);

function withPolicies(
  group: AutoScalingGroupReading,
  change: (one: ScalingPolicyReading) => ScalingPolicyReading,
): AutoScalingGroupReading {
  return { ...group, policies: group.policies.map(change) };
}

function withInstances(
  group: AutoScalingGroupReading,
  change: (one: GroupInstance, index: number) => GroupInstance,
): AutoScalingGroupReading {
  return { ...group, instances: group.instances.map(change) };
}
