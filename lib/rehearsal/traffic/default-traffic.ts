import { SAMPLES_OF } from '../../../lambdas/core/health/comparison';
import { metricEvaluationRangeSeconds } from '../../../lambdas/core/health/evaluation-range';
import { gainedPercent } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { WorldSetup } from '../world/world-setup';

const USUAL_REQUESTS_PER_SECOND = 50;
/** Median latency of a path without faults, in milliseconds. */
export const DEFAULT_LATENCY_MS = 40;

/** A median, in milliseconds, that lets no smoke check of the plan fail by chance. */
export function latencyFor(plan: Plan): number {
  const limits = plan.smokeTest.checks.map((check) =>
    Math.min(check.timeoutMs, check.maxLatencyMs ?? check.timeoutMs),
  );
  return Math.min(DEFAULT_LATENCY_MS, Math.min(...limits) / 8);
}

/**
 * Requests per second: enough that the plan's minimum of requests is seen at its lowest percent, once the
 * alarms have evaluated a whole range.
 */
export function requestsFor(plan: Plan, { alarms }: WorldSetup): number {
  const percents = plan.stages
    .map((stage) => gainedPercent(plan, stage.percent))
    .filter((percent) => percent > 0);
  const lowest = Math.min(...percents) / 100;
  const { evaluationPeriods, periodSeconds } = alarms;
  const seenSeconds = Math.max(60, metricEvaluationRangeSeconds(evaluationPeriods, periodSeconds) - 120);
  const { minRequests, compare } = plan.health;
  const compared =
    compare === undefined ? 0 : Math.max(compare.minRequests, SAMPLES_OF[compare.latencyStatistic]);
  const wanted = 2 * Math.max(minRequests?.count ?? 0, compared) + 20;
  return Math.max(USUAL_REQUESTS_PER_SECOND, wanted / (lowest * seenSeconds));
}
