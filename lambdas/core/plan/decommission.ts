import * as v from 'valibot';
import { listOf, text, textLike } from '../validation/fields';
import { hostedZoneId, targetGroups } from './plan-fields';

const loadBalancers = (what: string) =>
  listOf(
    textLike(
      /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/(app|net|gwy)\/.+$/,
      'must be the ARN of a load balancer, such as arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/…',
    ),
    0,
    50,
    what,
  );

const host = textLike(
  /^((?=.{1,253}\.?$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+\.?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/,
  'must be a host name, such as old-1234567890.eu-west-1.elb.amazonaws.com, or an IP address',
);

/** What the old path is. What is left out is found from the old record: its host, that host's load balancer, that one's target groups. */
const oldPathSchema = v.strictObject({
  loadBalancerArns: v.optional(loadBalancers('load balancer ARNs of the old path; empty: it has none')),
  targetGroupArns: v.optional(targetGroups),
  hosts: v.optional(listOf(host, 0, 100, 'host names and addresses of the old path')),
});

/** Where to look. What is left out: everything of the region, and of zones the route's own. */
const lookInSchema = v.strictObject({
  hostedZoneIds: v.optional(listOf(hostedZoneId, 0, 20, 'hosted zone ids'), []),
  alarmPrefix: v.optional(text(255, 'what the names of the alarms begin with; absent: every alarm')),
  clusters: v.optional(
    listOf(text(2048, 'the name or ARN of an ECS cluster'), 0, 100, 'ECS clusters; absent: every cluster'),
  ),
  loadBalancerArns: v.optional(loadBalancers('load balancers; absent: every one of the region')),
});

/** After the hold: what must no longer be pointed at, and by whom. */
export const decommissionSchema = v.strictObject({
  oldPath: v.optional(oldPathSchema, {}),
  lookIn: v.optional(lookInSchema, {}),
});

/** What a proof that the old path can go looks for, and where. */
export type Decommission = v.InferOutput<typeof decommissionSchema>;
