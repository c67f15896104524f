import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ForwardReading } from '../../core/shared/readings';
import type { References } from '../../ports';
import { answerOf } from '../shared/service-errors';

type ElbReferences = Pick<References, 'loadBalancers' | 'targetGroups' | 'listeners' | 'rules'>;

/** Lists load balancers, target groups, listeners and rules. */
export const elbReferences = (client: Pick<ElasticLoadBalancingV2Client, 'send'>): ElbReferences => ({
  loadBalancers: async (page) => {
    const answer = await answerOf(client.send(new DescribeLoadBalancersCommand(marker(page))));
    const items = (answer.LoadBalancers ?? []).map(({ LoadBalancerArn, DNSName }) => ({
      arn: LoadBalancerArn ?? '',
      dnsName: DNSName ?? '',
    }));
    return { items, next: answer.NextMarker ?? null };
  },
  targetGroups: async (page) => {
    const answer = await answerOf(client.send(new DescribeTargetGroupsCommand(marker(page))));
    const items = (answer.TargetGroups ?? []).map(({ TargetGroupArn, LoadBalancerArns }) => ({
      arn: TargetGroupArn ?? '',
      loadBalancerArns: LoadBalancerArns ?? [],
    }));
    return { items, next: answer.NextMarker ?? null };
  },
  listeners: async (loadBalancerArn, page) => {
    const request = { LoadBalancerArn: loadBalancerArn, ...marker(page) };
    const answer = await answerOf(client.send(new DescribeListenersCommand(request)));
    const items = (answer.Listeners ?? []).map(({ ListenerArn, Protocol, Port, DefaultActions }) =>
      forwardOf(ListenerArn, `${Protocol ?? 'listener'} ${Port ?? ''}`.trim(), DefaultActions),
    );
    return { items, next: answer.NextMarker ?? null };
  },
  rules: async (listenerArn, page) => {
    // Only listeners of Application Load Balancers have rules.
    if (!listenerArn.includes(':listener/app/')) {
      return { items: [], next: null };
    }
    const request = { ListenerArn: listenerArn, ...marker(page) };
    const answer = await answerOf(client.send(new DescribeRulesCommand(request)));
    const items = (answer.Rules ?? [])
      .filter(({ IsDefault }) => IsDefault !== true)
      .map(({ RuleArn, Priority, Actions }) => forwardOf(RuleArn, `rule ${Priority ?? ''}`.trim(), Actions));
    return { items, next: answer.NextMarker ?? null };
  },
});

function marker(page: string | null): { readonly Marker?: string } {
  return page === null ? {} : { Marker: page };
}

function forwardOf(arn: string | undefined, label: string, actions: readonly Action[] = []): ForwardReading {
  return {
    arn: arn ?? '',
    label,
    forwardsTo: actions.flatMap(groupsOf),
    redirectsTo: actions.flatMap(({ RedirectConfig }) => RedirectConfig?.Host ?? []),
  };
}

/** ELB returns a single target group in both forms, the simple and the weighted one. */
function groupsOf({ TargetGroupArn, ForwardConfig }: Action): ForwardReading['forwardsTo'] {
  const weighted = ForwardConfig?.TargetGroups ?? [];
  const groups = weighted.length > 0 ? weighted : [{ TargetGroupArn, Weight: undefined }];
  return groups.flatMap(({ TargetGroupArn: targetGroupArn, Weight }) =>
    targetGroupArn === undefined ? [] : [{ targetGroupArn, weight: Weight ?? null }],
  );
}
