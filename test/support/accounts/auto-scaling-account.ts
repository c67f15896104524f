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
