import type { Plan } from '../../../lambdas/core/plan/plan';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';

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
  'shift over an entry that is corrupt': (_, { ledger, router, clock }) => ({
    ShiftTraffic: (input) => {
      const { plan } = input as { readonly plan: Plan };
      const before = { percent: 0, version: '' };
      const sound = reading(ledger, (entry) => ({
        ...entry,
        router: plan.router,
        snapshot: entry.snapshot ?? before,
      }));
      return shiftTraffic({ router, clock, ledger: sound })(input as never);
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;
