import { RouteBrokenError } from '../../../lambdas/core/shared/errors';
import { evaluateHealth } from '../../../lambdas/steps/evaluate-health';
import type { Tamper } from '../../rehearsal/world/world-functions';

/** Bugs of evaluations that go on although what they measure cannot be read. */
export const unreadMutants = {
  'take a route that cannot be read for unchanged': (_, { router, ledger, ...ports }) => {
    const hopeful = {
      ...router,
      read: async (...args: Parameters<typeof router.read>) => {
        const { expected = null } = (await ledger.read(ports.routes[0] ?? '')) ?? {};
        return router.read(...args).catch((error: Error) => {
          if (expected === null || error instanceof RouteBrokenError) {
            throw error;
          }
          return { ...expected, ttlSeconds: 0, ttlIsOurs: false };
        });
      },
    };
    return {
      EvaluateHealth: (input) => evaluateHealth({ ...ports, ledger, router: hopeful })(input as never),
    };
  },
} satisfies Readonly<Record<string, Tamper>>;
