import { leaseLeftMs } from '../../../lambdas/core/shared/lease';
import { restoreRecords } from '../../../lambdas/steps/restore-records';
import type { Revert } from '../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { type RevertInput, turnOverAll } from './mutated-revert';

/** Bugs about when a write may land, and what it rests on. */
export const leaseMutants = {
  'wait for a lease before the traffic moves back': (steps, { ledger, clock }) => ({
    RevertTraffic: async (input) => {
      const { route, execution, revert } = input as RevertInput;
      const entry = await ledger.read(route);
      const left = leaseLeftMs(entry?.leaseUntil ?? null, { now: clock.now(), aheadMs: clock.aheadMs() });
      if (left === 0 || (await ledger.takeOver(route, execution, turnOverAll(revert), 'later')) === null) {
        return steps.RevertTraffic(input);
      }
      return { action: 'wait', reason: 'later', fence: 0, waitSeconds: Math.ceil(left / 1_000) };
    },
  }),
  'read the route once in a revert': (steps) => ({
    RevertTraffic: async (input) => {
      const done = (await steps.RevertTraffic(input)) as Revert;
      return done.action === 'moved' ? { ...done, waitSeconds: 0 } : done;
    },
  }),
  'restore records without a lease': (_, { ledger, ...ports }) => ({
    RestoreRecords: (input) =>
      restoreRecords({ ...ports, ledger: { ...ledger, beginShift: async () => true } })(input as never),
  }),
  'write a route as it is found': (_, { router, ...ports }) => ({
    ShiftTraffic: (input) => {
      const write: typeof router.write = async (route, percent) =>
        router.write(route, percent, (await router.read(route)).version);
      return shiftTraffic({ ...ports, router: { ...router, write } })(input as never);
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;
