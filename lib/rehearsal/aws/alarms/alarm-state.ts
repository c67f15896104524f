import { plural } from '../../../../lambdas/core/shared/plural';
import type { AlarmReading } from '../../../../lambdas/ports';
import type { DataPoint } from '../metrics';
import type { AlarmSetup } from './alarm-setup';

/** The state of an alarm, and why. */
export interface AlarmState {
  readonly state: AlarmReading['state'];
  readonly reason: string;
}

/** What an alarm measures. */
export type Signal = 'errors' | 'latency' | 'targets';

/** When data is missing, CloudWatch evaluates this many periods beyond the alarm's own. */
export const EXTRA_PERIODS = 2;

/**
 * The state of an alarm when the world begins. One that ignores missing data has kept its state since its
 * path was last used.
 * @param serves whether its path has traffic
 */
export function initialState({ treatMissingData }: AlarmSetup, serves: boolean): AlarmState {
  const reason = 'Unchecked: Initial alarm creation';
  switch (treatMissingData) {
    case 'ignore':
      return { state: 'OK', reason };
    case 'breaching':
      return serves
        ? { state: 'OK', reason }
        : { state: 'ALARM', reason: 'no data points, which are treated as breaching' };
    default:
      return { state: 'INSUFFICIENT_DATA', reason };
  }
}

/** The latest periods in which the metric of an alarm has data, at most as many as it evaluates. */
export function pointsOf(
  { sparseErrors = false, evaluationPeriods }: AlarmSetup,
  signals: readonly Signal[],
  range: readonly (DataPoint | null)[],
): readonly DataPoint[] {
  const isSparse = sparseErrors && !signals.includes('latency');
  return range
    .filter((point) => point !== null)
    .filter(({ failed }) => !isSparse || failed > 0)
    .slice(0, evaluationPeriods);
}

/**
 * M out of N. Periods without data are evaluated only where there are fewer than N with data.
 * @param before the state until now
 */
export function nextState(
  setup: AlarmSetup,
  signals: readonly Signal[],
  points: readonly DataPoint[],
  before: AlarmState,
): AlarmState {
  const { periodSeconds, evaluationPeriods: n, datapointsToAlarm: m, errorRatePercent, p99Ms } = setup;
  const missing = setup.treatMissingData === 'breaching' ? n - points.length : 0;
  if (points.length === 0 || missing >= m) {
    return stateWithoutData(setup, before);
  }
  const periods = (count: number) => `for ${count} of ${n} periods of ${periodSeconds} s`;
  const filled = missing === 0 ? '' : `, ${missing} of them without data`;
  const failing = points.map(errorPercentOf).filter((percent) => percent > errorRatePercent);
  if (signals.includes('errors') && failing.length > 0 && failing.length + missing >= m) {
    const highest = Math.max(...failing).toFixed(2);
    const reason = `5xx ${highest} % > ${errorRatePercent} % ${periods(failing.length + missing)}${filled}`;
    return { state: 'ALARM', reason };
  }
  const slow = points.map((point) => point.p99Ms).filter((p99) => p99 > p99Ms);
  if (signals.includes('latency') && slow.length > 0 && slow.length + missing >= m) {
    const highest = Math.round(Math.max(...slow));
    const reason = `p99 ${highest} ms > ${p99Ms} ms ${periods(slow.length + missing)}${filled}`;
    return { state: 'ALARM', reason };
  }
  return {
    state: 'OK',
    reason: `below the threshold in ${plural(points.length, 'period')} of ${periodSeconds} s`,
  };
}

/** The state of an alarm without enough data, as it treats missing data. */
export function stateWithoutData(
  { treatMissingData, periodSeconds, evaluationPeriods }: AlarmSetup,
  before: AlarmState,
): AlarmState {
  const none = `no data point in the last ${evaluationPeriods + EXTRA_PERIODS} periods of ${periodSeconds} s`;
  switch (treatMissingData) {
    case 'notBreaching':
      return { state: 'OK', reason: `${none}, which is treated as not breaching` };
    case 'breaching':
      return { state: 'ALARM', reason: 'too few data points, and missing ones are treated as breaching' };
    case 'ignore':
      return before;
    default:
      return { state: 'INSUFFICIENT_DATA', reason: none };
  }
}

function errorPercentOf(point: DataPoint): number {
  return (100 * point.failed) / point.requests;
}
