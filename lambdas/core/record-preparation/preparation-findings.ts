import type { Plan } from '../plan/plan';
import { type Finding, stopFinding } from '../preflight/finding';
import { describeDrift, routeName } from '../routers/route';
import type { Preparation } from './preparation';

/**
 * Checks that the wait after lowering is at least as long as clients may cache an answer with the old TTL.
 */
export function leadFindings({ router }: Plan, preparation: Preparation | null): Finding[] {
  const { loweredFrom, leadSeconds } = preparation ?? { loweredFrom: null, leadSeconds: 0 };
  if (loweredFrom === null || loweredFrom <= leadSeconds) {
    return [];
  }
  return [
    stopFinding(
      'route',
      `${routeName(router)} has a TTL of ${loweredFrom} s, longer than` +
        ` ttl.leadSeconds (${leadSeconds} s):` +
        ' the first shift would come while clients still cache old answers',
      `set ttl.leadSeconds to ${loweredFrom} or more`,
    ),
  ];
}

/** Checks that prepared records are still as the preparation left them. */
export function driftFindings({ router }: Plan, expected: string, found: string): Finding[] {
  if (expected === found) {
    return [];
  }
  return [
    stopFinding(
      'route',
      `${routeName(router)} was changed by someone else after it was prepared:` +
        ` ${describeDrift(router, expected, found)}`,
      'find out who changed it, then start again',
    ),
  ];
}
