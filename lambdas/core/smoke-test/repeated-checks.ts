import type { SmokeCheck, SmokeTest } from '../plan/smoke-test';
import type { Problem } from '../validation/problems';

/** How often checks are sent again during soaks and the hold, and what reverts. */
export interface ProbePace {
  /** Seconds between two rounds in a soak, and in the hold while a check fails. */
  readonly everySeconds: number;
  /** Seconds between two rounds in the hold. */
  readonly holdEverySeconds: number;
  /** A check that has failed so many times in a row is a `fail`. */
  readonly failuresInARow: number;
}

/** In the hold, so that a hard failure is decided within half a minute there too. */
const HOLD_SECONDS = 15;

/** What of a smoke test is about probes. */
type Probes = Pick<SmokeTest, 'checks' | 'everySeconds' | 'holdEverySeconds' | 'failuresInARow'>;

/** The pace of the probes; null for a plan without any. */
export function probePaceOf(smokeTest: Omit<Probes, 'checks'>): ProbePace | null {
  const { everySeconds, holdEverySeconds, failuresInARow } = smokeTest;
  return everySeconds === undefined
    ? null
    : {
        everySeconds,
        holdEverySeconds: holdEverySeconds ?? Math.max(HOLD_SECONDS, everySeconds),
        failuresInARow,
      };
}

/** The longest time for one round, in seconds. */
export const LONGEST_ROUND_SECONDS = 60;

/** Seconds after a shift is effective before which no probe may have been sent since. */
export function probedAfterSeconds({ everySeconds }: ProbePace): number {
  return everySeconds + LONGEST_ROUND_SECONDS;
}

/** Seconds between two rounds in a phase. */
export function probeInterval(pace: ProbePace, phase: 'soak' | 'hold'): number {
  return phase === 'hold' ? pace.holdEverySeconds : pace.everySeconds;
}

/**
 * The checks that are sent again and again: GET and HEAD, which change nothing, unless a check says
 * otherwise.
 */
export function repeatedChecks({ checks }: Pick<SmokeTest, 'checks'>): readonly SmokeCheck[] {
  return checks.filter(({ repeat, method }) => repeat ?? (method === 'GET' || method === 'HEAD'));
}

/** Problems of the fields of probes. */
export function probeProblems(smokeTest: Probes): Problem[] {
  const { everySeconds, holdEverySeconds } = smokeTest;
  if (everySeconds === undefined) {
    const message = `is ${holdEverySeconds}; must be left out without smokeTest.everySeconds`;
    return holdEverySeconds === undefined ? [] : [{ path: 'smokeTest.holdEverySeconds', message }];
  }
  const message =
    `is ${everySeconds}; requires a check that may be sent again:` +
    ' add one with GET or HEAD to smokeTest.checks, or set repeat: true on one that changes nothing';
  return repeatedChecks(smokeTest).length === 0 ? [{ path: 'smokeTest.everySeconds', message }] : [];
}
