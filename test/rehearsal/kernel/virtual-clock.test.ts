import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';

describe('the virtual clock', () => {
  test('advances only when all code waits, in the order of the times', async () => {
    const clock = new VirtualClock(1_000);
    const seen: string[] = [];
    const worker = async (name: string, ms: number) => {
      await clock.sleep(ms);
      seen.push(`${name}@${clock.now()}`);
      await clock.sleep(ms);
      seen.push(`${name}@${clock.now()}`);
    };
    await clock.runUntil(Promise.all([worker('slow', 30), worker('fast', 20)]));
    expect(seen).toEqual(['fast@1020', 'slow@1030', 'fast@1040', 'slow@1060']);
  });

  test('runs events of one instant in the order in which they were scheduled', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    for (const i of [1, 2, 3]) {
      clock.schedule(10, () => seen.push(i));
    }
    await clock.runUntil(clock.sleep(10));
    expect(seen).toEqual([1, 2, 3]);
  });

  test('runs an event that is scheduled in the past now', async () => {
    const clock = new VirtualClock(100);
    let at = 0;
    clock.schedule(5, () => {
      at = clock.now();
    });
    await clock.runUntil(clock.sleep(1));
    expect(at).toBe(100);
  });

  test('does not advance beyond the end of the awaited promise', async () => {
    const clock = new VirtualClock(0);
    void clock.sleep(1_000);
    await clock.runUntil(clock.sleep(10));
    expect(clock.now()).toBe(10);
    await clock.runUntil(Promise.resolve());
    expect(clock.now()).toBe(10);
  });

  test.each<[string, (run: () => void) => void]>([
    ['a tick, as the main script is', process.nextTick],
    ['an immediate', setImmediate],
    ['a promise', queueMicrotask],
  ])('lets all code continue before time passes when it is called from %s', async (_, call) => {
    const clock = new VirtualClock(0);
    clock.schedule(1_000, () => undefined);
    const work = async () => {
      for (let i = 0; i < 10; i += 1) {
        await null;
      }
      return clock.now();
    };
    const at = await new Promise((resolve) => {
      call(() => resolve(clock.runUntil(work())));
    });
    expect(at).toBe(0);
  });

  test('throws at a standstill', async () => {
    const clock = new VirtualClock(0);
    await expect(clock.runUntil(new Promise(() => undefined))).rejects.toThrow('standstill');
  });

  test('rejects as the awaited promise rejects', async () => {
    const clock = new VirtualClock(0);
    const failing = clock.sleep(5).then(() => {
      throw new Error('mine');
    });
    await expect(clock.runUntil(failing)).rejects.toThrow('mine');
  });
});
