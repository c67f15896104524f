/** What of an alarm decides how far back its state reaches. */
interface Periods {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
}

/** How far back the states of some alarms reach, in seconds. Without any alarm, both are 0. */
export interface AlarmRanges {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * How far back the states of alarms reach: the periods that they evaluate, one more that may have begun
 * before them, and the time between two evaluations.
 */
export function alarmRanges(alarms: readonly Periods[]): AlarmRanges {
  const [first = 0, ...others] = alarms.map(
    ({ periodSeconds, evaluationPeriods }) =>
      (evaluationPeriods + 1) * periodSeconds + (periodSeconds < 60 ? 10 : 60),
  );
  return { shortest: Math.min(first, ...others), longest: Math.max(first, ...others) };
}
