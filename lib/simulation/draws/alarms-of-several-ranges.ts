import type { Plan } from '../../../lambdas/core/plan/plan';

/** One plan with several alarms in this many has one that looks back for a time of its own. */
const ONE_IN = 3;

/** Ranges of 30, 600 and 660 seconds, beside those of 30, 300 and 420 seconds that all alarms may have. */
const RANGES = [
  { periodSeconds: 10, evaluationPeriods: 1, datapointsToAlarm: 1 },
  { periodSeconds: 60, evaluationPeriods: 8, datapointsToAlarm: 3 },
  { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 },
] as const;

/**
 * The same settings of alarms, and others for the first or the last alarm of a plan that has several.
 * @param seed of the scenario
 */
export function withOwnRange<Setup extends object>({ health }: Plan, setup: Setup, seed: number) {
  const last = health.alarms.length - 1;
  const drawn = Math.floor(seed / DIVISOR);
  if (last === 0 || drawn % ONE_IN !== 0) {
    return setup;
  }
  const range = RANGES[Math.floor(drawn / ONE_IN) % RANGES.length];
  const index = Math.floor(drawn / (ONE_IN * RANGES.length)) % 2 === 0 ? 0 : last;
  return { ...setup, overrides: [{ index, ...range }] };
}

/** What else is drawn from a seed depends on its remainders by smaller numbers. */
const DIVISOR = 10_000;
