import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-auto-scaling';
import type { References } from '../../ports';
import { answerOf } from '../shared/service-errors';

/** The largest page of both calls (Amazon EC2 Auto Scaling API Reference). */
const ITEMS_PER_PAGE = 100;

/** Lists Auto Scaling groups with their target groups, and scheduled actions. */
export const autoScalingReferences = (
  client: Pick<AutoScalingClient, 'send'>,
): Pick<References, 'autoScalingGroups' | 'scheduledActions'> => ({
  autoScalingGroups: async (page) => {
    const answer = await answerOf(client.send(new DescribeAutoScalingGroupsCommand(pageOf(page))));
    const items = (answer.AutoScalingGroups ?? []).map((group) => ({
      name: group.AutoScalingGroupName ?? '',
      desired: group.DesiredCapacity ?? 0,
      targetGroupArns: attachedTargetGroups(group),
    }));
    return { items, next: answer.NextToken ?? null };
  },
  scheduledActions: async (page) => {
    const answer = await answerOf(client.send(new DescribeScheduledActionsCommand(pageOf(page))));
    const items = (answer.ScheduledUpdateGroupActions ?? []).map((one) => ({
      name: one.ScheduledActionName ?? '',
      group: one.AutoScalingGroupName ?? '',
      capacity: one.DesiredCapacity ?? one.MinSize ?? null,
    }));
    return { items, next: answer.NextToken ?? null };
  },
});

/**
 * The target groups of a group, as both lists have them: `TrafficSources` has those of newer groups as well
 * (API Reference, AutoScalingGroup).
 */
export function attachedTargetGroups({
  TargetGroupARNs = [],
  TrafficSources = [],
}: Pick<AutoScalingGroup, 'TargetGroupARNs' | 'TrafficSources'>): readonly string[] {
  const sources = TrafficSources.flatMap(({ Identifier, Type }) =>
    Identifier === undefined || (Type !== undefined && Type !== 'elbv2') ? [] : [Identifier],
  );
  return [...new Set([...TargetGroupARNs, ...sources])];
}

function pageOf(page: string | null): { readonly MaxRecords: number; readonly NextToken?: string } {
  return { MaxRecords: ITEMS_PER_PAGE, ...(page === null ? {} : { NextToken: page }) };
}
