import type { Clock } from '../../../lambdas/ports';

interface Scheduled {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that passes only when everybody waits. Events run in the order of their times, those of one instant in the order in which
 * they were scheduled, so that the same inputs give the same run.
 */
export class VirtualClock implements Clock {
  private readonly queue: Scheduled[] = [];
  private time: number;
  private someoneWoke = true;
  /** Called after every event, with all that followed from it done. */
  afterEvent: (() => void) | null = null;

  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  /** Runs `event` at `at` (epoch milliseconds), or now when that has passed. */
  schedule(at: number, event: () => void): void {
    const scheduled = { at: Math.max(at, this.time), run: event };
    let index = this.queue.length;
    while (index > 0 && (this.queue[index - 1] as Scheduled).at > scheduled.at) {
      index -= 1;
    }
    this.queue.splice(index, 0, scheduled);
  }

  /** Says that an event may have let a promise go on, whose followers must run before the next event. */
  wake(): void {
    this.someoneWoke = true;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(this.time + milliseconds, () => {
        this.wake();
        resolve();
      });
    });
  }

  /**
   * Lets time pass until the promise is settled.
   * @throws Error when nothing is scheduled any more and the promise is still open: then it would never be
   */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    this.someoneWoke = true;
    for (;;) {
      if (this.someoneWoke) {
        this.someoneWoke = false;
        await microtasks();
        this.afterEvent?.();
      }
      if (settled) {
        return promise;
      }
      const next = this.queue.shift();
      if (next === undefined) {
        throw new Error('the rehearsal has come to a standstill: everybody waits and nothing is scheduled');
      }
      this.time = next.at;
      next.run();
    }
  }
}

/** Lets every promise that can go on go on: an immediate runs after all of them. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
