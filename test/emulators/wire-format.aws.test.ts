import { ACMClient } from '@aws-sdk/client-acm';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { afterEach, describe, expect, test } from '@jest/globals';
import { settings } from '../../lambdas/adapters/clients/settings';
import { codeDeployDeployments } from '../../lambdas/adapters/deployments/codedeploy-deployments';
import { cloudwatchHealth } from '../../lambdas/adapters/health/cloudwatch-health';
import { acmCertificates } from '../../lambdas/adapters/preflight/acm-certificates';
import { awsAutoScalingGroups } from '../../lambdas/adapters/preflight/aws-auto-scaling-groups';
import { elbTargetHealth } from '../../lambdas/adapters/preflight/elb-target-health';
import { route53RecordsApi } from '../../lambdas/adapters/routers/route53/route53-records-api';
import { route53Router } from '../../lambdas/adapters/routers/route53/route53-router';
import type { Router } from '../../lambdas/core/plan/plan';
import { describeAutoScalingGroups } from '../contracts/auto-scaling-groups.contract';
import { describeDeployments } from '../contracts/deployments.contract';
import { describeHealthSource } from '../contracts/health-source.contract';
import { autoScalingAccount, seedGroup } from '../support/accounts/auto-scaling-account';
import { cloudwatchAccount } from '../support/accounts/cloudwatch-account';
import { codeDeployAccount } from '../support/accounts/code-deploy-account';
import { noRecords } from '../support/accounts/route53-zone';
import { inTurn, json, type WireAnswer, type WireRequest, xml, xmlError } from '../support/accounts/wire';
import { type Loopback, loopback } from './support/loopback';

/**
 * The deployed clients on answers that AWS documents and no emulator gives, over HTTP on the loopback
 * address.
 */

const open: Loopback[] = [];
const clients: { destroy(): void }[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) {
    client.destroy();
  }
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function clientOf<C extends { destroy(): void }>(
  Client: new (config: typeof settings & { endpoint: string }) => C,
  answer: (request: WireRequest) => WireAnswer,
) {
  const server = await loopback(answer);
  const client = new Client({ ...settings, endpoint: server.endpoint });
  open.push(server);
  clients.push(client);
  return { client, requests: server.requests };
}

