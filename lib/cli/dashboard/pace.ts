import type { VirtualClock } from '../../rehearsal/kernel/virtual-clock';

/** Real time, for a pace. */
export interface RealTime {
  /** Milliseconds. */
  now(): number;
  /** Calls back after so many milliseconds. @returns what takes it back */
  after(ms: number, call: () => void): () => void;
}

/** Real time, as Node.js has it. */
export const realTime: RealTime = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** The longest time that a timer of Node.js waits, in milliseconds. */
const LONGEST_MS = 60_000;

/** Lets the time of a simulated world pass at a speed, so that somebody can follow it and act. */
export class SimulationPace {
  private readonly from: { real: number; simulated: number };
  private speed: number;
  private isStopped = false;
  /** Ends the wait for the next event. */
  private interrupt: () => void = () => undefined;

  /** @param speed how many times faster than real time */
  constructor(
    private readonly clock: VirtualClock,
    speed: number,
    private readonly real: RealTime = realTime,
  ) {
    this.speed = speed;
    this.from = { real: real.now(), simulated: clock.now() };
    clock.pace = (next) => this.hold(next);
  }

  /** The simulated time now, in epoch milliseconds. */
  now(): number {
    const { real, simulated } = this.from;
    return Math.max(this.clock.now(), simulated + (this.real.now() - real) * this.speed);
  }

  /** How many times faster than real time it is now. */
  current(): number {
    return this.speed;
  }

  /** Changes the speed from now on. */
  change(speed: number): void {
    if (speed !== this.speed) {
      this.from.simulated = this.now();
      this.from.real = this.real.now();
      this.speed = speed;
      this.interrupt();
    }
  }

  /** Does work at the present simulated time, as an event of the simulated world. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.clock.schedule(this.now(), () => {
        work().then(resolve, reject);
        this.clock.wake();
      });
      this.interrupt();
    });
  }

  /** Lets no more time pass: the simulated world stays as it is. */
  stop(): void {
    this.isStopped = true;
    this.interrupt();
  }

  /** Waits until the first event is due; one that is scheduled meanwhile may be due before. */
  private async hold(next: () => number | undefined): Promise<void> {
    for (let at = next(); at !== undefined; at = next()) {
      if (this.isStopped) {
        // Without a timer, so that the program can end.
        await new Promise(() => undefined);
      }
      const left = (at - this.now()) / this.speed;
      if (left <= 0) {
        return;
      }
      await new Promise<void>((resolve) => {
        const cancel = this.real.after(Math.min(left, LONGEST_MS), resolve);
        this.interrupt = () => {
          cancel();
          resolve();
        };
      });
    }
  }
}
