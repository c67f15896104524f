import { describe, expect, test } from '@jest/globals';
import type { StandingWeight } from '../../../lambdas/core/routers/direct-weights';
import { RouteBrokenError, RouteChangedError, ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { DirectRouter } from '../../../lambdas/ports';
import { directRevert } from '../../../lib/cli/commands/revert/direct-revert';
import type { DirectRevertOrder } from '../../../lib/cli/commands/revert/ports';
import { planOf } from '../../support/plans/plans';

const order: DirectRevertOrder = {
  router: planOf().router,
  weights: { old: 100, new: 0 },
  dryRun: false,
  waitSeconds: 60,
};

/** A pair of one type, as a router reads it. */
const pair = (old: number, fresh: number, group = 'A'): StandingWeight[] => [
  { group, id: 'old', weight: old },
  { group, id: 'new', weight: fresh },
];

/** A service in memory that propagates after a time, and a clock that only a sleep moves. */
function service(standing: readonly StandingWeight[], propagationSeconds = 12) {
  let now = 0;
  const state = { standing, version: 1, writes: 0, refuse: new Map<number, () => void>() };
  const set = (old: number, fresh: number) => {
    state.version += 1;
    state.standing = state.standing.map((one) =>
      one.id === 'old' ? { ...one, weight: old } : one.id === 'new' ? { ...one, weight: fresh } : one,
    );
  };
  const router: DirectRouter = {
    read: async () => ({ standing: state.standing, version: String(state.version), ttlSeconds: 60 }),
    write: async (route, weights, version) => {
      state.writes += 1;
      state.refuse.get(state.writes)?.();
      if (version !== String(state.version)) {
        throw new RouteChangedError('it was changed by someone else, and nothing was written');
      }
      set(weights.old, weights.new);
      return { id: `C${state.version}`, route, refused: [] };
    },
    propagated: async () => now >= 1_000 * propagationSeconds,
  };
  const lines: string[] = [];
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  return {
    state,
    set,
    router,
    lines,
    run: (over: Partial<DirectRevertOrder> = {}, with_: Partial<DirectRouter> = {}) =>
      directRevert(
        { router: { ...router, ...with_ }, clock, progress: (line) => lines.push(line) },
        { ...order, ...over },
      ),
    seconds: () => now / 1_000,
  };
}

describe('directRevert', () => {
  test('waits until the change has propagated, and asks every five seconds', async () => {
    const { run, lines, seconds } = service(pair(50, 50));
    expect(await run()).toMatchObject({ outcome: 'succeeded', changeId: 'C2' });
    expect(seconds()).toBe(15);
    expect(lines.filter((line) => line.startsWith('waiting'))).toHaveLength(3);
  });

  test('writes nothing when the weights stand already', async () => {
    const { run, state } = service(pair(100, 0));
    expect(await run()).toMatchObject({ outcome: 'unchanged', changeId: null });
    expect(state.writes).toBe(0);
  });

  test('writes weights of the same share, because they were given exactly', async () => {
    const { run, state } = service(pair(255, 0));
    expect(await run()).toMatchObject({ outcome: 'succeeded' });
    expect(state.standing).toEqual(pair(100, 0));
  });

  test('is incomplete when a type has half of the pair, and writes the others', async () => {
    const { run, state } = service([...pair(50, 50), { group: 'AAAA', id: 'new', weight: 100 }]);
    const result = await run();
    expect(result).toMatchObject({ outcome: 'incomplete', changeId: 'C2' });
    expect(result.reason).toBe(
      '100/0 has propagated; ' +
        'but AAAA: nothing with a weight is called "old", so its traffic stays where it is',
    );
    expect(state.standing.slice(0, 2)).toEqual(pair(100, 0));
  });

  test('is incomplete when the weights stand already beside half of a pair', async () => {
    const { run } = service([...pair(100, 0), { group: 'AAAA', id: 'new', weight: 100 }]);
    expect(await run()).toMatchObject({ outcome: 'incomplete', changeId: null });
  });

  test('names a third record, and succeeds', async () => {
    const { run } = service([...pair(50, 50), { group: 'A', id: 'third', weight: 9 }]);
    expect(await run()).toMatchObject({
      outcome: 'succeeded',
      notices: ['A: a third, "third" with weight 9, keeps its share'],
    });
  });

  test('is incomplete when the service refuses one type and takes the other', async () => {
    const both = [...pair(50, 50), ...pair(50, 50, 'AAAA')];
    const { run, state } = service(both);
    const partly: DirectRouter['write'] = async (route) => {
      state.standing = [...pair(100, 0), ...pair(50, 50, 'AAAA')];
      return { id: 'C2', route, refused: [{ group: 'AAAA', reason: 'that target was not found' }] };
    };
    expect(await run({}, { write: partly })).toMatchObject({
      outcome: 'incomplete',
      reason: '100/0 has propagated; but AAAA: that target was not found',
    });
    const other = service(both);
    const overwritten: DirectRouter['write'] = async (route) => ({ id: 'C2', route, refused: [] });
    expect(await other.run({}, { write: overwritten })).toMatchObject({
      outcome: 'incomplete',
      reason: expect.stringContaining('someone else has changed it since'),
    });
  });

  test('is rejected when there is nothing to write', async () => {
    const { run } = service([]);
    expect(await run()).toMatchObject({
      outcome: 'rejected',
      reason: 'api.example.com: there is nothing that has a weight; nothing was written',
    });
  });

  test('is rejected when the route cannot be read as one', async () => {
    const { run } = service(pair(50, 50));
    const broken = async () => Promise.reject(new RouteBrokenError('there is no such zone'));
    expect(await run({}, { read: broken })).toMatchObject({
      outcome: 'rejected',
      reason: 'there is no such zone',
    });
  });

  test('is rejected when the service refuses the change itself', async () => {
    const { run } = service(pair(50, 50));
    const broken = async () => Promise.reject(new RouteBrokenError('that target was not found'));
    expect(await run({}, { write: broken })).toMatchObject({
      outcome: 'rejected',
      reason: 'that target was not found',
      changeId: null,
    });
  });

  test('writes nothing over a change by someone else between read and write', async () => {
    const { run, state, set } = service(pair(50, 50));
    state.refuse.set(1, () => set(20, 80));
    expect(await run()).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('run the command again'),
    });
    expect(state.standing).toEqual(pair(20, 80));
  });

  test.each([
    ['refused as a change by someone else', () => new RouteChangedError('changed')],
    ['lost', () => new ServiceBusyError('TimeoutError: timed out')],
  ])('writes once more when its own write has landed and the answer is %s', async (_, error) => {
    const { run, state, set } = service(pair(50, 50));
    state.refuse.set(1, () => {
      set(100, 0);
      throw error();
    });
    expect(await run()).toMatchObject({ outcome: 'succeeded', changeId: 'C3' });
    expect(state.writes).toBe(2);
  });

  test('does not claim to know when an answer is lost and the weights do not stand', async () => {
    const { run, state } = service(pair(50, 50));
    state.refuse.set(1, () => {
      throw new ServiceBusyError('TimeoutError: timed out');
    });
    await expect(run()).rejects.toMatchObject({
      name: 'AwsError',
      message: 'could not write api.example.com, and it may still be written: TimeoutError: timed out',
    });
  });

  test('is incomplete when someone else has changed the weights until they have propagated', async () => {
    const { run, router, set } = service(pair(50, 50));
    const overwritten = async (...args: Parameters<DirectRouter['propagated']>) => {
      const done = await router.propagated(...args);
      if (done) {
        set(40, 60);
      }
      return done;
    };
    expect(await run({}, { propagated: overwritten })).toMatchObject({
      outcome: 'incomplete',
      reason: '100/0 was written, and someone else has changed it since; run the command again',
    });
  });

  test('times out after the seconds that it was given', async () => {
    const { run, seconds } = service(pair(50, 50), 3_600);
    expect(await run({ waitSeconds: 22 })).toMatchObject({
      outcome: 'timed-out',
      reason: '100/0 was accepted, but it had not propagated after 22 s',
      changeId: 'C2',
    });
    expect(seconds()).toBe(22);
  });

  test('asks a busy service again, and says so when it stays busy', async () => {
    const { run, router } = service(pair(50, 50));
    let calls = 0;
    const busy = async () => Promise.reject(new ServiceBusyError('Throttling: slow down'));
    const once = async (...args: Parameters<DirectRouter['propagated']>) => {
      calls += 1;
      return calls === 1 ? busy() : router.propagated(...args);
    };
    expect(await run({}, { propagated: once })).toMatchObject({ outcome: 'succeeded' });
    const other = service(pair(50, 50));
    expect(await other.run({}, { propagated: busy })).toMatchObject({
      outcome: 'timed-out',
      reason: expect.stringContaining('last, could not read the state of the change: Throttling: slow down'),
    });
  });

  test('says that the change was written when its state may not be read', async () => {
    const { run } = service(pair(50, 50));
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied', $metadata: {} });
    expect(await run({}, { propagated: async () => Promise.reject(denied) })).toMatchObject({
      outcome: 'unverified',
      reason: '100/0 was accepted, but could not read the state of the change: AccessDenied: not authorized',
      changeId: 'C2',
    });
  });

  test('does not hide a bug as a failure of AWS', async () => {
    const { run } = service(pair(50, 50));
    const bug = async () => Promise.reject(new TypeError('x is undefined'));
    await expect(run({}, { write: bug })).rejects.toThrow(TypeError);
    await expect(run({}, { propagated: bug })).rejects.toThrow(TypeError);
  });
});
