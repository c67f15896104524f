/**
 * How far back the state of an alarm reaches, so that a verdict can wait until nothing from before a shift holds
 * it. CloudWatch looks at the last `EvaluationPeriods` whole periods; one more may have begun before the shift; and the
 * evaluation itself runs every minute, or every 10 s for periods below a minute.
 *
 * While points are missing, CloudWatch looks further back for real ones, by an amount that it does not tell: an alarm on a
 * metric with gaps may hold its state for longer than this.
 *
 * Source: Amazon CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".
 * @returns seconds
 */
export function metricEvaluationRangeSeconds(evaluationPeriods: number, periodSeconds: number): number {
  return (evaluationPeriods + 1) * periodSeconds + (periodSeconds < 60 ? 10 : 60);
}

/** Seconds until a composite alarm has followed the alarms in its rule. */
const FOLLOWS_WITHIN_SECONDS = 10;

/**
 * The look-back of a composite alarm: the longest of the alarms in its rule, and the time it needs to follow them.
 * @param children seconds, of each alarm in the rule; without any, that of an alarm with one period of a minute is taken
 */
export function compositeEvaluationRangeSeconds(children: readonly number[]): number {
  const longest = children.length === 0 ? metricEvaluationRangeSeconds(1, 60) : Math.max(...children);
  return longest + FOLLOWS_WITHIN_SECONDS;
}
