import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listeners } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/**
 * Errors for an ARN that does not exist.
 * Source: Elastic Load Balancing API Reference, DescribeListeners and DescribeRules.
 */
const MISSING = ['ListenerNotFoundException', 'RuleNotFoundException', 'LoadBalancerNotFoundException'];

/** Reads listeners of application and network load balancers. */
export const elbListeners = (client: Pick<ElasticLoadBalancingV2Client, 'send'>): Listeners => ({
  read: async (arn) => {
    try {
      const ruleArn = arn.includes(':listener-rule/') ? arn : null;
      const listener = await listenerOf(client, ruleArn === null ? arn : listenerOfRule(ruleArn));
      const actions =
        ruleArn === null ? await actionsOf(client, listener, arn) : await ruleActions(client, ruleArn);
      const { LoadBalancers } = await answerOf(
        client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [listener.LoadBalancerArn ?? ''] })),
      );
      return {
        protocol: listener.Protocol ?? 'unknown',
        port: listener.Port ?? 0,
        dnsName: LoadBalancers?.[0]?.DNSName ?? '',
        forwardsTo: [...new Set(actions.flatMap(receivers))],
      };
    } catch (error) {
      if (MISSING.some((name) => isNamed(error, name))) {
        return null;
      }
      throw error;
    }
  },
});

/**
 * The listener of `…:listener-rule/app/name/balancer/listener/rule` has the same ARN without the last part.
 * Source: Service Authorization Reference, "Elastic Load Balancing V2".
 */
function listenerOfRule(ruleArn: string): string {
  return ruleArn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
}

async function listenerOf(
  client: Pick<ElasticLoadBalancingV2Client, 'send'>,
  arn: string,
): Promise<Listener> {
  const { Listeners: found } = await answerOf(
    client.send(new DescribeListenersCommand({ ListenerArns: [arn] })),
  );
  return found?.[0] ?? {};
}

async function ruleActions(
  client: Pick<ElasticLoadBalancingV2Client, 'send'>,
  ruleArn: string,
): Promise<readonly Action[]> {
  const { Rules } = await answerOf(client.send(new DescribeRulesCommand({ RuleArns: [ruleArn] })));
  return actionsIn(Rules);
}

/**
 * The actions of a listener, by default and in its rules. Listeners of network load balancers have no rules.
 */
async function actionsOf(
  client: Pick<ElasticLoadBalancingV2Client, 'send'>,
  { DefaultActions = [] }: Listener,
  arn: string,
): Promise<readonly Action[]> {
  const rules = arn.includes(':listener/app/') ? await rulesOf(client, arn) : [];
  return [...DefaultActions, ...actionsIn(rules)];
}

async function rulesOf(
  client: Pick<ElasticLoadBalancingV2Client, 'send'>,
  arn: string,
  marker?: string,
): Promise<readonly Rule[]> {
  const page = { ListenerArn: arn, ...(marker === undefined ? {} : { Marker: marker }) };
  const { Rules = [], NextMarker } = await answerOf(client.send(new DescribeRulesCommand(page)));
  return NextMarker === undefined ? Rules : [...Rules, ...(await rulesOf(client, arn, NextMarker))];
}

function actionsIn(rules: readonly Rule[] = []): readonly Action[] {
  return rules.flatMap(({ Actions }) => Actions ?? []);
}

/** The target groups that receive a share of the traffic from an action. The default weight is 1. */
function receivers({ TargetGroupArn, ForwardConfig }: Action): string[] {
  const weighted = ForwardConfig?.TargetGroups ?? [{ TargetGroupArn }];
  return weighted.flatMap((one) => {
    const arn = one.TargetGroupArn;
    return arn === undefined || ('Weight' in one && one.Weight === 0) ? [] : [arn];
  });
}
