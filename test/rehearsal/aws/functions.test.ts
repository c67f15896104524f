import { describe, expect, test } from '@jest/globals';
import { Calls } from '../../../lib/rehearsal/aws/calls';
import { Functions } from '../../../lib/rehearsal/aws/functions';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';

/** A function that makes three calls of `callSeconds` each, and the calls that arrived. */
function functionOf(callSeconds: number) {
  const clock = new VirtualClock(0);
  const random = seededRandom(1);
  const calls = new Calls(clock, random);
  calls.slowDown('dynamodb', callSeconds);
  const arrived: number[] = [];
  const functions = new Functions({
    stepOf: (_, process) => async () => {
      for (const index of [1, 2, 3]) {
        await calls.of(process).call('dynamodb', 'PutItem', () => void arrived.push(index));
      }
      return { done: true };
    },
    ...{ clock, random },
    later: (milliseconds, event) =>
      clock.schedule(clock.now() + milliseconds, () => {
        if (event()) {
          clock.wake();
        }
      }),
  });
  return { functions, arrived, clock, run: <T>(promise: Promise<T>) => clock.runUntil(promise) };
}

const timedOut = {
  name: 'Sandbox.Timedout',
  message: expect.stringContaining('Task timed out after 30.00 seconds'),
};

describe('Functions', () => {
  test('a function that ends in time is not killed', async () => {
    const { functions, arrived, run } = functionOf(8);
    expect(await run(functions.invoke('Preflight', {}))).toEqual({ done: true });
    expect(arrived).toEqual([1, 2, 3]);
  });

  test('a function is killed at its time-out, with calls in flight dropped', async () => {
    const { functions, arrived, run, clock } = functionOf(12);
    await expect(run(functions.invoke('Preflight', {}))).rejects.toMatchObject(timedOut);
    expect(Math.round(clock.now() / 1_000)).toBe(30);
    await run(clock.sleep(100_000));
    expect(arrived).toEqual([1, 2]);
  });

  test.each([0, 1, 3])(
    'a function that hangs after %i calls is killed at its time-out',
    async (afterCalls) => {
      const { functions, arrived, run, clock } = functionOf(1);
      functions.disturb({ task: 'Preflight', afterCalls, times: 1 });
      await expect(run(functions.invoke('Preflight', {}))).rejects.toMatchObject(timedOut);
      await run(clock.sleep(100_000));
      expect(arrived).toEqual([1, 2, 3].slice(0, afterCalls));
      expect(await run(functions.invoke('Preflight', {}))).toEqual({ done: true });
    },
  );

  test('a function that fails afterwards has had its effect', async () => {
    const { functions, arrived, run } = functionOf(1);
    functions.disturb({ task: 'Preflight', error: 'Lambda.Unknown', delaySeconds: 5, afterEffect: true });
    await expect(run(functions.invoke('Preflight', {}))).rejects.toMatchObject({ name: 'Lambda.Unknown' });
    expect(arrived).toEqual([1, 2, 3]);
    expect(await run(functions.invoke('SmokeTest', {}))).toEqual({ done: true });
  });
});
