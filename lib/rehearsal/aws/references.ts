import type { Page, Pointers } from '../../../lambdas/ports';
import type { Caller } from './calls';
import type { Surroundings } from './reference-account';

/** Small, so that a rehearsal reads more than one page where there are many. */
const ITEMS_PER_PAGE = 20;
const CLUSTER = 'arn:aws:ecs:eu-west-1:111122223333:cluster/services';

/** The services of the world that something may point at a path from. Every zone that is asked for is there. */
export function worldPointers(calls: Caller, surroundings: Surroundings): Pointers {
  return {
    records: (hostedZoneId, page) =>
      calls.call('route53', 'ListResourceRecordSets', () => pageOf(surroundings.records(hostedZoneId), page)),
    alarms: (prefix, page) =>
      calls.call('cloudwatch', 'DescribeAlarms', () =>
        pageOf(
          surroundings.alarms().filter(({ name }) => name.startsWith(prefix ?? '')),
          page,
        ),
      ),
    loadBalancers: (page) =>
      calls.call('elbv2', 'DescribeLoadBalancers', () =>
        pageOf(
          surroundings.balancers().map(({ arn, dnsName }) => ({ arn, dnsName })),
          page,
        ),
      ),
    targetGroups: (page) =>
      calls.call('elbv2', 'DescribeTargetGroups', () => pageOf(surroundings.groups(), page)),
    listeners: (arn, page) =>
      calls.call('elbv2', 'DescribeListeners', () =>
        pageOf(surroundings.balancers().find((one) => one.arn === arn)?.listeners ?? [], page),
      ),
    rules: (arn, page) =>
      calls.call('elbv2', 'DescribeRules', () => {
        const listeners = surroundings.balancers().flatMap((one) => one.listeners);
        return pageOf(listeners.find((one) => one.arn === arn)?.rules ?? [], page);
      }),
    clusters: () => calls.call('ecs', 'ListClusters', () => ({ items: [CLUSTER], next: null })),
    services: (_cluster, page) =>
      calls.call('ecs', 'ListServices', () => pageOf(surroundings.services(), page)),
  };
}

function pageOf<T>(all: readonly T[], page: string | null): Page<T> {
  const from = Number(page ?? 0);
  const to = from + ITEMS_PER_PAGE;
  return { items: all.slice(from, to), next: to < all.length ? String(to) : null };
}
