import { randomInt } from 'node:crypto';
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll } from '@jest/globals';
import { settings } from '../../lambdas/adapters/clients/settings';
import { cloudwatchHealth } from '../../lambdas/adapters/health/cloudwatch-health';
import { describeHealthSource, type SeededAlarm } from '../contracts/health-source.contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const clients: CloudWatchClient[] = [];

/** ministack treats a key id of twelve digits as an account, so tests do not see each other's alarms. */
function clientOf(accessKeyId: string): CloudWatchClient {
  const client = new CloudWatchClient({ ...settings, credentials: { accessKeyId, secretAccessKey: 'test' } });
  clients.push(client);
  return client;
}

afterAll(() => {
  for (const client of clients) {
    client.destroy();
  }
});

async function put(client: CloudWatchClient, alarm: SeededAlarm): Promise<void> {
  if (alarm.kind === 'composite') {
    // Its state follows from its rule.
    await client.send(new PutCompositeAlarmCommand({ AlarmName: alarm.name, AlarmRule: alarm.rule }));
    return;
  }
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName: alarm.name,
      Namespace: 'Test',
      MetricName: alarm.name,
      Statistic: 'Sum',
      Period: alarm.period,
      EvaluationPeriods: alarm.evaluationPeriods,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      // The alarm has no data, and keeps the state that it is set to.
      TreatMissingData: 'ignore',
    }),
  );
  await client.send(
    new SetAlarmStateCommand({
      AlarmName: alarm.name,
      StateValue: alarm.state,
      StateReason: `set to ${alarm.state}`,
    }),
  );
}

describeHealthSource('cloudwatchHealth on ministack', async () => {
  const account = `${randomInt(1e11, 1e12)}`;
  const client = clientOf(account);
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const minute = hour;
  return {
    source: cloudwatchHealth(client),
    minute,
    hour,
    alarmPlace: `eu-west-1:${account}`,
    seedAlarms: async (alarms) => {
      for (const alarm of alarms) {
        await put(client, alarm);
      }
    },
    seedOwnErrors: async (loadBalancer, minutesLater, count) => {
      await client.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/ApplicationELB',
          MetricData: [
            {
              MetricName: 'HTTPCode_ELB_5XX_Count',
              Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
              Timestamp: new Date(minute + minutesLater * MINUTE_MS),
              Value: count,
            },
          ],
        }),
      );
    },
    seedRequests: async (source, minutesLater, count, more) => {
      const [loadBalancer = '', group] = source.split('/targetgroup/');
      const ofBalancer = [{ Name: 'LoadBalancer', Value: loadBalancer }];
      // ELB reports a metric for the load balancer, and for each target group of it.
      const dimensions =
        group === undefined
          ? [ofBalancer]
          : [ofBalancer, [{ Name: 'TargetGroup', Value: `targetgroup/${group}` }, ...ofBalancer]];
      const datum = (MetricName: string, Value: number) =>
        dimensions.map((Dimensions) => ({
          MetricName,
          Dimensions,
          Timestamp: new Date(minute + minutesLater * MINUTE_MS),
          Value,
        }));
      await client.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/ApplicationELB',
          MetricData: [
            ...datum('RequestCount', count),
            ...(more === undefined
              ? []
              : [
                  ...datum('HTTPCode_Target_5XX_Count', more.errors),
                  ...datum('TargetResponseTime', more.latencyMs / 1_000),
                ]),
          ],
        }),
      );
    },
  };
});
