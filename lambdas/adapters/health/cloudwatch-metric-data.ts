import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { ServiceBusyError } from '../../core/shared/errors';
import type { Everywhere } from '../clients/everywhere';
import { answerOf } from '../shared/service-errors';
import { GLOBAL_METRICS_REGION, isGlobalNamespace } from './global-metrics';

export const MINUTE_MS = 60_000;

/** A client of CloudWatch, and where it has been given them, those of other places. */
export type CloudWatch = Everywhere<Pick<CloudWatchClient, 'send'>>;

/** For each query, by its id: values by the beginning of their period, in epoch milliseconds. */
export type MetricData = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Reads metric data from the first whole minute at or after `from`, because CloudWatch rounds a start down to
 * its minute, which would count requests from before a shift. The end is exclusive. Reads every page.
 * Source: Amazon CloudWatch API Reference, GetMetricData, `StartTime` and `EndTime`.
 * @param from epoch milliseconds, as is `to`
 * @throws ServiceBusyError when CloudWatch could not read one of the metrics
 */
export async function readMetricData(
  client: CloudWatch,
  queries: readonly MetricDataQuery[],
  from: number,
  to: number,
): Promise<MetricData> {
  const found = new Map(queries.map(({ Id }) => [Id as string, new Map<number, number>()]));
  const start = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  if (start < to) {
    const global = queries.filter(isGlobal);
    const local = queries.filter((query) => !isGlobal(query));
    const clientOfGlobal = () => client.elsewhere?.inRegion(GLOBAL_METRICS_REGION) ?? client;
    await Promise.all([
      ...(local.length === 0 ? [] : [readPages(client, local, start, to, found)]),
      ...(global.length === 0 ? [] : [readPages(clientOfGlobal(), global, start, to, found)]),
    ]);
  }
  return found;
}

function isGlobal({ MetricStat }: MetricDataQuery): boolean {
  return isGlobalNamespace(MetricStat?.Metric?.Namespace ?? '');
}

async function readPages(
  client: Pick<CloudWatchClient, 'send'>,
  queries: readonly MetricDataQuery[],
  start: number,
  to: number,
  found: ReadonlyMap<string, Map<number, number>>,
): Promise<void> {
  let token: string | undefined;
  do {
    const page = await answerOf(
      client.send(
        new GetMetricDataCommand({
          StartTime: new Date(start),
          EndTime: new Date(to),
          MetricDataQueries: [...queries],
          NextToken: token,
        }),
      ),
    );
    for (const { Id, StatusCode, Timestamps, Values } of page.MetricDataResults ?? []) {
      if (StatusCode === 'InternalError') {
        throw new ServiceBusyError(`CloudWatch could not read "${Id}"; try again`);
      }
      Values?.forEach((value, i) => {
        found.get(Id as string)?.set(Timestamps?.[i]?.getTime() as number, value);
      });
    }
    token = page.NextToken;
  } while (token !== undefined);
}
