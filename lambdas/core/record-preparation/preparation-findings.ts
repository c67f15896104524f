import type { Plan } from '../plan/plan';
import type { Finding } from '../preflight/preflight';
import { describeDrift, routeName } from '../routers/route';
import type { Preparation } from './preparation';

/** The wait after lowering lasts at least as long as anybody may hold an answer with the old TTL. */
export function leadFindings({ router }: Plan, preparation: Preparation | null): Finding[] {
  const { loweredFrom, leadSeconds } = preparation ?? { loweredFrom: null, leadSeconds: 0 };
  return loweredFrom === null || loweredFrom <= leadSeconds
    ? []
    : [
        {
          check: 'route',
          problem: `${routeName(router)} has a TTL of ${loweredFrom} s > ttl.leadSeconds ${leadSeconds} s, so the first shift would come while old answers are still held`,
          remedy: `set ttl.leadSeconds to ${loweredFrom} or more`,
        },
      ];
}

/** Records that were prepared are still as they were left. */
export function driftFindings({ router }: Plan, expected: string, found: string): Finding[] {
  return expected === found
    ? []
    : [
        {
          check: 'route',
          problem: `${routeName(router)} was changed by someone else after it was prepared: ${describeDrift(router, expected, found)}`,
          remedy: 'find out who, and start again',
        },
      ];
}
