import {
  type Action,
  CreateListenerCommand,
  CreateRuleCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll } from '@jest/globals';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import { albRouter } from '../../lambdas/adapters/routers/alb/alb-router';
import { elbForwardApi } from '../../lambdas/adapters/routers/alb/elb-forward-api';
import type { LoadBalancer } from '../../lambdas/core/routers/alb/schema';
import { describeAnyRouter } from '../contracts/any-router.contract';
import { describeForwardActions } from '../contracts/forward-actions.contract';
import { brokenForwards, type ForwardParts, forwardHarness } from '../support/accounts/forward-harness';
import { createBalancer, createGroup } from './support/load-balancers';
import { realClock } from './support/real-clock';

const elb = elbClient();
afterAll(() => elb.destroy());

const gaps = { 'two writes at once': 'the API has no compare-and-swap' };

/** A listener of a balancer of its own that forwards to two groups, and a rule of it that does. */
async function createRoutes() {
  const [balancer, oldTargetGroupArn, newTargetGroupArn] = await Promise.all([
    createBalancer(elb),
    createGroup(elb),
    createGroup(elb),
  ]);
  const groups = { kind: 'alb', oldTargetGroupArn, newTargetGroupArn, acceptStickinessSeconds: 60 } as const;
  const Actions = [{ Type: 'forward', TargetGroupArn: oldTargetGroupArn } as const];
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn: balancer.arn, Port: 80, Protocol: 'HTTP' },
      DefaultActions: Actions,
    }),
  );
  const listenerArn = Listeners?.[0]?.ListenerArn ?? '';
  const { Rules } = await elb.send(
    new CreateRuleCommand({
      ...{ ListenerArn: listenerArn, Priority: 10, Actions },
      Conditions: [{ Field: 'path-pattern', Values: ['/orders/*'] }],
    }),
  );
  return {
    listener: { ...groups, listenerArn },
    rule: { ...groups, ruleArn: Rules?.[0]?.RuleArn ?? '' },
  };
}

const parts = {
  listener: ({ listenerArn = '' }: LoadBalancer): ForwardParts => ({
    found: async () => {
      const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [listenerArn] }));
      return { Actions: Listeners?.[0]?.DefaultActions ?? [], Port: Listeners?.[0]?.Port };
    },
    set: async ({ Actions }) => {
      const DefaultActions = [...Actions] as Action[];
      await elb.send(new ModifyListenerCommand({ ListenerArn: listenerArn, DefaultActions }));
    },
  }),
  rule: ({ ruleArn = '' }: LoadBalancer): ForwardParts => ({
    found: async () => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [ruleArn] }));
      return { Actions: Rules?.[0]?.Actions ?? [], Conditions: Rules?.[0]?.Conditions };
    },
    set: async ({ Actions }) => {
      await elb.send(new ModifyRuleCommand({ RuleArn: ruleArn, Actions: [...Actions] as Action[] }));
    },
  }),
};

for (const what of ['listener', 'rule'] as const) {
  describeAnyRouter(
    `albRouter with a ${what} on moto`,
    async () => {
      const route: LoadBalancer = (await createRoutes())[what];
      return forwardHarness(albRouter(elbForwardApi(elb), realClock), route, parts[what](route), []);
    },
    brokenForwards,
    gaps,
  );
}

/** What Elastic Load Balancing refuses and moto accepts. */
const accepted = [
  'a weight of 1000',
  'a weight below 0',
  'six target groups',
  'one target group twice',
  'stickiness of 0 s',
  'stickiness of more than a week',
  'the target group of another balancer',
  'two last actions',
];
const acceptedOfListeners = ['a target group that does not exist', 'no action'];

const gapsOfActions = (what: 'listener' | 'rule') =>
  Object.fromEntries(
    [...accepted, ...(what === 'listener' ? acceptedOfListeners : [])].map((one) => [one, 'moto accepts it']),
  );

for (const what of ['listener', 'rule'] as const) {
  const make = async () => {
    const [routes, other, foreign, missing, ...free] = await Promise.all([
      createRoutes(),
      createBalancer(elb),
      createGroup(elb),
      createGroup(elb),
      ...Array.from({ length: 4 }, () => createGroup(elb)),
    ]);
    await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: missing }));
    await elb.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn: other.arn, Port: 80, Protocol: 'HTTP' },
        DefaultActions: [{ Type: 'forward', TargetGroupArn: foreign }],
      }),
    );
    return { api: elbForwardApi(elb), route: routes[what], free, foreign, missing };
  };
  describeForwardActions(`elbForwardApi with a ${what} on moto`, make, gapsOfActions(what));
}
