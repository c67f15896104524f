import type { CloudWatchClient, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import {
  type Alarm,
  alarmIn,
  describeTree,
  MAX_DEPTH,
  metricAlarmsOf,
  placesOf,
  rangeOfAlarm,
} from './cloudwatch-alarms';
import { type CloudWatch, readMetricData } from './cloudwatch-metric-data';

/** Data is asked for whole minutes, the last of which may not have arrived yet. */
const LEAST_MS = 180_000;

/**
 * The alarms whose own metrics have no data point in the time that they evaluate. DescribeAlarms does not
 * tell: its reason is of the last change of state.
 * @param now epoch milliseconds
 */
export async function readSilent(
  client: CloudWatch,
  references: readonly string[],
  now: number,
): Promise<readonly string[]> {
  const silent = await Promise.all(
    [...placesOf(client, references)].map(async ([of, some]) => {
      const known = await describeTree(of, some);
      return await Promise.all(
        some.map(async (reference) => {
          const one = alarmIn(known, reference);
          // Without other places: an alarm has the metrics of its own Region alone.
          return one !== undefined && (await hasData({ send: of.send.bind(of) }, one, known, now))
            ? []
            : [reference];
        }),
      );
    }),
  );
  return silent.flat(2);
}

async function hasData(
  client: Pick<CloudWatchClient, 'send'>,
  one: Alarm,
  known: ReadonlyMap<string, Alarm>,
  now: number,
): Promise<boolean> {
  const from = now - Math.max(LEAST_MS, 1_000 * rangeOfAlarm(one, known, MAX_DEPTH));
  for (const queries of metricAlarmsOf(one, known).map(queriesOf)) {
    const data = queries.length === 0 ? [] : (await readMetricData(client, queries, from, now)).values();
    if ([...data].some((values) => values.size > 0)) {
      return true;
    }
  }
  return false;
}

/**
 * The metrics of an alarm, not what math makes of them: `FILL(m1, 0)` has a value where nothing arrived. A
 * search or a query has no metrics of its own, so that its results are asked for. A PromQL alarm has neither.
 */
function queriesOf(alarm: MetricAlarm): MetricDataQuery[] {
  const all = alarm.Metrics ?? singleMetric(alarm);
  const metrics = all.filter(({ MetricStat }) => MetricStat !== undefined);
  return (metrics.length > 0 ? metrics : all).map((query) => ({ ...query, ReturnData: true }));
}

function singleMetric(alarm: MetricAlarm): MetricDataQuery[] {
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = alarm;
  const Stat = Statistic ?? ExtendedStatistic;
  return MetricName === undefined
    ? []
    : [{ Id: 'm', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit } }];
}
