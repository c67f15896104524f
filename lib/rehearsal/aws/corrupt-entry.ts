import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { Ledger, RouteEntry } from '../../../lambdas/ports';

/** What somebody who may write the table does to the entry of a route. */
export type Corruption = 'router-of-another-route' | 'no-router' | 'no-snapshot';

/** From now on, whoever reads the entry of this execution finds it corrupted. */
export function corruptEntry(
  ledger: Ledger,
  { route, execution }: { readonly route: string; readonly execution: string },
  corruption: Corruption,
): void {
  const { read } = ledger;
  ledger.read = async (key) => {
    const entry = await read(key);
    return key === route && entry?.lock?.execution === execution
      ? { ...entry, ...corrupted(entry, corruption) }
      : entry;
  };
}

function corrupted({ router }: RouteEntry, corruption: Corruption): Partial<RouteEntry> {
  switch (corruption) {
    case 'router-of-another-route':
      return { router: router === null ? null : anotherRoute(router) };
    case 'no-router':
      return { router: null };
    case 'no-snapshot':
      return { snapshot: null };
  }
}

function anotherRoute(router: Router): Router {
  switch (router.kind) {
    case 'route53':
      return { ...router, recordName: `another.${router.recordName}` };
    case 'cloudfront-kvs':
      return { ...router, key: `another-${router.key}` };
    case 'alb':
      return { ...router, ruleArn: `${router.ruleArn ?? router.listenerArn}0` };
  }
}
