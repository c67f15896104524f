import type { DirectDefinition } from '../direct-definition';
import type { DirectReading, PathWeights } from '../direct-weights';
import { type ListenerAction, type ListenerOrRule, labelOf, versionOf, withGroups } from './forward-action';
import type { LoadBalancer } from './schema';

/** An ARN that has the form of a target group's, in an account that cannot exist. */
const NO_GROUP = 'arn:aws:elasticloadbalancing:none:000000000000:targetgroup/none/0';

/** Weights of a forward action, set exactly. */
export const albDirect: DirectDefinition<LoadBalancer> = {
  // Elastic Load Balancing API Reference, TargetGroupTuple, "Weight".
  maxWeight: 999,
  sum: null,
  pathName: 'target group ARN',
  unnamed: { old: NO_GROUP, new: NO_GROUP },
  fields: (key, paths) => ({
    [key.includes(':listener-rule/') ? 'ruleArn' : 'listenerArn']: key,
    oldTargetGroupArn: paths.old,
    newTargetGroupArn: paths.new,
  }),
  ofKey: (route) => route,
};

/** Reads the target groups of every forward action. A group without a weight has 1, as in the API. */
export function readDirectForward(route: LoadBalancer, found: ListenerOrRule): DirectReading {
  const forwards = found.Actions.flatMap(({ ForwardConfig }) => ForwardConfig ?? []);
  const group = labelOf(route);
  return {
    standing: forwards.flatMap(({ TargetGroups = [] }) =>
      TargetGroups.map(({ TargetGroupArn, Weight = 1 }) => ({
        group,
        id: String(TargetGroupArn),
        weight: Weight,
      })),
    ),
    version: versionOf(found),
    ttlSeconds: Math.max(
      0,
      ...forwards.map(({ TargetGroupStickinessConfig: sticky }) =>
        sticky?.Enabled === true ? (sticky.DurationSeconds ?? 0) : 0,
      ),
    ),
  };
}

/** The same actions with these weights on the two target groups. A third group keeps its weight. */
export function directActions(
  route: LoadBalancer,
  actions: readonly ListenerAction[],
  weights: PathWeights,
): ListenerAction[] {
  const weightOf = new Map([
    [route.oldTargetGroupArn, weights.old],
    [route.newTargetGroupArn, weights.new],
  ]);
  return withGroups(actions, (groups) =>
    groups.map((group) => {
      const Weight = weightOf.get(String(group.TargetGroupArn));
      return Weight === undefined ? group : { ...group, Weight };
    }),
  );
}
