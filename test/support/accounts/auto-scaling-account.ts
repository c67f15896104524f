import type { SeededGroup } from '../../contracts/auto-scaling-groups.contract';
import { json, type WireAnswer, type WireRequest, xml } from './wire';
import { element } from './xml';

/** Content of a group as Auto Scaling answers it: names of elements, with text, elements or members. */
export interface WireFields {
  readonly [name: string]: string | number | boolean | WireFields | readonly (WireFields | string)[];
}

/** A list of an Auto Scaling account: which action lists it, and under which element. */
const LISTS = {
  DescribeAutoScalingGroups: 'AutoScalingGroups',
  DescribePolicies: 'ScalingPolicies',
  DescribeInstanceRefreshes: 'InstanceRefreshes',
  DescribeScheduledActions: 'ScheduledUpdateGroupActions',
} as const;
type ListAction = keyof typeof LISTS;

/** Auto Scaling, and the alarms of CloudWatch, as they answer on the wire. @param pageSize items on a page */
export function autoScalingAccount(pageSize = 100) {
  const items: Record<ListAction, WireFields[]> = {
    DescribeAutoScalingGroups: [],
    DescribePolicies: [],
    DescribeInstanceRefreshes: [],
    DescribeScheduledActions: [],
  };
  const alarms: { readonly AlarmName: string; readonly ActionsEnabled: boolean }[] = [];
  const asked: Record<string, string>[] = [];

  const answer = (request: WireRequest): WireAnswer => {
    if (request.headers['x-amz-target'] !== undefined) {
      const { AlarmNames } = JSON.parse(request.body) as { readonly AlarmNames: readonly string[] };
      asked.push({ Action: 'DescribeAlarms', count: String(AlarmNames.length) });
      return json({ MetricAlarms: alarms.filter(({ AlarmName }) => AlarmNames.includes(AlarmName)) });
    }
    const form = Object.fromEntries(new URLSearchParams(request.body));
    asked.push(form);
    const action = form.Action as ListAction;
    const name = form.AutoScalingGroupName ?? form['AutoScalingGroupNames.member.1'];
    const all = items[action].filter((one) => name === undefined || one.AutoScalingGroupName === name);
    const from = Number(form.NextToken ?? 0);
    const to = from + Math.min(pageSize, Number(form.MaxRecords ?? pageSize));
    const list = element(
      LISTS[action],
      all
        .slice(from, to)
        .map((one) => element('member', contentOf(one)))
        .join(''),
    );
    const next = to < all.length ? element('NextToken', to) : '';
    return xml(element(`${action}Response`, element(`${action}Result`, list + next)));
  };
  return { items, alarms, asked, answer };
}

export type AutoScalingAccount = ReturnType<typeof autoScalingAccount>;

function contentOf(value: WireFields[string]): string {
  if (typeof value !== 'object') {
    return String(value);
  }
  return Array.isArray(value)
    ? value.map((one) => element('member', contentOf(one))).join('')
    : Object.entries(value)
        .map(([name, content]) => element(name, contentOf(content)))
        .join('');
}

const zones = ['eu-west-1a', 'eu-west-1b'];
const SEEDED_TARGET_GROUP =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/0123456789abcdef';

/** An instance as Auto Scaling answers it: the even ones in one zone, the odd ones in another. */
export const instanceIn = (i: number, over: WireFields = {}): WireFields => ({
  InstanceId: `i-${i}`,
  LifecycleState: 'InService',
  HealthStatus: 'Healthy',
  AvailabilityZone: zones[i % 2] as string,
  ...over,
});
/** A group as Auto Scaling answers it. */
export const groupIn = (over: WireFields = {}): WireFields => ({
  AutoScalingGroupName: 'green',
  DesiredCapacity: 2,
  MinSize: 2,
  MaxSize: 6,
  AvailabilityZones: zones,
  Instances: [instanceIn(0), instanceIn(1)],
  HealthCheckType: 'EC2,ELB',
  ...over,
});
/** A policy of the group `green` as Auto Scaling answers it. */
export const policyIn = (over: WireFields = {}): WireFields => ({
  AutoScalingGroupName: 'green',
  PolicyName: 'cpu',
  PolicyType: 'TargetTrackingScaling',
  Enabled: true,
  ...over,
});
/** Adds a group to an account. @returns what a contract test needs to know of it */
export function seedGroup(account: AutoScalingAccount, seeded: SeededGroup) {
  const { desired, maximum, suspended = [], isAttached, policies = [], alarmActions = true } = seeded;
  const name = `group-${account.items.DescribeAutoScalingGroups.length}`;
  account.items.DescribeAutoScalingGroups.push(
    groupIn({
      ...{ AutoScalingGroupName: name, DesiredCapacity: desired, MaxSize: maximum },
      Instances: Array.from({ length: desired }, (_, i) => instanceIn(i)),
      SuspendedProcesses: suspended.map((ProcessName) => ({ ProcessName, SuspensionReason: 'by a user' })),
      TargetGroupARNs: isAttached === true ? [SEEDED_TARGET_GROUP] : [],
    }),
  );
  for (const PolicyName of policies) {
    const AlarmName = `${name}-${PolicyName}`;
    account.items.DescribePolicies.push(
      policyIn({ AutoScalingGroupName: name, PolicyName, Alarms: [{ AlarmName }] }),
    );
    account.alarms.push(...(alarmActions === null ? [] : [{ AlarmName, ActionsEnabled: alarmActions }]));
  }
  if (seeded.isRefreshing === true) {
    account.items.DescribeInstanceRefreshes.push({ AutoScalingGroupName: name, Status: 'InProgress' });
  }
  return { name, ...(isAttached === true ? { targetGroupArn: SEEDED_TARGET_GROUP } : {}) };
}
