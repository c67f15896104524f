import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from '@jest/globals';
import { elbListeners } from '../../../lambdas/adapters/deployments/elb-listeners';
import { type ElbParts, elbAnswers } from '../../support/accounts/elb-listener';
import { wire, xmlError } from '../../support/accounts/wire';
import { blue, dnsName, green, testListener } from '../../support/world/hook-world';

const reader = (parts: ElbParts) => {
  const { config, requests } = wire(elbAnswers(parts));
  return { listeners: elbListeners(new ElasticLoadBalancingV2Client(config)), requests };
};
const asked = (requests: readonly { readonly body: string }[]) =>
  requests.map(({ body }) => {
    const { Version: _, ...form } = Object.fromEntries(new URLSearchParams(body));
    return form;
  });
const rule = testListener.replace(':listener/', ':listener-rule/').concat('/1291d13826f405c3');

test('a listener has its port, its load balancer, and the targets of all its actions', async () => {
  const { listeners, requests } = reader({
    defaults: [{ group: blue }],
    pages: [[[{ group: blue }]], [[{ group: green, weight: 1 }]]],
  });
  expect(await listeners.read(testListener)).toEqual({
    protocol: 'HTTP',
    port: 8080,
    dnsName,
    forwardsTo: [blue, green],
  });
  expect(asked(requests)).toEqual([
    { Action: 'DescribeListeners', 'ListenerArns.member.1': testListener },
    { Action: 'DescribeRules', ListenerArn: testListener },
    { Action: 'DescribeRules', ListenerArn: testListener, Marker: 'page-1' },
    {
      Action: 'DescribeLoadBalancers',
      'LoadBalancerArns.member.1': expect.stringContaining(':loadbalancer/'),
    },
  ]);
});

test('a rule has only its own targets', async () => {
  const { listeners, requests } = reader({ defaults: [{ group: blue }], pages: [[[{ group: green }]]] });
  expect(await listeners.read(rule)).toMatchObject({ port: 8080, forwardsTo: [green] });
  expect(asked(requests).slice(0, 2)).toEqual([
    { Action: 'DescribeListeners', 'ListenerArns.member.1': testListener },
    { Action: 'DescribeRules', 'RuleArns.member.1': rule },
  ]);
});

test('the rules of a network load balancer are not read', async () => {
  const { listeners, requests } = reader({ defaults: [{ group: green }], pages: [], protocol: 'TCP' });
  const arn = testListener.replace('/app/', '/net/');
  expect(await listeners.read(arn)).toMatchObject({ protocol: 'TCP', forwardsTo: [green] });
  expect(asked(requests).map(({ Action }) => Action)).toEqual(['DescribeListeners', 'DescribeLoadBalancers']);
});

describe('a forward', () => {
  test.each([
    [
      'with a weight of 0 sends nothing',
      [
        { group: blue, weight: 0 },
        { group: green, weight: 100 },
      ],
      [green],
    ],
    [
      'with two weights sends to both',
      [
        { group: blue, weight: 1 },
        { group: green, weight: 99 },
      ],
      [blue, green],
    ],
    ['without weights sends everything', [{ group: blue, weight: null }], [blue]],
  ])('%s', async (_, groups, expected) => {
    const { listeners } = reader({ defaults: groups, pages: [] });
    expect(await listeners.read(testListener)).toMatchObject({ forwardsTo: expected });
  });

  test('has no targets when the action is a fixed response', async () => {
    const { listeners } = reader({ defaults: [], pages: [] });
    expect(await listeners.read(testListener)).toMatchObject({ forwardsTo: [] });
  });
});

describe('an ARN that does not exist', () => {
  test.each(['ListenerNotFound', 'RuleNotFound', 'LoadBalancerNotFound'])('is null: %s', async (code) => {
    const { config } = wire(() => xmlError(code, 'One or more were not found'));
    expect(await elbListeners(new ElasticLoadBalancingV2Client(config)).read(testListener)).toBeNull();
  });

  test.each([
    ['Throttling', 'ServiceBusyError'],
    ['AccessDenied', 'AccessDenied'],
  ])('throws for another refusal: %s', async (code, name) => {
    const { config } = wire(() => xmlError(code, 'no'));
    await expect(
      elbListeners(new ElasticLoadBalancingV2Client(config)).read(testListener),
    ).rejects.toMatchObject({ name });
  });
});
