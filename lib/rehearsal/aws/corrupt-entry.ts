import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { Ledger, RouteEntry } from '../../../lambdas/ports';

/** What somebody who may write the table does to the entry of a route. */
export type Corruption = 'router-of-another-route' | 'no-router' | 'no-snapshot';

/** A route that no rehearsal shifts. */
const ANOTHER_ROUTE: Router = {
  kind: 'route53',
  hostedZoneId: 'Z9876543210ABCDEFGHIJ',
  recordName: 'another.example.net',
  recordTypes: ['A'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};

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
      ? { ...entry, ...corrupted(corruption) }
      : entry;
  };
}

function corrupted(corruption: Corruption): Partial<RouteEntry> {
  switch (corruption) {
    case 'router-of-another-route':
      return { router: ANOTHER_ROUTE };
    case 'no-router':
      return { router: null };
    case 'no-snapshot':
      return { snapshot: null };
  }
}
