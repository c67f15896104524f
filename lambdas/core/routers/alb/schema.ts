import * as v from 'valibot';
import { roleEntries } from '../../access/account-role';
import { targetGroupArn } from '../../plan/plan-fields';
import { seconds, textLike } from '../../validation/fields';
import { namesOf, type OrLater } from '../config-fields';

const kind = v.literal('alb', 'must be "alb"');

/** Without `*`, since permissions name these ARNs as their resources. */
const listenerArn = textLike(
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener\/app\/[^/*]+\/[^/*]+\/[^/*]+$/,
  'must be the ARN of one listener of an Application Load Balancer, without wildcards, such as ' +
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/…',
);

const ruleArn = textLike(
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener-rule\/app\/[^/*]+\/[^/*]+\/[^/*]+\/[^/*]+$/,
  'must be the ARN of one rule of an Application Load Balancer, without wildcards, such as ' +
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/…',
);

/** Weights of a forward action of an Application Load Balancer. */
export const albSchema = v.strictObject({
  kind,
  /** The action is this listener's default; otherwise it is the rule's. Exactly one of the two is given. */
  listenerArn: v.optional(listenerArn),
  ruleArn: v.optional(ruleArn),
  oldTargetGroupArn: targetGroupArn,
  newTargetGroupArn: targetGroupArn,
  /** Target group stickiness keeps clients on a path for its duration, also after a revert. */
  acceptStickinessSeconds: v.optional(
    seconds(0, 'that target group stickiness may hold a client on its path; longer is rejected', 604_800),
    0,
  ),
  /** A role of the account that the route is in, where that is not the account of the workflow. */
  ...roleEntries,
});

/** Weights of a forward action of a load balancer. */
export type LoadBalancer = v.InferOutput<typeof albSchema>;

/** Forward actions that a deployment may shift. */
export const forwardConfigSchema = (orLater: OrLater) =>
  v.strictObject({
    kind,
    listenerArns: v.exactOptional(namesOf(orLater(listenerArn), 0, 'ARNs of listeners'), []),
    ruleArns: v.exactOptional(namesOf(orLater(ruleArn), 0, 'ARNs of rules'), []),
  });

/** Forward actions that a deployment may shift, with every default filled in. */
export type ForwardConfig = v.InferOutput<ReturnType<typeof forwardConfigSchema>>;
