import { estimate, fittingIntervals } from '../estimate/estimate';
import { LONGEST_SECONDS } from '../validation/fields';
import { compareOf } from './compare-of';
import type { Plan } from './plan';
import type { Stages } from './stages';

/** What a plan does not say of its old path, and what its undo needs. */
export interface UndoChoices {
  /** https origin of the old path, which the smoke test asks before any traffic moves back. */
  readonly baseUrl: string;
  /** Names of the alarms of the old path. Those of the new path must not revert an undo. */
  readonly alarms: readonly string[];
  /**
   * Percent on the new path at the end, 0 to 99.
   * @default 0
   */
  readonly toPercent?: number | undefined;
}

/** Longest name of a plan, in characters. */
const NAME_LENGTH = 64;
const SUFFIX = '-undo';

/**
 * The plan that moves back, in monitored stages, what a plan has moved. It has the stages of the plan in the
 * opposite order, with their soaks, and monitors and tests the old path. What is about the new path alone is
 * left out: its alarms, its gates, its certificate, its numbers of requests, its deployments and the proof at
 * the end. Where the plan says how the old path is measured, the undo counts that path's requests.
 * The result is not checked yet.
 * @param plan a checked plan that has succeeded, with `direction: up`
 */
export function undoPlan(plan: Plan, { baseUrl, alarms, toPercent = 0 }: UndoChoices): object {
  const { name, router, stages, smokeTest, health, preflight, ttl } = plan;
  const { adopt: _, newHealthCheck: __, ...route } = router as typeof router & Record<string, unknown>;
  const { insufficientData, inconclusiveLimitSeconds, errorLimit } = health;
  const { targetGroupArns, maxTtlSeconds, accept, autoScalingGroups } = preflight;
  const counted = compareOf(health)?.old;
  // One request shows that requests arrive; how many the old path should serve, the plan does not say.
  const measure = counted === undefined ? {} : { minRequests: { count: 1, source: counted } };
  const known = plan.decommission?.oldPath.targetGroupArns ?? [];
  const oldTargetGroupArns = [...new Set([...preflight.oldTargetGroupArns, ...known])];
  const { checks, concurrency, deadlineSeconds, everySeconds: probes, failuresInARow } = smokeTest;
  const undone: Plan = {
    ...plan,
    ...{ direction: 'down', router: route as Plan['router'], hold: undefined },
    ...{ stages: fallingStages(stages, toPercent), gates: undefined },
    health: { ...health, compare: undefined, minRequests: undefined },
  };
  const falling = fittingStages(undone);
  const everySeconds = fittingEverySeconds({ ...undone, stages: falling });
  return {
    name: `${name.slice(0, NAME_LENGTH - SUFFIX.length)}${SUFFIX}`,
    direction: 'down',
    router: route,
    stages: falling,
    smokeTest: {
      ...{ baseUrl, checks, concurrency, deadlineSeconds },
      ...(probes === undefined ? {} : { everySeconds: probes, failuresInARow }),
    },
    health: { alarms, everySeconds, insufficientData, inconclusiveLimitSeconds, errorLimit, ...measure },
    preflight: {
      ...{ targetGroupArns, oldTargetGroupArns, maxTtlSeconds, accept },
      ...(autoScalingGroups.length === 0 ? {} : { autoScalingGroups }),
    },
    ...(ttl === undefined ? {} : { ttl }),
  };
}

/** An undo has one soak more than its plan: its evaluations may have to be further apart. */
function fittingEverySeconds(undone: Plan): number {
  const tooShort = fittingIntervals(undone).find(({ field }) => field === 'health.everySeconds');
  return tooShort?.atLeast ?? undone.health.everySeconds;
}

/**
 * The stages with soaks that are shorter by the same share, where all together would take too long: a plan
 * may have one soak of nearly 30 days, and its undo the same soak twice.
 */
function fittingStages(undone: Plan): Stages {
  const { stages } = undone;
  const soaking = stages.reduce((sum, { soakSeconds }) => sum + soakSeconds, 0);
  const { durationSeconds } = estimate(undone);
  if (durationSeconds <= LONGEST_SECONDS) {
    return stages;
  }
  // A soak lasts until the next evaluation. Shorter soaks need no longer interval than these.
  const untilEvaluations = stages.length * fittingEverySeconds(undone);
  const left = LONGEST_SECONDS - (durationSeconds - soaking) - untilEvaluations;
  return stages.map(({ percent, soakSeconds }) => ({
    percent,
    soakSeconds: Math.max(1, Math.floor((soakSeconds * left) / soaking)),
  }));
}

/**
 * Each stage below the last one, from the highest to the lowest, and the percent at the end. A plan that has
 * raised all at once moves back by way of the middle, so that the old path gets its traffic in two steps.
 */
function fallingStages(stages: Stages, toPercent: number): Stages {
  const [first, last] = [stages[0], stages.at(-1)] as [Stages[number], Stages[number]];
  const between = stages.filter(({ percent }) => percent > toPercent && percent < last.percent).reverse();
  const middle = Math.floor((last.percent + toPercent) / 2);
  const halfway =
    between.length === 0 && middle > toPercent && middle < last.percent
      ? [{ percent: middle, soakSeconds: last.soakSeconds }]
      : between.map(({ percent, soakSeconds }) => ({ percent, soakSeconds }));
  return [...halfway, { percent: toPercent, soakSeconds: first.soakSeconds }];
}
