import type { LatencyStatistic, PathMinute } from '../../ports';
import { type CloudWatch, type MetricData, MINUTE_MS } from './cloudwatch-metric-data';
import { type MeasuredSpan, readNearRoute } from './near-route';
import { minuteQueries, type Placed, placed } from './source-metrics';

/** The requests, errors and latency of the sources of a path, minute by minute. */
export async function readMinutes(
  client: CloudWatch,
  sources: readonly string[],
  statistic: LatencyStatistic,
  at: MeasuredSpan,
): Promise<readonly PathMinute[]> {
  const all = placed(sources);
  const queries = all.flatMap((one) => minuteQueries(one, statistic));
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
    .filter(({ at: time, requests }) => requests > 0 && time + MINUTE_MS <= at.to);
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
