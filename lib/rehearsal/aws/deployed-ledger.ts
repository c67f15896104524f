import type { Ledger } from '../../../lambdas/ports';

/**
 * The ledger as the functions of a deployment reach it: IAM allows them the partitions of its routes, and no
 * others. An operator who starts the revert machine may name any route.
 */
export function deployedLedger(ledger: Ledger, routes: readonly string[]): Ledger {
  const deployed: Record<string, (route: string, ...rest: unknown[]) => Promise<unknown>> = {};
  for (const method of Object.keys(ledger) as (keyof Ledger)[]) {
    deployed[method] = async (route, ...rest) => {
      if (!routes.includes(route)) {
        const why = `no identity-based policy allows the function to use the partition ${route}`;
        throw Object.assign(new Error(why), { name: 'AccessDeniedException' });
      }
      // Read at each call, because faults and watches replace methods of the table.
      const work = ledger[method] as (...args: unknown[]) => Promise<unknown>;
      return work(route, ...rest);
    };
  }
  return deployed as unknown as Ledger;
}
