import type { LatencyStatistic, PathMinute } from '../../ports';
import { type CloudWatch, type MetricData, MINUTE_MS } from './cloudwatch-metric-data';
import { type MeasuredSpan, readNearRoute } from './near-route';
import { type Placed, pathQueries, placed } from './source-metrics';

const HOUR_MS = 3_600_000;

/** The requests, errors and latency of the sources of a path, minute by minute. */
export async function readMinutes(
  client: CloudWatch,
  sources: readonly string[],
  statistic: LatencyStatistic,
  at: MeasuredSpan,
): Promise<readonly PathMinute[]> {
  return await readPeriods(client, sources, { statistic, periodMs: MINUTE_MS }, at);
}

/** The same hour by hour. */
export async function readHours(
  client: CloudWatch,
  sources: readonly string[],
  statistic: LatencyStatistic,
  at: MeasuredSpan,
): Promise<readonly PathMinute[]> {
  // CloudWatch would round the start down to its hour.
  const from = Math.ceil(at.from / HOUR_MS) * HOUR_MS;
  return await readPeriods(client, sources, { statistic, periodMs: HOUR_MS }, { ...at, from });
}

async function readPeriods(
  client: CloudWatch,
  sources: readonly string[],
  { statistic, periodMs }: { readonly statistic: LatencyStatistic; readonly periodMs: number },
  at: MeasuredSpan,
): Promise<readonly PathMinute[]> {
  const all = placed(sources);
  const queries = all.flatMap((one) => pathQueries(one, statistic, periodMs / 1_000));
  const data = await readNearRoute(client, queries, at);
  const times = [...new Set([...data.values()].flatMap((values) => [...values.keys()]))].sort(
    (a, b) => a - b,
  );
  return times
    .map((time) =>
      together(
        time,
        all.map((one) => minuteOf(one, data, time)),
      ),
    )
    .filter(({ at: time, requests }) => requests > 0 && time + periodMs <= at.to);
}

/** An ALB's own answers are not in its count of requests, so that there are at least as many as errors. */
function minuteOf({ metrics, id }: Placed, data: MetricData, time: number): PathMinute {
  const at = (what: string) => data.get(id(what))?.get(time);
  const counted = at('requests') ?? 0;
  const found = metrics.errors.reduce((sum, _, i) => sum + (at(`errors${i}_`) ?? 0), 0);
  const errors = metrics.errorsAre === 'counts' ? found : Math.round((counted * found) / 100);
  const latency = at('latency');
  return {
    at: time,
    requests: Math.max(counted, errors),
    errors,
    latencyMs: latency === undefined ? null : latency * metrics.millisecondsPerUnit,
  };
}

/** Percentiles of several sources cannot be put together exactly: the mean by requests stands for them. */
function together(at: number, minutes: readonly PathMinute[]): PathMinute {
  const sum = (of: (minute: PathMinute) => number) => minutes.reduce((all, one) => all + of(one), 0);
  const timed = minutes.filter(({ latencyMs, requests }) => latencyMs !== null && requests > 0);
  const weight = timed.reduce((all, { requests }) => all + requests, 0);
  return {
    at,
    requests: sum(({ requests }) => requests),
    errors: sum(({ errors }) => errors),
    latencyMs:
      weight === 0
        ? null
        : timed.reduce((all, { requests, latencyMs }) => all + (requests / weight) * (latencyMs ?? 0), 0),
  };
}
