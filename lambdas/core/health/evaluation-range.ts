/**
 * How far back the state of a metric alarm reaches: until that long after a shift, the state may rest on data
 * from before it. CloudWatch evaluates the last `EvaluationPeriods` whole periods; one more may have begun
 * before the shift; and the evaluation itself runs every minute, or every 10 s for periods below a minute.
 *
 * While data points are missing, CloudWatch evaluates older ones, over a range that it does not document: an
 * alarm on a metric with gaps may keep its state for longer than this.
 *
 * Source: Amazon CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat
 * missing data".
 * @returns seconds
 */
export function metricEvaluationRangeSeconds(evaluationPeriods: number, periodSeconds: number): number {
  return (evaluationPeriods + 1) * periodSeconds + (periodSeconds < 60 ? 10 : 60);
}

/** Seconds within which a composite alarm follows the alarms in its rule. */
const FOLLOWS_WITHIN_SECONDS = 10;

/**
 * How far back the state of a composite alarm reaches: as far as the longest range of the alarms in its rule,
 * and the time to follow them.
 * @param children ranges of the alarms in the rule, in seconds; without any, one period of a minute is
 * assumed
 * @returns seconds
 */
export function compositeEvaluationRangeSeconds(children: readonly number[]): number {
  const longest = children.length === 0 ? metricEvaluationRangeSeconds(1, 60) : Math.max(...children);
  return longest + FOLLOWS_WITHIN_SECONDS;
}
