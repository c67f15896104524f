import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from '@jest/globals';
import { elbBalancers } from '../../../lambdas/adapters/preflight/elb-balancers';

const arn = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;
const forward = (name: string) => [{ Type: 'forward', TargetGroupArn: arn(`targetgroup/${name}/1`) }];

/** A client that answers each command with what the test has for it, page by page. */
function clientWith(answers: Readonly<Record<string, readonly object[]>>) {
  const sent: { readonly command: string; readonly input: unknown }[] = [];
  const send = async (command: {
    readonly input: unknown;
    readonly constructor: { readonly name: string };
  }) => {
    const { name } = command.constructor;
    const before = sent.filter((one) => one.command === name).length;
    sent.push({ command: name, input: command.input });
    const answer = answers[name]?.[before];
    if (answer === undefined || answer instanceof Error) {
      throw answer ?? new Error(`no answer to ${name}`);
    }
    return answer;
  };
  return { client: { send } as unknown as Pick<ElasticLoadBalancingV2Client, 'send'>, sent };
}

describe('what a load balancer forwards to', () => {
  test('is every listener of all pages with its rules, without their default rules', async () => {
    const { client, sent } = clientWith({
      DescribeLoadBalancersCommand: [{ LoadBalancers: [{ LoadBalancerArn: arn('loadbalancer/app/x/1') }] }],
      DescribeListenersCommand: [
        {
          Listeners: [{ ListenerArn: arn('listener/app/x/1/2'), DefaultActions: forward('a') }],
          NextMarker: 'more',
        },
        { Listeners: [{ ListenerArn: arn('listener/app/x/1/3'), DefaultActions: [] }] },
      ],
      DescribeRulesCommand: [
        {
          Rules: [
            { RuleArn: arn('listener-rule/app/x/1/2/4'), Priority: '1', Actions: forward('b') },
            { RuleArn: 'default', IsDefault: true, Actions: forward('a') },
          ],
        },
        {},
      ],
    });
    const found = await elbBalancers(client).forwards('app/x/1', null);
    expect(
      found?.map((one) => [one.arn, one.forwardsTo.map(({ targetGroupArn }) => targetGroupArn)]),
    ).toEqual([
      [arn('listener/app/x/1/2'), [arn('targetgroup/a/1')]],
      [arn('listener/app/x/1/3'), []],
      [arn('listener-rule/app/x/1/2/4'), [arn('targetgroup/b/1')]],
    ]);
    expect(sent[0]?.input).toEqual({ Names: ['x'] });
  });

  test('is null for a load balancer that does not exist', async () => {
    const missing = Object.assign(new Error('no'), { name: 'LoadBalancerNotFoundException' });
    const { client } = clientWith({ DescribeLoadBalancersCommand: [missing] });
    expect(await elbBalancers(client).forwards('app/x/1', null)).toBeNull();
  });

  test('is null for another load balancer of the same name', async () => {
    const other = { LoadBalancers: [{ LoadBalancerArn: arn('loadbalancer/app/x/9') }] };
    const { client } = clientWith({ DescribeLoadBalancersCommand: [other] });
    expect(await elbBalancers(client).forwards('app/x/1', null)).toBeNull();
  });

  test('is an error when it may not be read', async () => {
    const { client } = clientWith({
      DescribeLoadBalancersCommand: [Object.assign(new Error('no'), { name: 'AccessDenied' })],
    });
    await expect(elbBalancers(client).forwards('app/x/1', null)).rejects.toThrow('no');
  });
});
