import * as v from 'valibot';
import { shorten } from '../../health/verdict';
import { targetGroupArn } from '../../plan/plan-fields';
import { listOf } from '../../validation/fields';
import type { Problem } from '../../validation/problems';
import type { OrLater } from '../config-fields';
import type { LoadBalancer } from './schema';

/** Target groups that may be the new path of a forward action. What is not listed is refused. */
export interface ForwardTargets {
  /**
   * ARNs of target groups.
   * @default - none
   */
  readonly targetGroupArns?: readonly string[];
}

/** `newTargets.alb` of a policy. */
export const forwardTargetsSchema = (orLater: OrLater) =>
  v.strictObject({
    targetGroupArns: v.exactOptional(listOf(orLater(targetGroupArn), 0, 100, 'target group ARNs')),
  });

/** Problems of a new target group that the policy does not allow. */
export function forwardTargetProblems(
  { newTargetGroupArn }: LoadBalancer,
  { targetGroupArns = [] }: ForwardTargets,
): Problem[] {
  const list = targetGroupArns.length === 0 ? 'none' : shorten(targetGroupArns.join(', '), 400);
  const message =
    `is "${newTargetGroupArn}"; must be one of the target groups that the deployment's policy allows ` +
    `(newTargets.alb.targetGroupArns): ${list}`;
  return targetGroupArns.includes(newTargetGroupArn) ? [] : [{ path: 'router.newTargetGroupArn', message }];
}
