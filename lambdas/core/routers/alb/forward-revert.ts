import type { RevertReading, RevertTarget } from '../route-revert';
import { describeThirdShare } from '../third-share';
import {
  forwardDrift,
  forwardOf,
  type ListenerAction,
  type ListenerOrRule,
  labelOf,
  stickinessOf,
  versionOf,
  type WeightedGroup,
  withGroups,
} from './forward-action';
import type { LoadBalancer } from './schema';

/** The default of the API (Elastic Load Balancing API Reference, TargetGroupTuple). */
const DEFAULT_WEIGHT = 1;

/**
 * Reads a listener or rule for its revert: what is left of the two target groups, and what someone else has
 * added or removed.
 */
export function readForwardForRevert(
  router: LoadBalancer,
  target: RevertTarget,
  found: ListenerOrRule,
): RevertReading {
  const groups = groupsIn(found.Actions);
  const wanted = wantedWeights(router, target);
  const isOurs = ({ TargetGroupArn: arn }: WeightedGroup) => wanted.has(String(arn));
  const ours = groups.filter(isOurs);
  const after = actionsAt(wanted, found.Actions);
  const sum = sumOf(groupsIn(after));
  const isWritable = ours.length > 0 && sum > 0;
  return {
    percent: percentOf(router, ours),
    isWritable,
    // By weights, not by percent: 255/0 and 100/0 split alike, and the snapshot is what was there.
    isBack:
      !isWritable || ours.every((group) => weightOf(group) === wanted.get(String(group.TargetGroupArn))),
    version: versionOf(found),
    ttlSeconds: stickinessOf(forwardOf(found.Actions)),
    leftAlone: [
      ...groups.filter((group) => !isOurs(group)).flatMap((group) => describeThird(router, group, sum)),
      ...(ours.length === wanted.size ? describeDrift(router, target, { ...found, Actions: after }) : []),
    ],
    unrestored: [...wanted.keys()]
      .filter((arn) => !ours.some(({ TargetGroupArn }) => TargetGroupArn === arn))
      .map((arn) => describeMissing(router, arn, found.Actions)),
  };
}

/** The actions of a revert: our target groups with the weights of the snapshot, and the rest as it is. */
export function revertedActions(
  router: LoadBalancer,
  target: RevertTarget,
  { Actions }: ListenerOrRule,
): ListenerAction[] {
  return actionsAt(wantedWeights(router, target), Actions);
}

/** The weights of the snapshot, by target group. */
function wantedWeights(router: LoadBalancer, { version }: RevertTarget): ReadonlyMap<string, number> {
  const groups = groupsIn((JSON.parse(version) as ListenerOrRule).Actions);
  return new Map(
    [router.oldTargetGroupArn, router.newTargetGroupArn].flatMap((arn) =>
      groups
        .filter(({ TargetGroupArn }) => TargetGroupArn === arn)
        .map((group): [string, number] => [arn, weightOf(group)]),
    ),
  );
}

function actionsAt(
  wanted: ReadonlyMap<string, number>,
  actions: readonly ListenerAction[],
): ListenerAction[] {
  return withGroups(actions, (groups) =>
    groups.map((group) => ({ ...group, Weight: wanted.get(String(group.TargetGroupArn)) ?? group.Weight })),
  );
}

/** The target groups with weights; none where the action forwards to a single one without weights. */
function groupsIn(actions: readonly ListenerAction[]): readonly WeightedGroup[] {
  return forwardOf(actions)?.ForwardConfig?.TargetGroups ?? [];
}

function percentOf({ newTargetGroupArn }: LoadBalancer, groups: readonly WeightedGroup[]): number | null {
  const fresh = groups.filter(({ TargetGroupArn }) => TargetGroupArn === newTargetGroupArn);
  const sum = sumOf(groups);
  return sum === 0 ? null : (100 * sumOf(fresh)) / sum;
}

/** @param sum of the weights after the revert */
function describeThird(router: LoadBalancer, group: WeightedGroup, sum: number): string[] {
  const weight = weightOf(group);
  const third = `${labelOf(router)}: a third target group ${group.TargetGroupArn}`;
  return weight === 0 ? [] : [`${third} keeps its weight ${weight}, ${describeThirdShare(weight, sum)}`];
}

/** What someone else has changed beside the weights; a third target group is described by itself. */
function describeDrift(router: LoadBalancer, { version }: RevertTarget, after: ListenerOrRule): string[] {
  const arns = groupsIn((JSON.parse(version) as ListenerOrRule).Actions).map((group) => group.TargetGroupArn);
  const Actions = withGroups(after.Actions, (groups) =>
    groups.filter(({ TargetGroupArn }) => arns.includes(TargetGroupArn)),
  );
  const drift = forwardDrift(version, versionOf({ ...after, Actions }));
  return drift === '' ? [] : [`${labelOf(router)}: ${drift}`];
}

function describeMissing(router: LoadBalancer, arn: string, actions: readonly ListenerAction[]): string {
  const how =
    forwardOf(actions) === undefined
      ? `it has no forward action to ${arn}`
      : `its forward action has no weight for ${arn}`;
  return `${labelOf(router)}: ${how}; forward to both target groups again, with the weights of before`;
}

function weightOf({ Weight = DEFAULT_WEIGHT }: WeightedGroup): number {
  return Weight;
}

function sumOf(groups: readonly WeightedGroup[]): number {
  return groups.reduce((sum, group) => sum + weightOf(group), 0);
}
