import { randomInt } from 'node:crypto';
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { afterAll } from '@jest/globals';
import { ecsClient } from '../../lambdas/adapters/clients/ecs';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { settings } from '../../lambdas/adapters/clients/settings';
import { awsReferences } from '../../lambdas/adapters/references/aws-references';
import type { Leftover } from '../../lib/rehearsal/aws/reference-account';
import { describeReferences } from '../contracts/references.contract';
import { endpointOf, freshName } from './support/endpoints';
import { createBalancer, createGroup } from './support/load-balancers';

const route53 = route53Client();
const elb = elbClient();
const ecs = ecsClient();
// ministack does not say which target groups a group is attached to.
const endpoint = endpointOf('ELASTIC_LOAD_BALANCING_V2');
const autoScaling = new AutoScalingClient({ ...settings, endpoint });
const alarmClients: CloudWatchClient[] = [];

afterAll(() => {
  for (const client of [route53, elb, ecs, autoScaling, ...alarmClients]) {
    client.destroy();
  }
});

/** ministack treats a key id of twelve digits as an account, so tests do not see each other's alarms. */
function alarmsOfNewAccount(): CloudWatchClient {
  const credentials = { accessKeyId: `${randomInt(1e11, 1e12)}`, secretAccessKey: 'test' };
  const client = new CloudWatchClient({ ...settings, credentials });
  alarmClients.push(client);
  return client;
}

/** A listener of the balancer on this port that forwards everything to the group. */
async function forward(LoadBalancerArn: string, Port: number, TargetGroupArn: string): Promise<void> {
  const DefaultActions = [{ Type: 'forward', TargetGroupArn } as const];
  await elb.send(new CreateListenerCommand({ LoadBalancerArn, Port, Protocol: 'HTTP', DefaultActions }));
}

async function createServices(cluster: string, group: string, count: number): Promise<void> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: freshName(),
      containerDefinitions: [{ name: 'app', image: 'app', memory: 64 }],
    }),
  );
  for (let n = 0; n < count; n += 1) {
    await ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName: freshName(),
        taskDefinition: taskDefinition?.taskDefinitionArn,
        desiredCount: 0,
        loadBalancers: [{ targetGroupArn: group, containerName: 'app', containerPort: 80 }],
      }),
    );
  }
}

/** A group without instances, so that it is created at once. */
async function createAttachedGroup(targetGroupArn: string): Promise<void> {
  const LaunchConfigurationName = freshName();
  await autoScaling.send(
    new CreateLaunchConfigurationCommand({
      ...{ LaunchConfigurationName, ImageId: 'ami-12c6146b', InstanceType: 't3.small' },
    }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName: freshName(), LaunchConfigurationName, MinSize: 0, MaxSize: 1 },
      ...{ AvailabilityZones: ['eu-west-1a', 'eu-west-1b'], TargetGroupARNs: [targetGroupArn] },
    }),
  );
}

async function createAlarm(client: CloudWatchClient, balancer: string): Promise<string> {
  const AlarmName = freshName();
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Dimensions: [{ Name: 'LoadBalancer', Value: balancer.replace(/^.*:loadbalancer\//, '') }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  return AlarmName;
}

describeReferences(
  'awsReferences on ministack (records, alarms) and moto (load balancers, services, groups)',
  async () => {
    const cloudwatch = alarmsOfNewAccount();
    const zone = `${freshName()}.example.com`;
    const created = await route53.send(new CreateHostedZoneCommand({ Name: zone, CallerReference: zone }));
    const hostedZoneId = created.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
    const [old, fresh] = [await createBalancer(elb), await createBalancer(elb)];
    const group = await createGroup(elb);
    const { cluster } = await ecs.send(new CreateClusterCommand({ clusterName: freshName() }));
    const clusterArn = cluster?.clusterArn ?? '';

    const createRecord = async (weighted: object): Promise<void> => {
      const AliasTarget = {
        HostedZoneId: 'Z32O12XQLNTSW2',
        DNSName: `dualstack.${old.host}.`,
        EvaluateTargetHealth: false,
      };
      const record = { Name: `${freshName()}.${zone}.`, Type: 'A', AliasTarget, ...weighted } as const;
      const Changes = [{ Action: 'CREATE', ResourceRecordSet: record } as const];
      await route53.send(
        new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch: { Changes } }),
      );
    };
    const leave: Readonly<Record<Leftover, () => Promise<unknown>>> = {
      record: () => createRecord({}),
      'record-at-0': () => createRecord({ SetIdentifier: 'spare', Weight: 0 }),
      alarm: () => createAlarm(cloudwatch, old.arn),
      'composite-alarm': async () => {
        const AlarmRule = `ALARM("${await createAlarm(cloudwatch, old.arn)}")`;
        await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: freshName(), AlarmRule }));
      },
      service: () => createServices(clusterArn, group, 1),
      'auto-scaling-group': () => createAttachedGroup(group),
      listener: () => forward(fresh.arn, 80, group),
    };
    return {
      references: awsReferences({ route53, cloudwatch, elb, ecs, autoScaling }),
      old: {
        ...{ hosts: [old.host], loadBalancerArns: [old.arn], targetGroupArns: [group] },
        autoScalingGroups: [],
      },
      hostedZoneId,
      missingZone: 'Z0123456789ABCDEFGHIJ',
      cluster: clusterArn,
      leave: async (what, count) => {
        for (let n = 0; n < count; n += 1) {
          await leave[what]();
        }
      },
    };
  },
);
