import { beforeEach, describe, expect, test } from '@jest/globals';
import type { GateQuestion } from '../../lambdas/core/gates/gate-question';
import type { Gates } from '../../lambdas/ports';

/** What the function of a gate does in a test. */
export type FunctionDoes =
  | { readonly returns: { readonly verdict: string; readonly reason: string } }
  | 'crashes'
  | 'returns something else'
  | 'hangs';

/** The functions of gates, and how a test says what they do. */
export interface GatesHarness {
  readonly gates: Gates;
  /** What the function of the gate `tests` does from now on. */
  readonly does: (what: FunctionDoes) => void;
  /** Lambda refuses every invocation from now on, for this error. */
  readonly refuses: (error: string) => void;
  /** Runs what waits for the answer of a function. */
  readonly settle: <T>(asked: Promise<T>) => Promise<T>;
}

/** A question to the gate `tests`. */
export const question: GateQuestion = {
  ...{ version: 1, id: 'execution/soak/tests/0/1', gate: 'tests', at: 'soak', phase: 'soak' },
  ...{ execution: 'arn:aws:states:eu-west-1:111122223333:execution:Cutover:one', plan: 'api' },
  ...{ route: 'route53/Z0123456789ABCDEFGHIJ/api.example.com', direction: 'up', stage: 0, percent: 10 },
  ...{ productionName: 'api.example.com', hosts: { old: null, new: 'gw-api.example.com' } },
  ...{ baseUrl: 'https://gw-api.example.com', connectTo: null, allowedHosts: null, answerWithinSeconds: 60 },
};

/** What every port to the functions of gates must do. */
export function describeGates(name: string, make: () => GatesHarness): void {
  describe(`${name} as the functions of gates`, () => {
    let harness: GatesHarness;
    const ask = (timeoutMs = 50) => harness.settle(harness.gates.ask(question, timeoutMs));

    beforeEach(() => {
      harness = make();
    });

    test.each(['pass', 'fail', 'inconclusive', 'error', 'running'])('give the answer %s', async (verdict) => {
      harness.does({ returns: { verdict, reason: 'as tested' } });
      expect(await ask(60_000)).toEqual({ verdict, reason: 'as tested' });
    });

    test('are silent when one crashes', async () => {
      harness.does('crashes');
      const reason = 'its function failed (Runtime.ExitError)';
      expect(await ask(60_000)).toEqual({ verdict: 'error', reason, silent: true });
    });

    test('are silent when one returns something else', async () => {
      harness.does('returns something else');
      expect(await ask(60_000)).toMatchObject({
        ...{ verdict: 'error', silent: true },
        reason: expect.stringMatching(/^the answer is not valid: verdict: is missing; must be one of/),
      });
    });

    test('are silent when one does not answer in time', async () => {
      harness.does('hangs');
      const reason = 'it has not answered within 0.05 s';
      expect(await ask()).toEqual({ verdict: 'error', reason, silent: true });
    });

    test('are silent when Lambda refuses', async () => {
      harness.refuses('AccessDeniedException');
      const reason = 'it could not be invoked (AccessDeniedException)';
      expect(await ask(60_000)).toEqual({ verdict: 'error', reason, silent: true });
    });
  });
}
