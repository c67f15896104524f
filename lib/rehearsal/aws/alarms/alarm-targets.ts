import { plural } from '../../../../lambdas/core/shared/plural';
import type { AlarmSetup } from './alarm-setup';
import { type AlarmState, stateWithoutData } from './alarm-state';

/** Healthy targets at the end of a period; null where the metric did not arrive. */
export type HealthyTargets = number | null;

/**
 * M out of N of an alarm on `HealthyHostCount`, which is reported for every period, whether the path has
 * requests or not.
 * @param samples one for each period, the latest first
 * @param before the state until now
 */
export function targetState(
  setup: AlarmSetup,
  samples: readonly HealthyTargets[],
  before: AlarmState,
): AlarmState {
  const { periodSeconds, evaluationPeriods: n, datapointsToAlarm: m, minHealthyTargets = 1 } = setup;
  const found = samples.filter((one) => one !== null).slice(0, n);
  if (found.length === 0) {
    return stateWithoutData(setup, before);
  }
  const few = found.filter((count) => count < minHealthyTargets);
  const reason =
    few.length >= m
      ? `healthy targets ${Math.min(...few)} < ${minHealthyTargets} for ${few.length} of ${n} periods` +
        ` of ${periodSeconds} s`
      : `healthy targets as many as needed in ${plural(found.length, 'period')} of ${periodSeconds} s`;
  return { state: few.length >= m ? 'ALARM' : 'OK', reason };
}
