import { FencedError } from '../../../lambdas/core/shared/errors';
import { operate } from '../../../lambdas/steps/operate';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';

/** Bugs that let no cutover go on, or take one for another than it is. */
export const refusingMutants = {
  'find every plan invalid': () => ({
    ValidatePlan: () => Promise.resolve({ valid: false, reason: 'the plan is not valid' }),
  }),
  'find every route locked': () => ({
    AcquireLock: () => Promise.resolve({ acquired: false, fence: null, reason: 'the route is locked' }),
  }),
  'fail every smoke test': (steps) => ({
    SmokeTest: async (input) => ({ ...((await steps.SmokeTest(input)) as object), verdict: 'fail' }),
  }),
  'take every shift for a late retry': () => ({
    ShiftTraffic: () => Promise.reject(new FencedError('a later shift is recorded')),
  }),
  'take a revert that has succeeded for one that failed': (steps) => ({
    CheckRevert: async (input) => {
      const output = (await steps.CheckRevert(input)) as { readonly revert: string };
      return output.revert === 'SUCCEEDED' ? { ...output, revert: 'FAILED' } : output;
    },
  }),
  'stop a cutover before its lock for any command': (steps, { executions }) => ({
    Operate: async (input) => {
      const { kind, execution } = JSON.parse((input as { readonly body: string }).body);
      const answer = (await steps.Operate(input)) as { readonly statusCode: number };
      if (answer.statusCode === 409 && kind !== 'abort') {
        await executions.stop(execution, 'AbortedByOperator', 'stopped before it had locked the route');
      }
      return answer;
    },
  }),
  'abort a cutover that has released its lock': (_, { ledger, ...ports }) => ({
    Operate: (input) => {
      const decision = async () => null;
      return operate({ ...ports, ledger: { ...ledger, decision } })(input as never);
    },
  }),
  'refuse to resume a cutover that is paused': (_, { ledger, ...ports }) => {
    const isPause = (one: unknown) => (one as { kind: string }).kind === 'pause';
    const resumed = reading(ledger, (entry) => ({
      ...entry,
      commands: { ...entry.commands, stored: entry.commands.stored.filter((one) => !isPause(one)) },
    }));
    return { Operate: (input) => operate({ ...ports, ledger: resumed })(input as never) };
  },
  'keep every old path': (steps) => ({
    VerifyDecommission: async (input) => ({
      ...((await steps.VerifyDecommission(input)) as object),
      ready: false,
    }),
  }),
} satisfies Readonly<Record<string, Tamper>>;
