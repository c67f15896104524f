import type { Page, References } from '../../../lambdas/ports';
import type { Caller } from './calls';
import type { ReferenceAccount } from './reference-account';

/** Small, so that a rehearsal reads more than one page where there are many. */
const ITEMS_PER_PAGE = 20;
const CLUSTER = 'arn:aws:ecs:eu-west-1:111122223333:cluster/services';

/** The services of the world that something may point at a path from. Every zone that is asked for is there. */
export function worldReferences(calls: Caller, referenceAccount: ReferenceAccount): References {
  return {
    records: (hostedZoneId, page) =>
      calls.call('route53', 'ListResourceRecordSets', () =>
        pageOf(referenceAccount.records(hostedZoneId), page),
      ),
    alarms: (prefix, page) =>
      calls.call('cloudwatch', 'DescribeAlarms', () =>
        pageOf(
          referenceAccount.alarms().filter(({ name }) => name.startsWith(prefix ?? '')),
          page,
        ),
      ),
    loadBalancers: (page) =>
      calls.call('elbv2', 'DescribeLoadBalancers', () =>
        pageOf(
          referenceAccount.balancers().map(({ arn, dnsName }) => ({ arn, dnsName })),
          page,
        ),
      ),
    targetGroups: (page) =>
      calls.call('elbv2', 'DescribeTargetGroups', () => pageOf(referenceAccount.groups(), page)),
    listeners: (arn, page) =>
      calls.call('elbv2', 'DescribeListeners', () =>
        pageOf(referenceAccount.balancers().find((one) => one.arn === arn)?.listeners ?? [], page),
      ),
    rules: (arn, page) =>
      calls.call('elbv2', 'DescribeRules', () => {
        const listeners = referenceAccount.balancers().flatMap((one) => one.listeners);
        return pageOf(listeners.find((one) => one.arn === arn)?.rules ?? [], page);
      }),
    clusters: () => calls.call('ecs', 'ListClusters', () => ({ items: [CLUSTER], next: null })),
    services: (_cluster, page) =>
      calls.call('ecs', 'ListServices', () => pageOf(referenceAccount.services(), page)),
  };
}

function pageOf<T>(all: readonly T[], page: string | null): Page<T> {
  const from = Number(page ?? 0);
  const to = from + ITEMS_PER_PAGE;
  return { items: all.slice(from, to), next: to < all.length ? String(to) : null };
}
