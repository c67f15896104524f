import { randomInt } from 'node:crypto';
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
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { afterAll } from '@jest/globals';
import { awsPointers } from '../../lambdas/adapters/aws-pointers';
import { ecsClient } from '../../lambdas/adapters/clients/ecs';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { settings } from '../../lambdas/adapters/clients/settings';
import type { Leftover } from '../../lib/rehearsal/world/surroundings';
import { describePointers } from '../contracts/pointers.contract';
import { endpointOf, freshName } from './support/endpoints';

const route53 = route53Client();
const elb = elbClient();
const ecs = ecsClient();
const alarmClients: CloudWatchClient[] = [];

afterAll(() => {
  for (const client of [route53, elb, ecs, ...alarmClients]) {
    client.destroy();
  }
});

/** To ministack a key id of twelve digits is an account, so that tests do not see each other's alarms. */
function alarmsOfNewAccount(): CloudWatchClient {
  const credentials = { accessKeyId: `${randomInt(1e11, 1e12)}`, secretAccessKey: 'test' };
  const client = new CloudWatchClient({ ...settings, credentials });
  alarmClients.push(client);
  return client;
}

/** Every account begins with a VPC and its subnets. There is no client of EC2 among our packages. */
async function ec2(action: string, id: RegExp): Promise<string[]> {
  const answer = await fetch(endpointOf('ELASTIC_LOAD_BALANCING_V2'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ec2/aws4_request, Signature=none',
    },
    body: `Action=${action}&Version=2016-11-15`,
  });
  return [...(await answer.text()).matchAll(id)].map(([, found]) => found as string);
}

async function createBalancer() {
  const Subnets = await ec2('DescribeSubnets', /<subnetId>(.+?)</g);
  const created = await elb.send(
    new CreateLoadBalancerCommand({ Name: freshName(), Subnets: Subnets.slice(0, 2) }),
  );
  const [balancer] = created.LoadBalancers ?? [];
  return { arn: balancer?.LoadBalancerArn ?? '', host: (balancer?.DNSName ?? '').toLowerCase() };
}

async function createGroup(): Promise<string> {
  const [VpcId] = await ec2('DescribeVpcs', /<vpcId>(.+?)</g);
  const group = { Name: freshName(), Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId } as const;
  const { TargetGroups } = await elb.send(new CreateTargetGroupCommand(group));
  return TargetGroups?.[0]?.TargetGroupArn ?? '';
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

describePointers(
  'awsPointers on ministack (records, alarms) and moto (load balancers, services)',
  async () => {
    const cloudwatch = alarmsOfNewAccount();
    const zone = `${freshName()}.example.com`;
    const created = await route53.send(new CreateHostedZoneCommand({ Name: zone, CallerReference: zone }));
    const hostedZoneId = created.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
    const [old, fresh] = [await createBalancer(), await createBalancer()];
    const group = await createGroup();
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
      listener: () => forward(fresh.arn, 80, group),
    };
    return {
      pointers: awsPointers({ route53, cloudwatch, elb, ecs }),
      old: { hosts: [old.host], loadBalancerArns: [old.arn], targetGroupArns: [group] },
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
