import { type Decision, storedDecision } from '../../../lambdas/core/events/decision';
import { inOrder } from '../../../lambdas/core/shared/decision-order';
import { throughJson } from '../asl/through-json';

/** The decisions of a ledger in memory. One that is there is never rewritten. */
export function memoryDecisions() {
  const routes = new Map<string, Map<string, Decision>>();
  return {
    add: (route: string, decision: Decision): void => {
      const ofRoute = routes.get(route) ?? new Map<string, Decision>();
      const key = `${decision.execution}#${decision.key}`;
      ofRoute.set(key, ofRoute.get(key) ?? throughJson(storedDecision(decision)));
      routes.set(route, ofRoute);
    },
    get: (route: string, execution: string, key: string): Decision | null =>
      routes.get(route)?.get(`${execution}#${key}`) ?? null,
    /** Oldest first. */
    of: (route: string): readonly Decision[] => inOrder([...(routes.get(route)?.values() ?? [])]),
  };
}
