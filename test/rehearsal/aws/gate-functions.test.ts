import { describe, expect, test } from '@jest/globals';
import { Calls } from '../../../lib/rehearsal/aws/calls';
import { GateFunctions, worldGates } from '../../../lib/rehearsal/aws/gate-functions';
import { type GatesSetup, PASSES } from '../../../lib/rehearsal/gate-setup';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { describeGates, question } from '../../contracts/gates.contract';

/** The gates of a scenario, in a world that starts at 0. */
function worldOf(setup: GatesSetup = {}) {
  const clock = new VirtualClock(0);
  const calls = new Calls(clock, seededRandom(1));
  const functions = new GateFunctions(setup, clock, 0);
  const gates = worldGates(calls, functions);
  const ask = (over: Partial<typeof question> = {}) =>
    clock.runUntil(gates.ask({ ...question, ...over }, 60_000));
  return { clock, calls, functions, gates, ask };
}

describeGates('a rehearsal', () => {
  const { clock, calls, functions, gates } = worldOf();
  const faults = { crashes: 'crash', 'returns something else': 'malformed', hangs: 'none' } as const;
  return {
    gates,
    does: (what) => {
      const fault = typeof what === 'string' ? { answer: faults[what], reason: '' } : null;
      const said =
        typeof what === 'string' ? null : { answer: what.returns.verdict, reason: what.returns.reason };
      functions.disturb((fault ?? said) as Parameters<typeof functions.disturb>[0]);
    },
    refuses: (error) => {
      calls.disturb({ api: 'lambda:Invoke', error, busy: false, afterEffect: false });
    },
    settle: (asked) => clock.runUntil(asked),
  };
});

describe('the gates of a scenario', () => {
  test('pass when the scenario does not mention them', async () => {
    expect(await worldOf().ask()).toEqual({ verdict: 'pass', reason: PASSES.reason });
  });

  test('answer over time as the scenario says', async () => {
    const { clock, ask } = worldOf({
      tests: [
        { ...PASSES, answer: 'fail', reason: 'first' },
        { ...PASSES, at: 100, reason: 'then' },
      ],
    });
    expect(await ask()).toEqual({ verdict: 'fail', reason: 'first' });
    await clock.runUntil(clock.sleep(100_000));
    expect(await ask()).toEqual({ verdict: 'pass', reason: 'then' });
  });

  test('run for as long as a question takes, from the first time that it is asked', async () => {
    const { clock, ask } = worldOf({ tests: [{ ...PASSES, runsSeconds: 300 }] });
    expect((await ask()).verdict).toBe('running');
    await clock.runUntil(clock.sleep(290_000));
    expect((await ask()).verdict).toBe('running');
    await clock.runUntil(clock.sleep(20_000));
    expect((await ask()).verdict).toBe('pass');
    expect((await ask({ id: 'another question' })).verdict).toBe('running');
  });

  test('are disturbed one by one, until the fault ends', async () => {
    const { functions, ask } = worldOf();
    const fault = functions.disturb({ name: 'other', answer: 'fail', reason: 'planted' });
    expect((await ask()).verdict).toBe('pass');
    expect((await ask({ gate: 'other' })).verdict).toBe('fail');
    fault.end();
    expect((await ask({ gate: 'other' })).verdict).toBe('pass');
  });
});
