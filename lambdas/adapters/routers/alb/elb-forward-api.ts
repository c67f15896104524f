import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerAction, ListenerOrRule } from '../../../core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../core/routers/alb/schema';
import { answerOf, isNamed } from '../../shared/service-errors';
import type { ForwardApi } from './alb-router';
import { forwardError } from './forward-errors';

type Client = Pick<ElasticLoadBalancingV2Client, 'send'>;

/**
 * Errors for an ARN that does not exist (Elastic Load Balancing API Reference, DescribeListeners and
 * DescribeRules).
 */
const MISSING = ['ListenerNotFoundException', 'RuleNotFoundException'];

/** Listeners and rules of the Elastic Load Balancing API. */
export const elbForwardApi = (client: Client): ForwardApi => ({
  read: async (route) => {
    try {
      return await (route.ruleArn === undefined ? listenerOf(client, route) : ruleOf(client, route.ruleArn));
    } catch (error) {
      if (MISSING.some((name) => isNamed(error, name))) {
        return null;
      }
      throw error;
    }
  },
  modify: async (route, actions) => {
    try {
      await modify(client, route, actions.map(withSecret));
    } catch (error) {
      throw forwardError(error, route);
    }
  },
});

async function ruleOf(client: Client, ruleArn: string): Promise<ListenerOrRule | null> {
  const { Rules } = await answerOf(client.send(new DescribeRulesCommand({ RuleArns: [ruleArn] })));
  const [rule] = Rules ?? [];
  return rule === undefined
    ? null
    : { Actions: rule.Actions ?? [], Conditions: rule.Conditions, Priority: rule.Priority };
}

async function listenerOf(client: Client, { listenerArn }: LoadBalancer): Promise<ListenerOrRule | null> {
  const ListenerArns = [listenerArn ?? ''];
  const { Listeners } = await answerOf(client.send(new DescribeListenersCommand({ ListenerArns })));
  const [listener] = Listeners ?? [];
  return listener === undefined
    ? null
    : { Actions: listener.DefaultActions ?? [], Port: listener.Port, Protocol: listener.Protocol };
}

/**
 * Sends all actions, since the API removes those that are left out. It sends nothing else of the listener or
 * rule, so nothing else changes.
 */
async function modify(
  client: Client,
  { listenerArn, ruleArn }: LoadBalancer,
  actions: Action[],
): Promise<void> {
  await (ruleArn === undefined
    ? answerOf(client.send(new ModifyListenerCommand({ ListenerArn: listenerArn, DefaultActions: actions })))
    : answerOf(client.send(new ModifyRuleCommand({ RuleArn: ruleArn, Actions: actions }))));
}

/**
 * The API never returns a client secret, so a write must ask to keep it (AuthenticateOidcActionConfig,
 * `UseExistingClientSecret`).
 */
function withSecret(read: ListenerAction): Action {
  // It was read from this API, so it has its shape.
  const action = read as Action;
  return action.AuthenticateOidcConfig === undefined
    ? action
    : {
        ...action,
        AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true },
      };
}
