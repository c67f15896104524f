import type { AlarmReading } from '../../../lambdas/ports';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { ofHealth } from './health-mutants';

/** Every alarm has the range that is taken of all of them. */
function withRange(
  readings: readonly AlarmReading[],
  take: (...seconds: readonly number[]) => number,
): AlarmReading[] {
  const evaluationRangeSeconds = take(...readings.map((one) => one.evaluationRangeSeconds));
  return readings.map((one) => ({ ...one, evaluationRangeSeconds }));
}

/** Bugs of how far back the alarms of a plan reach, which show where they reach back for different times. */
export const rangeMutants = {
  'judge by the shortest range of the alarms': ofHealth((health) => ({
    alarms: async (names) => withRange(await health.alarms(names), Math.min),
  })),
  'see requests over the longest range of the alarms': ofHealth((health) => ({
    alarms: async (names) => withRange(await health.alarms(names), Math.max),
  })),
} satisfies Readonly<Record<string, Tamper>>;
