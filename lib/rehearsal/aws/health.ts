import type { MeasuredRemaining } from '../../../lambdas/core/measures/remaining-sources';
import type { HealthSource, LatencyStatistic, PathMinute } from '../../../lambdas/ports';
import type { VirtualClock } from '../kernel/virtual-clock';
import { latencyAt } from '../traffic/path';
import type { Alarms } from './alarms/alarms';
import type { Caller } from './calls';
import type { DataPoint, Metrics } from './metrics';
import { pathsBehind, pathsCountedBy } from './path-dimensions';

/** What the health source reads. */
export interface WorldHealthOptions {
  readonly calls: Caller;
  readonly alarms: Alarms;
  readonly metrics: Metrics;
  readonly clock: VirtualClock;
  /** Completes the metrics until now. */
  readonly advance: (now: number) => void;
  /** The plan, which says what has the metrics of which path. */
  readonly plan: MeasuredRemaining;
}

const MINUTE_MS = 60_000;

/** CloudWatch's alarms and metrics. */
export function worldHealth(options: WorldHealthOptions): HealthSource {
  const { calls, alarms, metrics, clock, advance, plan } = options;
  const metricData = <T>(work: () => T) =>
    calls.call('cloudwatch', 'GetMetricData', () => {
      advance(clock.now());
      return work();
    });
  const pathsOf = (sources: readonly string[]) => [
    ...new Set(sources.flatMap((source) => pathsCountedBy(source, plan))),
  ];
  return {
    alarms: (names) => calls.call('cloudwatch', 'DescribeAlarms', () => alarms.read(names)),
    silent: async (names, now) => {
      await calls.call('cloudwatch', 'DescribeAlarms', () => undefined);
      return await metricData(() => alarms.silent(names, now));
    },
    requests: (sources, from, to) =>
      metricData(() => {
        const counts = pathsOf(sources).flatMap(
          (path) => metrics.read(path, wholeMinute(from), to, clock.now())?.requests ?? [],
        );
        return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
      }),
    minutes: (sources, statistic, from, to) =>
      metricData(() =>
        together(
          pathsOf(sources).flatMap((path) => metrics.minutes(path, from, to, clock.now())),
          statistic,
        ),
      ),
    hours: (sources, statistic, from, to) =>
      metricData(() =>
        together(
          pathsOf(sources).flatMap((path) => metrics.hours(path, from, to, clock.now())),
          statistic,
        ),
      ),
    balancers: async (sources, from, to) => {
      const paths = pathsBehind(sources, plan);
      return paths.length === 0
        ? null
        : await metricData(() => ({
            requests: paths.reduce(
              (sum, path) => sum + (metrics.read(path, wholeMinute(from), to, clock.now())?.requests ?? 0),
              0,
            ),
            ownErrors: metrics.ownErrors(wholeMinute(from), to, clock.now()),
          }));
    },
  };
}

/** The periods of several paths as those of one, in the order of time. */
function together(
  points: readonly (DataPoint & { readonly at: number })[],
  statistic: LatencyStatistic,
): readonly PathMinute[] {
  const byTime = new Map<number, DataPoint>();
  for (const { at, ...point } of points) {
    const { requests = 0, failed = 0, p99Ms = 0, addedMs = 0 } = byTime.get(at) ?? {};
    byTime.set(at, {
      requests: requests + point.requests,
      failed: failed + point.failed,
      p99Ms: Math.max(p99Ms, point.p99Ms),
      addedMs: Math.max(addedMs, point.addedMs),
    });
  }
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([at, point]) => ({
      at,
      requests: point.requests,
      errors: point.failed,
      latencyMs: latencyAt(point, statistic),
    }));
}

function wholeMinute(from: number): number {
  return Math.ceil(from / MINUTE_MS) * MINUTE_MS;
}
