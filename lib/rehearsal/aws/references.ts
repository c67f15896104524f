import type { Page, References } from '../../../lambdas/ports';
import type { Caller } from './calls';
import type { ReferenceAccount } from './reference-account';

/** Small, so that a rehearsal reads several pages where there are many items. */
const ITEMS_PER_PAGE = 20;
const CLUSTER = 'arn:aws:ecs:eu-west-1:111122223333:cluster/services';

/**
 * The services of the simulated account that may refer to the old path. Every zone that a plan names exists.
 */
export function worldReferences(calls: Caller, account: ReferenceAccount): References {
  return {
    records: (hostedZoneId, page) =>
      calls.call('route53', 'ListResourceRecordSets', () => pageOf(account.records(hostedZoneId), page)),
    alarms: (prefix, page) =>
      calls.call('cloudwatch', 'DescribeAlarms', () =>
        pageOf(
          account.alarms().filter(({ name }) => name.startsWith(prefix ?? '')),
          page,
        ),
      ),
    loadBalancers: (page) =>
      calls.call('elbv2', 'DescribeLoadBalancers', () =>
        pageOf(
          account.balancers().map(({ arn, dnsName }) => ({ arn, dnsName })),
          page,
        ),
      ),
    targetGroups: (page) => calls.call('elbv2', 'DescribeTargetGroups', () => pageOf(account.groups(), page)),
    listeners: (arn, page) =>
      calls.call('elbv2', 'DescribeListeners', () =>
        pageOf(account.balancers().find((one) => one.arn === arn)?.listeners ?? [], page),
      ),
    rules: (arn, page) =>
      calls.call('elbv2', 'DescribeRules', () => {
        const listeners = account.balancers().flatMap((one) => one.listeners);
        return pageOf(listeners.find((one) => one.arn === arn)?.rules ?? [], page);
      }),
    clusters: () => calls.call('ecs', 'ListClusters', () => ({ items: [CLUSTER], next: null })),
    services: (_cluster, page) => calls.call('ecs', 'ListServices', () => pageOf(account.services(), page)),
    autoScalingGroups: (page) =>
      calls.call('autoscaling', 'DescribeAutoScalingGroups', () => pageOf(account.autoScalingGroups(), page)),
    scheduledActions: (page) =>
      calls.call('autoscaling', 'DescribeScheduledActions', () => pageOf(account.scheduledActions(), page)),
  };
}

function pageOf<T>(all: readonly T[], page: string | null): Page<T> {
  const from = Number(page ?? 0);
  const to = from + ITEMS_PER_PAGE;
  return { items: all.slice(from, to), next: to < all.length ? String(to) : null };
}
