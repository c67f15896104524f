import { comparisonOf } from '../../../core/comparison/comparison-of';
import { outlookFindings } from '../../../core/comparison/outlook';
import { HOUR_MS, REFERENCE_DAYS } from '../../../core/comparison/reference';
import type { Plan } from '../../../core/plan/plan';
import { type Finding, warnFinding } from '../../../core/preflight/finding';
import { forwardArnOf } from '../../../core/routers/route';
import type { Clock, HealthSource } from '../../../ports';

const HOUR_MINUTES = 60;
const HOURS_OF_A_DAY = 24;

/**
 * Whether the comparison of the plan can know anything within its stages, with the traffic of the last seven
 * days. Reads nothing for a comparison that the plan does not write.
 */
export async function checkComparison(
  health: Pick<HealthSource, 'hours'>,
  { now }: Pick<Clock, 'now'>,
  plan: Plan,
): Promise<Finding[]> {
  const comparison = comparisonOf(plan);
  if (comparison === null || comparison.isDefault) {
    return [];
  }
  const to = Math.floor(now() / HOUR_MS) * HOUR_MS;
  const hours = REFERENCE_DAYS * HOURS_OF_A_DAY;
  const statistic = comparison.compare.latencyStatistic;
  const read = (sources: readonly string[]) =>
    health.hours(sources, statistic, to - hours * HOUR_MS, to, forwardArnOf(plan.router));
  const [old, fresh] = await Promise.all([read(comparison.old), read(comparison.new)]);
  const sum = (of: typeof old, what: 'requests' | 'errors') => of.reduce((all, hour) => all + hour[what], 0);
  const requests = sum(old, 'requests');
  if (requests === 0) {
    const reason = `no request was counted on the old path in ${REFERENCE_DAYS} days, to compare with`;
    return [warnFinding('comparison', reason, 'correct health.compare.old, or set health.compare: none')];
  }
  return outlookFindings(plan, {
    requestsPerMinute: (requests + sum(fresh, 'requests')) / (hours * HOUR_MINUTES),
    errorRate: sum(old, 'errors') / requests,
  });
}
