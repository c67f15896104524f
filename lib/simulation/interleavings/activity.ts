import type { VirtualClock } from '../../rehearsal/kernel/virtual-clock';

/** Counts what is still going on: executions, functions, calls on their way, and events to deliver. */
export class Activity {
  private count = 0;
  private waiting: (() => void) | null = null;

  constructor(private readonly clock: VirtualClock) {
    clock.afterEvent = () => {
      if (this.count === 0 && this.waiting !== null) {
        this.waiting();
        this.waiting = null;
        clock.wake();
      }
    };
  }

  begin(): void {
    this.count += 1;
  }

  end(): void {
    this.count -= 1;
  }

  /** Counts work until it has settled. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work;
    } finally {
      this.end();
    }
  }

  /** Lets time pass until nothing is going on. @param limit epoch milliseconds: then it gives up */
  untilIdle(limit: number): Promise<void> {
    const { clock } = this;
    clock.wake();
    return clock.runUntil(
      new Promise((resolve) => {
        this.waiting = resolve;
        clock.schedule(limit, () => {
          resolve();
          clock.wake();
        });
      }),
    );
  }
}
