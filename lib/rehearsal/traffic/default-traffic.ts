import { comparisonOf } from '../../../lambdas/core/comparison/comparison-of';
import { metricEvaluationRangeSeconds } from '../../../lambdas/core/health/evaluation-range';
import { gainedPercent } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { setupOfEach } from '../aws/alarms/alarm-setup';
import type { WorldSetup } from '../world/world-setup';

const USUAL_REQUESTS_PER_SECOND = 50;
/** Median latency of a path without faults, in milliseconds. */
export const DEFAULT_LATENCY_MS = 40;

/** Errors that a limit lets expect, without any of which a path is known to be below it. */
const KNOWN_AFTER_ERRORS = 16;
const LEAST_LIMIT = 0.001;

/** A median, in milliseconds, that lets no smoke check of the plan fail by chance. */
export function latencyFor(plan: Plan): number {
  const limits = plan.smokeTest.checks.map((check) =>
    Math.min(check.timeoutMs, check.maxLatencyMs ?? check.timeoutMs),
  );
  return Math.min(DEFAULT_LATENCY_MS, Math.min(...limits) / 8);
}

/**
 * Requests per second: enough that the plan's minimum of requests is seen at its lowest percent, once all
 * alarms have evaluated a whole range.
 */
export function requestsFor(plan: Plan, { alarms }: WorldSetup): number {
  const percents = plan.stages
    .map((stage) => gainedPercent(plan, stage.percent))
    .filter((percent) => percent > 0);
  const lowest = Math.min(...percents) / 100;
  const ranges = setupOfEach(alarms, plan.health.alarms.length).map(({ evaluationPeriods, periodSeconds }) =>
    metricEvaluationRangeSeconds(evaluationPeriods, periodSeconds),
  );
  const seenSeconds = Math.max(60, Math.max(...ranges) - 120);
  const wanted = 2 * Math.max(plan.health.minRequests?.count ?? 0, comparedRequests(plan)) + 20;
  return Math.max(USUAL_REQUESTS_PER_SECOND, wanted / (lowest * seenSeconds));
}

/**
 * Requests with which paths without an error are known to be alike: an error rate at the limit would have
 * shown. A comparison by default holds nothing back, and needs none.
 */
function comparedRequests(plan: Plan): number {
  const comparison = comparisonOf(plan);
  if (comparison === null || comparison.isDefault) {
    return 0;
  }
  const { minRequests, maxErrorRateAbovePercent } = comparison.compare;
  return Math.max(minRequests, KNOWN_AFTER_ERRORS / Math.max(LEAST_LIMIT, maxErrorRateAbovePercent / 100));
}
