import {
  type CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { PlanInput } from '../../support/plans/plans';
import { freshName } from './endpoints';
import { RECORD_VALUE, STAND_IN_ADDRESS } from './https-path';

/** A weighted pair in a zone of its own, and an alarm that watches the new path. */
export interface LiveRoute {
  readonly hostedZoneId: string;
  readonly zoneName: string;
  readonly recordName: string;
  /** Key of the route in the ledger. */
  readonly key: string;
  /** Name of the alarm. */
  readonly alarm: string;
  /** The weights in Route 53: `90/10` is 90 for the old path and 10 for the new one. */
  weights(): Promise<string>;
  setAlarm(state: 'OK' | 'ALARM', reason: string): Promise<void>;
  /** A plan whose smoke test calls the new path at this port. */
  plan(percents: readonly number[], port: number): PlanInput;
}

/** Creates the route at 100/0, and its alarm in OK. The TTL and the period are as short as AWS allows. */
export async function liveRoute(route53: Route53Client, cloudwatch: CloudWatchClient): Promise<LiveRoute> {
  const name = freshName();
  const zoneName = `${name}.example.com`;
  const recordName = `api.${zoneName}`;
  const created = await route53.send(new CreateHostedZoneCommand({ Name: zoneName, CallerReference: name }));
  const hostedZoneId = created.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  const Changes = Object.entries({ old: 100, new: 0 }).map(([SetIdentifier, Weight]) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: {
      ...{ Name: recordName, Type: 'A' as const, SetIdentifier, Weight, TTL: 1 },
      ResourceRecords: [{ Value: RECORD_VALUE }],
    },
  }));
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch: { Changes } }),
  );
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      ...{ AlarmName: name, Namespace: 'Test', MetricName: '5xx', Statistic: 'Average' },
      ...{ Period: 10, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      // The alarm has no data, and keeps the state that it is set to.
      TreatMissingData: 'ignore',
    }),
  );
  const setAlarm = async (StateValue: 'OK' | 'ALARM', StateReason: string) => {
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue, StateReason }));
  };
  await setAlarm('OK', '5xx 0.00 % <= 1 %');
  return {
    ...{ hostedZoneId, zoneName, recordName, alarm: name, setAlarm },
    key: `route53/${hostedZoneId}/${recordName}`,
    weights: async () => {
      const listed = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId }));
      const weightOf = (id: string) =>
        listed.ResourceRecordSets?.find(({ SetIdentifier }) => SetIdentifier === id)?.Weight;
      return `${weightOf('old')}/${weightOf('new')}`;
    },
    plan: (percents, port) => ({
      name,
      router: {
        ...{ kind: 'route53', hostedZoneId, recordName },
        ...{ oldSetIdentifier: 'old', newSetIdentifier: 'new' },
      },
      stages: percents.map((percent) => ({ percent, soakSeconds: 1 })),
      smokeTest: {
        ...{
          baseUrl: `https://gw-api.example.com:${port}`,
          connectTo: STAND_IN_ADDRESS,
          deadlineSeconds: 20,
        },
        checks: [{ path: '/health', expectJson: [{ path: '$.path', equals: 'new' }], retries: 0 }],
      },
      health: { alarms: [name], everySeconds: 1, inconclusiveLimitSeconds: 120 },
      // The emulators count no requests.
      preflight: { accept: ['no-request-measure'] },
    }),
  };
}
