import type { Clock } from '../../ports';

/** A time by which work must have ended. */
export interface Deadline {
  readonly seconds: number;
  /** Whole milliseconds that are left; 0 once it has passed. */
  leftMs(): number;
  /**
   * The value of the work, or `late` if the deadline passes first. The work continues, and its value is
   * dropped.
   */
  race<T>(work: Promise<T>): Promise<T | 'late'>;
}

/** Starts now. */
export function startDeadline(clock: Clock, seconds: number): Deadline {
  const at = clock.now() + seconds * 1_000;
  let passed = false;
  const passing = clock.sleep(seconds * 1_000).then(() => {
    passed = true;
    return 'late' as const;
  });
  return {
    seconds,
    leftMs: () => (passed ? 0 : Math.max(0, Math.floor(at - clock.now()))),
    race: (work) => Promise.race([work, passing]),
  };
}
