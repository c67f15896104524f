import { ClockOffError } from './errors';

/**
 * How long a write of the router may be on its way, counted from its announcement in the ledger. It covers
 * the longest run of the function (30 s), twice the most that its clock may be off, and the flight of the
 * last request. After it no write can reach the router, whatever became of the execution.
 */
export const SHIFT_LEASE_MS = 45_000;

/** The most that the clock of a function that takes a lease may be off, in milliseconds, either way. */
export const CLOCK_BOUND_MS = 5_000;

/** The time of a function, and how far AWS's own clock is ahead of it. */
export interface TimeReading {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds, negative where AWS's clock is behind; null when no service has answered yet. */
  readonly aheadMs: number | null;
}

/**
 * Refuses a clock that is too far off to take a lease by. The state machine tries again, as a rule with
 * another instance of the function.
 * @throws ClockOffError beyond `CLOCK_BOUND_MS`, and when AWS's time is not known
 */
export function requireClock({ aheadMs }: TimeReading, notDone: string): void {
  const off = known(aheadMs);
  if (Math.abs(off) > CLOCK_BOUND_MS) {
    const seconds = Math.round(Math.abs(off) / 1_000);
    throw new ClockOffError(
      `the clock of the function is ${seconds} s ${off > 0 ? 'behind' : 'ahead of'} AWS's ` +
        `(at most ${CLOCK_BOUND_MS / 1_000} s); ${notDone}`,
    );
  }
}

/**
 * The end of a lease that begins now, as ISO 8601.
 * @throws ClockOffError as `requireClock` does
 */
export function leaseFrom(time: TimeReading, notDone: string): string {
  requireClock(time, notDone);
  return new Date(time.now + SHIFT_LEASE_MS).toISOString();
}

/**
 * Milliseconds that are left of a lease by AWS's clock, whatever the function's own says; 0 when it is over
 * or there is none.
 * @param until ISO 8601
 * @throws ClockOffError when AWS's time is not known
 */
export function leaseLeftMs(until: string | null, time: TimeReading): number {
  return until === null ? 0 : Math.max(0, Date.parse(until) - serviceNow(time));
}

/**
 * AWS's time, in epoch milliseconds.
 * @throws ClockOffError when it is not known
 */
export function serviceNow({ now, aheadMs }: TimeReading): number {
  return now + known(aheadMs);
}

function known(aheadMs: number | null): number {
  if (aheadMs === null) {
    throw new ClockOffError("no answer of AWS has its time, so that the function's clock cannot be checked");
  }
  return aheadMs;
}
