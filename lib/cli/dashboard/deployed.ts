import { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { everywhere } from '../../../lambdas/adapters/clients/everywhere';
import { cloudwatchHealth } from '../../../lambdas/adapters/health/cloudwatch-health';
import { pathSources } from '../../../lambdas/core/measures/measures';
import { forwardArnOf } from '../../../lambdas/core/routers/route';
import type { HealthSource } from '../../../lambdas/ports';
import type { CutoverReading } from '../../operator/cutover-view';
import type { Sample } from '../../rehearsal/traffic/traffic';
import type { TrafficSeries } from './dashboard-source';

const MINUTE_MS = 60_000;

/** A source of the measures of a deployment's paths. */
export function deployedHealth(region: string): HealthSource {
  return cloudwatchHealth(
    everywhere((place) => cloudwatchClient({ ...place, region: place?.region ?? region }), []),
  );
}

/**
 * What happened to the traffic of a real cutover: the percents that the ledger has, and the requests that
 * CloudWatch counted, where the plan or its router says how both paths are measured.
 */
export async function deployedSeries(
  health: Pick<HealthSource, 'minutes'>,
  { record, plan, decisions, startPercent }: CutoverReading,
  now: number,
): Promise<TrafficSeries | null> {
  const startAt = record.startedAt;
  if (plan === null) {
    return null;
  }
  const to = Math.min(now, record.endedAt ?? now);
  const sources = pathSources(plan);
  const route = forwardArnOf(plan.router);
  const read = (path: readonly string[] | null) =>
    path === null ? [] : health.minutes(path, 'p99', startAt, to, route);
  const isMeasured = sources.old !== null && sources.new !== null;
  const [old, fresh] = isMeasured ? await Promise.all([read(sources.old), read(sources.new)]) : [[], []];
  const samples = new Map<number, Sample>();
  const add = (minute: (typeof old)[number], isNew: boolean) => {
    const at = minute.at + MINUTE_MS;
    const { requests = 0, failed = 0, onNew = 0 } = samples.get(at) ?? {};
    samples.set(at, {
      ...{ at, seconds: 60 },
      requests: requests + minute.requests,
      failed: failed + minute.errors,
      onNew: onNew + (isNew ? minute.requests : 0),
    });
  };
  for (const minute of old) {
    add(minute, false);
  }
  for (const minute of fresh) {
    add(minute, true);
  }
  return {
    startAt,
    samples: [...samples.values()].sort((a, b) => a.at - b.at),
    percents: [{ at: 0, percent: startPercent }, ...writtenPercents(decisions, startAt)],
    comparisons: decidedComparisons(decisions, startAt),
  };
}

/** What the recorded evaluations knew of the difference of the error rates. */
function decidedComparisons(
  decisions: CutoverReading['decisions'],
  startAt: number,
): TrafficSeries['comparisons'] {
  return decisions.flatMap(({ at, percent, comparison = [] }) => {
    const found = comparison.find(({ measure }) => measure === 'errorRate');
    if (found === undefined || percent === undefined) {
      return [];
    }
    const { estimate, low, high, limit } = found;
    return [{ at: (Date.parse(at) - startAt) / 1_000, percent, estimate, low, high, limit }];
  });
}

/** The percents that shifts and reverts have written. */
function writtenPercents(decisions: CutoverReading['decisions'], startAt: number): TrafficSeries['percents'] {
  return decisions.flatMap(({ at, kind, percent }) =>
    percent === undefined || (kind !== 'shifted' && kind !== 'shifted-back')
      ? []
      : [{ at: (Date.parse(at) - startAt) / 1_000, percent }],
  );
}
