import type { DnsRecord } from '../../../lambdas/core/shared/readings';
import { autoScalingAccount } from './auto-scaling-account';
import { json, jsonError, type WireAnswer, type WireRequest, xml, xmlError } from './wire';
import { element } from './xml';

/** A target of a forward action. Without a weight, the action has the simple form. */
export interface SeededForward {
  readonly group: string;
  readonly weight?: number;
}

/** A listener, its default action and its rules. */
export interface SeededListener {
  readonly arn: string;
  readonly balancer: string;
  readonly forwards: readonly SeededForward[];
  readonly redirectTo?: string;
  readonly rules?: readonly { readonly forwards: readonly SeededForward[] }[];
}

/** The services that may refer to a path, as they answer on the wire. @param pageSize items on a page */
export function referenceServices(pageSize: number) {
  const zones = new Map<string, DnsRecord[]>();
  const metricAlarms: { readonly AlarmName: string; readonly [field: string]: unknown }[] = [];
  const compositeAlarms: { readonly AlarmName: string; readonly [field: string]: unknown }[] = [];
  const balancers: { readonly arn: string; readonly dnsName: string }[] = [];
  const groups: { readonly arn: string; readonly balancers: readonly string[] }[] = [];
  const listeners: SeededListener[] = [];
  const autoScaling = autoScalingAccount(pageSize);
  const clusters = new Map<string, Record<string, unknown>[]>();
  /** Operations, such as `DescribeRules`, and the error that answers each of them. */
  const refused = new Map<string, string>();
  const asked: string[] = [];

  function paged<T>(all: readonly T[], token: string | null | undefined, size = pageSize) {
    const from = Number(token ?? 0);
    const to = from + size;
    return { page: all.slice(from, to), next: to < all.length ? String(to) : undefined };
  }

  const records = (zone: string, query: WireRequest['query']): WireAnswer => {
    const found = zones.get(zone);
    if (found === undefined) {
      return xmlError('NoSuchHostedZone', `No hosted zone found with ID: ${zone}`, 404);
    }
    // The records are sorted by name, type and set identifier. What is left out matches the first.
    const starts = ({ name, type, setIdentifier }: DnsRecord) =>
      name === query.name &&
      type === (query.type ?? type) &&
      (query.identifier === undefined || setIdentifier === query.identifier);
    const from = query.name === undefined ? 0 : found.findIndex(starts);
    const { page, next } = paged(found, String(from));
    const following = next === undefined ? undefined : found[Number(next)];
    return xml(
      element(
        'ListResourceRecordSetsResponse',
        element('ResourceRecordSets', page.map(recordXml).join('')) +
          element('IsTruncated', following !== undefined) +
          (following === undefined
            ? ''
            : element('NextRecordName', following.name) +
              element('NextRecordType', following.type) +
              (following.setIdentifier === null
                ? ''
                : element('NextRecordIdentifier', following.setIdentifier))) +
          element('MaxItems', pageSize),
      ),
    );
  };

  const alarms = (input: { AlarmNamePrefix?: string; AlarmTypes?: string[]; NextToken?: string }) => {
    const named = (one: { readonly AlarmName: string }) =>
      one.AlarmName.startsWith(input.AlarmNamePrefix ?? '');
    const all = [
      ...metricAlarms.filter(named).map((one) => ({ MetricAlarms: one })),
      ...compositeAlarms.filter(named).map((one) => ({ CompositeAlarms: one })),
    ].filter((one) => 'MetricAlarms' in one || input.AlarmTypes?.includes('CompositeAlarm') === true);
    const { page, next } = paged(all, input.NextToken);
    return json({
      MetricAlarms: page.flatMap((one) => ('MetricAlarms' in one ? [one.MetricAlarms] : [])),
      CompositeAlarms: page.flatMap((one) => ('CompositeAlarms' in one ? [one.CompositeAlarms] : [])),
      ...(next === undefined ? {} : { NextToken: next }),
    });
  };

  const elb = (form: URLSearchParams): WireAnswer => {
    const action = form.get('Action') ?? '';
    const lists: Record<string, () => [string, readonly string[]]> = {
      DescribeLoadBalancers: () => [
        'LoadBalancers',
        balancers.map(({ arn, dnsName }) => element('LoadBalancerArn', arn) + element('DNSName', dnsName)),
      ],
      DescribeTargetGroups: () => [
        'TargetGroups',
        groups.map(
          ({ arn, balancers: users }) =>
            element('TargetGroupArn', arn) +
            element('LoadBalancerArns', users.map((one) => element('member', one)).join('')),
        ),
      ],
      DescribeListeners: () => [
        'Listeners',
        listeners
          .filter(({ balancer }) => balancer === form.get('LoadBalancerArn'))
          .map(
            ({ arn, forwards, redirectTo }) =>
              element('ListenerArn', arn) +
              element('Protocol', 'HTTPS') +
              element('Port', 443) +
              element('DefaultActions', actionXml(forwards, redirectTo)),
          ),
      ],
      DescribeRules: () => {
        const listener = listeners.find(({ arn }) => arn === form.get('ListenerArn'));
        const rule = (priority: string, forwards: readonly SeededForward[]) =>
          element('RuleArn', `${listener?.arn}/${priority}`) +
          element('Priority', priority) +
          element('IsDefault', priority === 'default') +
          element('Actions', actionXml(forwards));
        const own = (listener?.rules ?? []).map((one, i) => rule(String(i + 1), one.forwards));
        return ['Rules', [...own, rule('default', listener?.forwards ?? [])]];
      },
    };
    const [name, items] = lists[action]?.() ?? ['Nothing', []];
    const { page, next } = paged(items, form.get('Marker'));
    const body =
      element(name, page.map((one) => element('member', one)).join('')) +
      (next === undefined ? '' : element('NextMarker', next));
    return xml(element(`${action}Response`, element(`${action}Result`, body)));
  };

  const ecs = (action: string, input: Record<string, unknown>): WireAnswer => {
    const services = clusters.get(String(input.cluster));
    if (action === 'ListClusters') {
      const { page, next } = paged([...clusters.keys()], input.nextToken as string | undefined);
      return json({ clusterArns: page, ...(next === undefined ? {} : { nextToken: next }) });
    }
    if (services === undefined) {
      return jsonError('ClusterNotFoundException', 'Cluster not found.');
    }
    if (action === 'ListServices') {
      const arns = services.map((one) => one.serviceArn);
      const size = Math.min(pageSize, Number(input.maxResults ?? 10));
      const { page, next } = paged(arns, input.nextToken as string | undefined, size);
      return json({ serviceArns: page, ...(next === undefined ? {} : { nextToken: next }) });
    }
    const wanted = input.services as readonly string[];
    return wanted.length > 10
      ? jsonError('InvalidParameterException', 'Services cannot have more than 10 elements.')
      : json({
          services: services.filter((one) => wanted.includes(String(one.serviceArn))),
          failures: [],
        });
  };

  const actionOf = ({ path, headers, body }: WireRequest): string =>
    path.startsWith('/2013-04-01/')
      ? 'ListResourceRecordSets'
      : (headers['x-amz-target']?.replace(/^.*\./, '') ?? new URLSearchParams(body).get('Action') ?? '');

  return {
    zones,
    metricAlarms,
    compositeAlarms,
    balancers,
    groups,
    listeners,
    clusters,
    autoScaling,
    refused,
    /** Every operation that was called, in order. */
    asked,
    answer: (request: WireRequest): WireAnswer => {
      const action = actionOf(request);
      asked.push(action);
      const refusal = refused.get(action);
      const isJson = request.headers['x-amz-target'] !== undefined;
      if (refusal !== undefined) {
        return (isJson ? jsonError : xmlError)(refusal, 'you may not', 403);
      }
      if (action === 'ListResourceRecordSets') {
        return records(/hostedzone\/(\w+)\/rrset/.exec(request.path)?.[1] ?? '', request.query);
      }
      if (!isJson) {
        const form = new URLSearchParams(request.body);
        return isOfAutoScaling(action) ? autoScaling.answer(request) : elb(form);
      }
      const input = JSON.parse(request.body);
      return action === 'DescribeAlarms' ? alarms(input) : ecs(action, input);
    },
  };
}

