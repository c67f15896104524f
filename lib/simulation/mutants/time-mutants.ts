import { CLOCK_BOUND_MS } from '../../../lambdas/core/shared/lease';
import { checkPreparation } from '../../../lambdas/steps/check-preparation';
import { checkPropagation } from '../../../lambdas/steps/check-propagation';
import { guardAlarm } from '../../../lambdas/steps/guards/guard-alarm';
import type { Tamper } from '../../rehearsal/world/world-functions';

/** Bugs of times: when a clock is read, and how far two of them may be apart. */
export const timeMutants = {
  'count the lead from the question': (_, { router, records, calendars, ledger, clock }) => ({
    CheckPreparation: (input) => {
      const asked = clock.now();
      const stopped = { ...clock, now: () => asked };
      return checkPreparation({ router, records, calendars, ledger, clock: stopped })(input as never);
    },
  }),
  'call a change late after a minute': (_, { router, clock }) => ({
    CheckPropagation: async (input) => {
      const output = await checkPropagation({ router, clock })(input as never);
      const { shiftedAt } = (input as { readonly shift: { readonly shiftedAt: string } }).shift;
      const isLate = output.status === 'pending' && clock.now() - Date.parse(shiftedAt) >= 60_000;
      return isLate ? { ...output, status: 'late' } : output;
    },
  }),
  'compare the time of an alarm with no regard to clocks': (_, { ledger, executions, routes }) => ({
    GuardAlarm: (input) => {
      const event = input as Parameters<ReturnType<typeof guardAlarm>>[0];
      const time = new Date(Date.parse(event.time ?? '') - CLOCK_BOUND_MS).toISOString();
      return guardAlarm({ ledger, executions, routes })({ ...event, time });
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;
