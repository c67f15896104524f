import * as v from 'valibot';
import { listOf, text, textLike } from '../validation/fields';
import { autoScalingGroupReference } from './instances';
import { hostedZoneId, targetGroups } from './plan-fields';

const loadBalancers = (what: string) =>
  listOf(
    textLike(
      /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/(app|net|gwy)\/.+$/,
      'must be the ARN of a load balancer, such as' +
        ' arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/…',
    ),
    0,
    50,
    what,
  );

const host = textLike(
  /^((?=.{1,253}\.?$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+\.?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/,
  'must be a host name, such as old-1234567890.eu-west-1.elb.amazonaws.com, or an IP address',
);

/**
 * The parts of the old path. Parts that are left out are derived from the old record: its host, the load
 * balancer of that host, and the target groups of that load balancer.
 */
const oldPathSchema = v.strictObject({
  loadBalancerArns: v.optional(loadBalancers('load balancer ARNs of the old path (empty if it has none)')),
  targetGroupArns: v.optional(targetGroups),
  /** Auto Scaling groups that are removed with the old path. */
  autoScalingGroups: v.optional(
    listOf(autoScalingGroupReference, 0, 20, 'Auto Scaling groups of the old path'),
  ),
  hosts: v.optional(listOf(host, 0, 100, 'host names and addresses of the old path')),
});

/** Where to search. By default: all resources of the Region, and the hosted zone of the route. */
const lookInSchema = v.strictObject({
  hostedZoneIds: v.optional(listOf(hostedZoneId, 0, 20, 'hosted zone ids'), []),
  alarmPrefix: v.optional(text(255, 'the prefix of the alarm names (default: every alarm)')),
  clusters: v.optional(
    listOf(text(2048, 'the name or ARN of an ECS cluster'), 0, 100, 'ECS clusters (default: every cluster)'),
  ),
  loadBalancerArns: v.optional(loadBalancers('load balancers (default: every load balancer of the Region)')),
});

/**
 * `decommission` of a plan: what must not be referenced any more after the hold, and where to search for
 * references.
 */
export const decommissionSchema = v.strictObject({
  oldPath: v.optional(oldPathSchema, {}),
  lookIn: v.optional(lookInSchema, {}),
});

/** What must not be referenced any more, and where to search for references. */
export type Decommission = v.InferOutput<typeof decommissionSchema>;