function isOfAutoScaling(action: string): boolean {
  return action === 'DescribeAutoScalingGroups' || action === 'DescribeScheduledActions';
}

export type ReferenceServices = ReturnType<typeof referenceServices>;

function recordXml({ name, type, setIdentifier, weight, aliasOf, values }: DnsRecord): string {
  const target =
    aliasOf === null
      ? element('TTL', 60) +
        element(
          'ResourceRecords',
          values.map((one) => element('ResourceRecord', element('Value', escaped(one)))).join(''),
        )
      : element(
          'AliasTarget',
          element('HostedZoneId', 'Z32O12XQLNTSW2') +
            element('DNSName', aliasOf) +
            element('EvaluateTargetHealth', false),
        );
  const weighted =
    setIdentifier === null ? '' : element('SetIdentifier', setIdentifier) + element('Weight', weight ?? 0);
  return element('ResourceRecordSet', element('Name', name) + element('Type', type) + weighted + target);
}

function actionXml(forwards: readonly SeededForward[], redirectTo?: string): string {
  const [first] = forwards;
  const redirect =
    redirectTo === undefined
      ? ''
      : element(
          'member',
          element('Type', 'redirect') + element('RedirectConfig', element('Host', redirectTo)),
        );
  if (first === undefined) {
    return redirect;
  }
  if (first.weight === undefined) {
    return redirect + element('member', element('Type', 'forward') + element('TargetGroupArn', first.group));
  }
  const tuples = forwards.map(({ group, weight }) =>
    element('member', element('TargetGroupArn', group) + element('Weight', weight ?? 1)),
  );
  return (
    redirect +
    element(
      'member',
      element('Type', 'forward') + element('ForwardConfig', element('TargetGroups', tuples.join(''))),
    )
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