describe('elbTargetHealth on the wire format', () => {
  const group = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/0123456789abcdef';
  const states = [
    'initial',
    'healthy',
    'unhealthy',
    'unhealthy.draining',
    'unused',
    'draining',
    'unavailable',
  ];

  test('reads every state, and two ports of one address', async () => {
    const members = states.map(
      (state, i) =>
        `<member><Target><Id>10.0.0.1</Id><Port>${8080 + i}</Port></Target><TargetHealth><State>${state}</State></TargetHealth></member>`,
    );
    const { client, requests } = await clientOf(
      ElasticLoadBalancingV2Client,
      inTurn(
        xml(
          `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${members.join('')}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
        ),
      ),
    );
    expect(await elbTargetHealth(client).targets(group)).toEqual(
      states.map((state, i) => ({ id: `10.0.0.1:${8080 + i}`, state, reason: '' })),
    );
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /']);
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      Action: 'DescribeTargetHealth',
      TargetGroupArn: group,
      Version: '2015-12-01',
    });
  });
});

describeAutoScalingGroups('awsAutoScalingGroups on the wire format', async () => {
  const account = autoScalingAccount(1);
  const [autoScaling, cloudwatch] = [
    await clientOf(AutoScalingClient, account.answer),
    await clientOf(CloudWatchClient, account.answer),
  ];
  return {
    groups: awsAutoScalingGroups({ autoScaling: autoScaling.client, cloudwatch: cloudwatch.client }),
    missing: 'missing',
    seed: async (seeded) => seedGroup(account, seeded),
  };
});

describe('acmCertificates on the wire format', () => {
  test('reads a certificate without dates that waits for its validation', async () => {
    const arn = 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d';
    const Certificate = { DomainName: 'api.example.com', Status: 'PENDING_VALIDATION' };
    const { client, requests } = await clientOf(ACMClient, inTurn(json({ Certificate })));
    expect(await acmCertificates(client).describe(arn)).toEqual({
      status: 'PENDING_VALIDATION',
      names: ['api.example.com'],
      notAfter: null,
    });
    expect(requests[0]?.headers['x-amz-target']).toBe('CertificateManager.DescribeCertificate');
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ CertificateArn: arn });
  });
});

describe('route53Router on the wire format', () => {
  const record = (SetIdentifier: string, Weight: number) => ({
    ...{ Name: 'api.example.com.', Type: 'A', SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: '192.0.2.1' }],
  });
  const version = JSON.stringify([record('old', 100), record('new', 0)]);
  const route: Router = {
    kind: 'route53',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    recordName: 'api.example.com',
    recordTypes: ['A'],
    oldSetIdentifier: 'old',
    newSetIdentifier: 'new',
  };
  const label = "resource record set [name='api.example.com.', type='A', set-identifier='old']";

  test.each([
    [
      'a simple record has replaced the pair',
      'cannot be created as a non-weighted set exists with the same name and type.',
    ],
    ['the record already exists', 'but it already exists'],
  ])('reports a changed route when %s', async (_, refusal) => {
    const answer = xmlError('InvalidChangeBatch', `[Tried to create ${label} ${refusal}]`);
    const { client, requests } = await clientOf(Route53Client, inTurn(answer, noRecords));
    await expect(route53Router(route53RecordsApi(client)).write(route, 10, version)).rejects.toMatchObject({
      name: 'RouteChangedError',
    });
    expect(requests[0]?.method).toBe('POST');
    expect(requests[0]?.path).toBe('/2013-04-01/hostedzone/Z0123456789ABCDEFGHIJ/rrset');
    expect(requests[0]?.body.match(/<Action>\w+|<Weight>\d+/g)).toEqual([
      ...['<Action>DELETE', '<Weight>100', '<Action>DELETE', '<Weight>0'],
      ...['<Action>CREATE', '<Weight>90', '<Action>CREATE', '<Weight>10'],
    ]);
  });
});

const minute = Date.parse('2026-11-20T12:00:00Z');

/**
 * Unlike ministack: at most 100 names to a call, data in pages, and a start that is rounded down to its
 * minute.
 */
describeHealthSource('cloudwatchHealth on the wire format', async () => {
  const account = cloudwatchAccount(2);
  const { client } = await clientOf(CloudWatchClient, account.answer);
  return {
    source: cloudwatchHealth(client),
    minute,
    hour: minute,
    alarmPlace: 'eu-west-1:111122223333',
    seedAlarms: async (alarms) => {
      account.alarms.push(...alarms);
    },
    seedOwnErrors: async (loadBalancer, minutesLater, own) => {
      account.minutes.push({ loadBalancer, time: minute + minutesLater * 60_000, count: 0, own });
    },
    seedRequests: async (loadBalancer, minutesLater, count, more) => {
      account.minutes.push({ loadBalancer, time: minute + minutesLater * 60_000, count, ...more });
    },
  };
});

/** Unlike moto: deployments end, and a group has one at a time. */
describeDeployments('codeDeployDeployments on the wire format', async () => {
  const account = codeDeployAccount();
  const { client } = await clientOf(CodeDeployClient, account.answer);
  return {
    deployments: codeDeployDeployments(client),
    group: { applicationName: 'shop', deploymentGroupName: 'api' },
    now: account.now,
    serve: async (id) => account.change(id, { status: 'InProgress', target: 'Succeeded' }),
    succeed: async (id) => account.change(id, { status: 'Succeeded' }),
    fail: async (id) => {
      const errorInformation = { code: 'HOOK_EXECUTION_FAILURE', message: 'a lifecycle hook has failed' };
      account.change(id, { status: 'Failed', errorInformation });
    },
  };
});
