import type { Ledger } from '../../../lambdas/ports';

/**
 * The ledger as the functions of a deployment reach it: IAM allows them the partitions of its routes, and no
 * others. An operator who starts the revert machine may name any route.
 */
export function deployedLedger(ledger: Ledger, routes: readonly string[]): Ledger {
  const methods = Object.entries(ledger).map(([method, work]) => [
    method,
    async (route: string, ...rest: unknown[]) => {
      if (!routes.includes(route)) {
        const why = `no identity-based policy allows the function to use the partition ${route}`;
        throw Object.assign(new Error(why), { name: 'AccessDeniedException' });
      }
      return work(route, ...rest);
    },
  ]);
  return Object.fromEntries(methods) as Ledger;
}
