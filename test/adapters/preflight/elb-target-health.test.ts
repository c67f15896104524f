import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from '@jest/globals';
import { elbTargetHealth } from '../../../lambdas/adapters/preflight/elb-target-health';
import { describeTargetHealth } from '../../contracts/target-health.contract';
import { inTurn, type WireAnswer, wire, xml, xmlError } from '../../support/accounts/wire';

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
const missing = xmlError('TargetGroupNotFound', 'One or more target groups not found');
const member = (target: string, health: string) =>
  `<member><Target>${target}</Target><TargetHealth>${health}</TargetHealth></member>`;
const answer = (...members: string[]) =>
  xml(
    `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${members.join('')}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
  );
const healthOf = (...answers: (WireAnswer | Error)[]) =>
  elbTargetHealth(new ElasticLoadBalancingV2Client(wire(inTurn(...answers)).config));

describeTargetHealth('elbTargetHealth', async () => {
  const groups = new Map<string, WireAnswer>();
  const { config } = wire(({ body }) => {
    const form = new URLSearchParams(body);
    expect(form.get('Action')).toBe('DescribeTargetHealth');
    return groups.get(form.get('TargetGroupArn') ?? '') ?? missing;
  });
  return {
    health: elbTargetHealth(new ElasticLoadBalancingV2Client(config)),
    missingArn: arn('missing'),
    states: ['healthy', 'initial', 'unhealthy', 'unhealthy.draining', 'unused', 'draining', 'unavailable'],
    seed: async (targets) => {
      const seeded = arn(`group-${groups.size}`);
      const members = targets.map(({ id, state }) => {
        const [address, port] = id.split(':');
        return member(`<Id>${address}</Id><Port>${port}</Port>`, `<State>${state}</State>`);
      });
      groups.set(seeded, answer(...members));
      return seeded;
    },
  };
});

describe('a target', () => {
  test.each([
    [
      '<State>initial</State><Reason>Elb.InitialHealthChecking</Reason>',
      'initial',
      'Elb.InitialHealthChecking',
    ],
    [
      '<State>unhealthy</State><Reason>Target.Timeout</Reason><Description>Request timed out</Description>',
      'unhealthy',
      'Request timed out',
    ],
    ['', 'unknown', ''],
  ])('with the health %j is read', async (health, state, reason) => {
    const targets = await healthOf(answer(member('<Id>10.0.0.1</Id><Port>80</Port>', health))).targets(
      arn('a'),
    );
    expect(targets).toEqual([{ id: '10.0.0.1:80', state, reason }]);
  });

  test('that is a Lambda function has no port', async () => {
    const id = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
    const targets = await healthOf(answer(member(`<Id>${id}</Id>`, '<State>healthy</State>'))).targets(
      arn('a'),
    );
    expect(targets).toEqual([{ id, state: 'healthy', reason: '' }]);
  });
});

test('throttling is a ServiceBusyError', async () => {
  const throttled = xmlError('Throttling', 'Rate exceeded');
  await expect(healthOf(throttled).targets(arn('a'))).rejects.toMatchObject({ name: 'ServiceBusyError' });
});

test('any other error is thrown, and is not a missing target group', async () => {
  const denied = xmlError('AccessDenied', 'not authorized', 403);
  await expect(healthOf(denied).targets(arn('a'))).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a target without health checks differs from one whose health is not known', async () => {
  const target = '<Id>lambda</Id>';
  const health = (reason: string) => `<State>unavailable</State><Reason>${reason}</Reason>`;
  const read = async (reason: string) =>
    await healthOf(answer(member(target, health(reason)))).targets(arn('a'));
  expect(await read('Target.HealthCheckDisabled')).toMatchObject([{ state: 'unavailable', unchecked: true }]);
  expect((await read('Elb.InternalError'))?.[0]).not.toHaveProperty('unchecked');
});
