import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPreparation } from '../../../lambdas/steps/check-preparation';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';

/** Bugs at the end of the lead of prepared records, and of the first shift after it. */
export const leadMutants = {
  'go on over an abort in the lead': (_, { ledger, ...ports }) => {
    const silent = reading(ledger, (entry) => ({ ...entry, commands: { stored: [], refused: [] } }));
    return { CheckPreparation: (input) => checkPreparation({ ...ports, ledger: silent })(input as never) };
  },
  'end the lead while a calendar is closed': (steps) => ({
    CheckPreparation: (input) => {
      const { changeCalendars: _, ...plan } = (input as { readonly plan: Plan }).plan;
      return steps.CheckPreparation({ ...(input as object), plan });
    },
  }),
  'take its own preparation for a change by someone else': (_, { ledger, ...ports }) => {
    const stale = reading(ledger, (entry) => {
      const { expected, prepared } = entry;
      return expected === null || prepared === null
        ? entry
        : { ...entry, expected: { ...expected, version: prepared.kept } };
    });
    return { ShiftTraffic: (input) => shiftTraffic({ ...ports, ledger: stale })(input as never) };
  },
  'never see that prepared records have propagated': (_, { records, ...ports }) => {
    const pending = { ...records, propagated: async () => false };
    return { CheckPreparation: (input) => checkPreparation({ ...ports, records: pending })(input as never) };
  },
} satisfies Readonly<Record<string, Tamper>>;
