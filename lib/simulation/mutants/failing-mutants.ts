import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Tamper } from '../../rehearsal/world/world-functions';

/** Bugs that make a cutover fail, or a revert forget what it has to end. */
export const failingMutants = {
  'release a route before its deployment is stopped': (steps) => ({
    RevertTraffic: async (input) => ({ ...((await steps.RevertTraffic(input)) as object), deploying: false }),
  }),

  'fail at the last stage': (steps) => ({
    ShiftTraffic: async (input) => {
      const { plan, stage } = input as { readonly plan: Plan; readonly stage: number };
      if (stage === plan.stages.length - 1) {
        throw new TypeError('there is no next stage');
      }
      return steps.ShiftTraffic(input);
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;
