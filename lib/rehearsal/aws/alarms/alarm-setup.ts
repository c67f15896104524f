/** What CloudWatch makes of periods without data (API Reference, PutMetricAlarm, `TreatMissingData`). */
type MissingData = 'missing' | 'notBreaching' | 'breaching' | 'ignore';

/** How an alarm of a rehearsal evaluates the metrics of the path that the plan monitors. */
export interface AlarmSetup {
  readonly periodSeconds: number;
  /** N of M-out-of-N. */
  readonly evaluationPeriods: number;
  /** M of M-out-of-N. */
  readonly datapointsToAlarm: number;
  /** A period breaches above this share of failed requests. */
  readonly errorRatePercent: number;
  /** A period breaches above this p99 latency. */
  readonly p99Ms: number;
  /** From the end of a period until its data can be read. */
  readonly delaySeconds: number;
  /** How an alarm treats periods without data. @default 'missing' */
  readonly treatMissingData?: MissingData | undefined;
  /** An alarm on the number of healthy targets breaches below this. @default 1 */
  readonly minHealthyTargets?: number | undefined;
  /**
   * Whether an alarm of errors counts them, so that a period without an error has no data point. @default
   * false
   */
  readonly sparseErrors?: boolean | undefined;
}

/** What one alarm of the plan has of its own. What is absent is as it is for all alarms. */
export interface AlarmOverride {
  /** Which alarm of the plan, counted from 0; the last one where the plan has fewer. */
  readonly index: number;
  readonly periodSeconds?: number | undefined;
  readonly evaluationPeriods?: number | undefined;
  readonly datapointsToAlarm?: number | undefined;
  readonly treatMissingData?: MissingData | undefined;
}

/** M where a scenario does not say it, as far as N allows. */
const DEFAULT_DATAPOINTS = 3;

/** What all alarms of a rehearsal have, except for some of them. */
export interface AlarmsSetup extends Omit<AlarmSetup, 'datapointsToAlarm'> {
  /** @default 3, or N where it is less */
  readonly datapointsToAlarm?: number | undefined;
  /** Of several for one alarm, the first counts. @default [] */
  readonly overrides?: readonly AlarmOverride[] | undefined;
}

/**
 * The setup of each alarm of a plan.
 * @param count how many alarms the plan has
 * @returns one for each, in the order of the plan
 */
export function setupOfEach({ overrides = [], ...common }: AlarmsSetup, count: number): AlarmSetup[] {
  return Array.from({ length: count }, (_, i) =>
    overridden(
      common,
      overrides.find(({ index }) => Math.min(index, count - 1) === i),
    ),
  );
}

/** The setup of one alarm, with what it has of its own. */
export function overridden(common: AlarmsSetup, override: Partial<AlarmOverride> = {}): AlarmSetup {
  const { overrides: _, ...shared } = common;
  const evaluationPeriods = override.evaluationPeriods ?? common.evaluationPeriods;
  return {
    ...shared,
    periodSeconds: override.periodSeconds ?? common.periodSeconds,
    evaluationPeriods,
    datapointsToAlarm:
      override.datapointsToAlarm ??
      common.datapointsToAlarm ??
      Math.min(DEFAULT_DATAPOINTS, evaluationPeriods),
    treatMissingData: override.treatMissingData ?? common.treatMissingData,
  };
}

/** Seconds of the shortest period for which metrics are needed: 10 where an alarm has no whole minutes. */
export function metricPeriodSeconds(setups: readonly AlarmSetup[]): number {
  return setups.every(({ periodSeconds }) => periodSeconds % 60 === 0) ? 60 : 10;
}
