import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ServiceBusyError } from '../core/errors';
import type { HealthSource } from '../ports';
import { readAlarms } from './cloudwatch-alarms';
import { answerOf } from './service-errors';

/** Reads health from CloudWatch. */
export const cloudwatchHealth = (client: Pick<CloudWatchClient, 'send'>): HealthSource => ({
  alarms: (names) => readAlarms(client, names),
  requests: (loadBalancer, from, to) => countRequests(client, loadBalancer, from, to),
});

const MINUTE_MS = 60_000;

/**
 * Counts from the first whole minute at or after `from`: CloudWatch rounds a start down to its minute, which would count
 * requests from before a shift. The end is exclusive.
 * Sources: Amazon CloudWatch API Reference, GetMetricData, `StartTime` and `EndTime`; Elastic Load Balancing User Guide for
 * Application Load Balancers, "CloudWatch metrics", `RequestCount`.
 */
async function countRequests(
  client: Pick<CloudWatchClient, 'send'>,
  loadBalancer: string,
  from: number,
  to: number,
): Promise<number | null> {
  const start = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  if (start >= to) {
    return null;
  }
  const counts: number[] = [];
  let token: string | undefined;
  do {
    const page = await answerOf(
      client.send(
        new GetMetricDataCommand({
          StartTime: new Date(start),
          EndTime: new Date(to),
          MetricDataQueries: [requestCount(loadBalancer)],
          NextToken: token,
        }),
      ),
    );
    for (const result of page.MetricDataResults ?? []) {
      if (result.StatusCode === 'InternalError') {
        throw new ServiceBusyError(`CloudWatch could not read the requests of ${loadBalancer}; try again`);
      }
      counts.push(...(result.Values ?? []));
    }
    token = page.NextToken;
  } while (token !== undefined);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function requestCount(loadBalancer: string) {
  return {
    Id: 'requests',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCount',
        Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
      },
      Period: 60,
      Stat: 'Sum',
    },
  };
}
