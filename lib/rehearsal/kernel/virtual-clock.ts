import type { Clock } from '../../../lambdas/ports';

interface Scheduled {
  readonly at: number;
  readonly run: () => void;
}

/** A sleep that can be cancelled. */
export interface Timer {
  readonly over: Promise<void>;
  cancel(): void;
}

/**
 * Time that passes only when all running code waits. Events run in the order of their times, and those of one
 * instant in the order in which they were scheduled, so that the same inputs give the same run.
 */
export class VirtualClock implements Clock {
  private readonly queue: Scheduled[] = [];
  private time: number;
  /** Whether promises may have become able to continue. */
  private isAwake = true;
  /**
   * Called after every event, once everything that followed from it is done. It may resolve a promise, if it
   * calls `wake`.
   */
  afterEvent: (() => void) | null = null;
  /**
   * Holds back every event until it is due in real time, for somebody who looks on. It may schedule earlier
   * events meanwhile. Without it, time passes as fast as the code runs.
   * @param next the time of the first event that is scheduled; undefined without any
   */
  pace: ((next: () => number | undefined) => Promise<void>) | null = null;

  /**
   * @param start epoch milliseconds
   * @param settled resolves when every promise that can continue has done so
   */
  constructor(
    start: number,
    private readonly settled: () => Promise<void> = mostlyAfterTicks(),
  ) {
    this.time = start;
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.time;
  }

  /** The clock of the world is AWS's own. */
  aheadMs(): number {
    return 0;
  }

  /** Runs `event` at `at` (epoch milliseconds), or now when that time has passed. */
  schedule(at: number, event: () => void): void {
    const scheduled = { at: Math.max(at, this.time), run: event };
    this.queue.splice(this.placeOf(scheduled.at), 0, scheduled);
  }

  /** After the events of the same time and before the later ones, of which there are many: time-outs. */
  private placeOf(at: number): number {
    let [low, high] = [0, this.queue.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.queue[middle] as Scheduled).at > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Call it in an event that resolves a promise: the code that awaits it then runs before the next event. */
  wake(): void {
    this.isAwake = true;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(this.time + milliseconds, () => {
        this.wake();
        resolve();
      });
    });
  }

  /** A sleep that can be cancelled. It then never ends, and wakes nobody. */
  timer(milliseconds: number): Timer {
    let isCancelled = false;
    const over = new Promise<void>((resolve) => {
      this.schedule(this.time + milliseconds, () => {
        if (!isCancelled) {
          this.wake();
          resolve();
        }
      });
    });
    return {
      over,
      cancel: () => {
        isCancelled = true;
      },
    };
  }

  /**
   * Lets time pass until the promise is settled.
   * @throws Error when nothing more is scheduled and the promise is still pending, because it would never
   * settle
   */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    // A tick that synchronous code or another tick asks for runs before promises continue; one that is asked
    // for by code which a promise continues runs after all of them.
    await null;
    this.isAwake = true;
    for (;;) {
      while (this.isAwake) {
        this.isAwake = false;
        await this.settled();
        this.afterEvent?.();
      }
      if (isSettled) {
        return promise;
      }
      if (this.pace !== null) {
        await this.pace(() => this.queue[0]?.at);
      }
      const next = this.queue.shift();
      if (next === undefined) {
        throw new Error('the rehearsal is at a standstill: everything waits and nothing is scheduled');
      }
      this.time = next.at;
      next.run();
    }
  }
}

/** After so many ticks, the event loop has a turn. */
const TICKS_PER_TURN = 1_000;

/**
 * Waits until every promise that can continue has done so, which a tick does. Now and then it takes an
 * immediate instead, which does the same and lets the event loop have a turn: so signals arrive, and what
 * else the process does goes on.
 */
function mostlyAfterTicks(): () => Promise<void> {
  let ticks = 0;
  return () => {
    ticks += 1;
    return ticks % TICKS_PER_TURN === 0 ? afterImmediates() : afterTicks();
  };
}

/** Waits until every promise that can continue has done so: an immediate runs after all of them. */
function afterImmediates(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * The same without a turn of the event loop, which is faster. No I/O happens meanwhile: a tick that is asked
 * for while promises continue runs once none is left that can.
 */
export function afterTicks(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
