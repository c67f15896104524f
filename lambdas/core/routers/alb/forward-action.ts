import { canonical } from '../../shared/canonical';
import { RouteBrokenError } from '../../shared/errors';
import type { RouteReading } from '../../shared/readings';
import { weightsFor } from '../route53/weighted-records';
import type { LoadBalancer } from './schema';

/** A target group with its weight, 0 to 999 (default 1). */
export interface WeightedGroup {
  readonly TargetGroupArn?: string | undefined;
  readonly Weight?: number | undefined;
}

/**
 * An action of a listener or rule in the shape of the API. Fields that are not named here are kept unchanged.
 */
export interface ListenerAction {
  readonly Type?: string | undefined;
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?:
    | {
        readonly TargetGroups?: readonly WeightedGroup[] | undefined;
        readonly TargetGroupStickinessConfig?:
          | { readonly Enabled?: boolean | undefined; readonly DurationSeconds?: number | undefined }
          | undefined;
      }
    | undefined;
}

/** A listener or a rule: its actions, and the fields that decide which requests they receive. */
export interface ListenerOrRule {
  readonly Actions: readonly ListenerAction[];
  readonly [beside: string]: unknown;
}

/**
 * Reads a route from its listener or rule.
 * @throws RouteBrokenError when there is no forward action over exactly the two target groups, or both
 *   weights are 0
 */
export function readForward(router: LoadBalancer, found: ListenerOrRule): RouteReading {
  const { groups, stickySeconds } = forwardIn(router, found.Actions);
  const weightOf = (arn: string) => groups.find((one) => one.TargetGroupArn === arn)?.Weight ?? 1;
  const [old, fresh] = [weightOf(router.oldTargetGroupArn), weightOf(router.newTargetGroupArn)];
  if (old + fresh === 0) {
    throw new RouteBrokenError(
      `${labelOf(router)}: both weights are 0; give the path that is to serve a weight above 0`,
    );
  }
  return {
    percent: (100 * fresh) / (old + fresh),
    version: versionOf(found),
    ttlSeconds: stickySeconds,
    ttlIsOurs: false,
  };
}

/** The version that a route of this version has once it is at `percent` and nothing else has changed. */
export function forwardAt(router: LoadBalancer, version: string, percent: number): string {
  const before = JSON.parse(version) as ListenerOrRule;
  return versionOf({ ...before, Actions: weighted(router, before.Actions, percent) });
}

/** The same actions with the weights of a percent. */
export function weighted(
  router: LoadBalancer,
  actions: readonly ListenerAction[],
  percent: number,
): ListenerAction[] {
  const weights = weightsFor(percent);
  return withGroups(actions, (groups) =>
    groups.map((group) => ({
      ...group,
      Weight: group.TargetGroupArn === router.newTargetGroupArn ? weights.new : weights.old,
    })),
  );
}

/** The same actions with other target groups. */
export function withGroups(
  actions: readonly ListenerAction[],
  change: (groups: readonly WeightedGroup[]) => readonly WeightedGroup[],
): ListenerAction[] {
  return actions.map((action) =>
    action.ForwardConfig?.TargetGroups === undefined
      ? action
      : {
          ...action,
          ForwardConfig: { ...action.ForwardConfig, TargetGroups: change(action.ForwardConfig.TargetGroups) },
        },
  );
}

/** What differs between two versions, for an operator: each place with both values. */
export function forwardDrift(expected: string, found: string): string {
  const [before, after] = [placesOf(JSON.parse(expected)), placesOf(JSON.parse(found))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((place) => before.get(place) !== after.get(place))
    .map((place) => `${place} ${before.get(place)} → ${after.get(place)}`)
    .join('; ');
}

/** The ARN of a listener or rule without account and region: `listener/app/…`. */
export function labelOf(router: LoadBalancer): string {
  return arnOf(router).replace(/^(?:[^:]*:){5}/, '');
}

/**
 * The ARN of the listener or of the rule that splits the traffic. A checked plan has exactly one of the two.
 */
export function arnOf({ listenerArn, ruleArn }: LoadBalancer): string {
  return ruleArn ?? listenerArn ?? '';
}

/** The dimension `LoadBalancer` of the load balancer that the listener or rule belongs to: `app/NAME/ID`. */
export function balancerOf(router: LoadBalancer): string {
  return labelOf(router).split('/').slice(1, 4).join('/');
}

/**
 * A listener or rule as text. Target groups are a set: the API may return them in any order.
 */
export function versionOf(found: ListenerOrRule): string {
  const byArn = (a: WeightedGroup, b: WeightedGroup) =>
    String(a.TargetGroupArn) < String(b.TargetGroupArn) ? -1 : 1;
  const Actions = withGroups(found.Actions, (groups) => [...groups].sort(byArn));
  return JSON.stringify(canonical({ ...found, Actions }));
}

interface Forward {
  readonly groups: readonly WeightedGroup[];
  /** 0 without stickiness. */
  readonly stickySeconds: number;
}

function forwardIn(router: LoadBalancer, actions: readonly ListenerAction[]): Forward {
  const here = labelOf(router);
  const forward = forwardOf(actions);
  if (forward === undefined) {
    throw new RouteBrokenError(`${here}: it has no forward action, so there are no weights to shift`);
  }
  const { TargetGroups: groups = [{ TargetGroupArn: forward.TargetGroupArn }] } = forward.ForwardConfig ?? {};
  const wanted = [router.oldTargetGroupArn, router.newTargetGroupArn];
  const found = groups.map((group) => String(group.TargetGroupArn));
  if (found.length !== wanted.length || !wanted.every((arn) => found.includes(arn))) {
    throw new RouteBrokenError(
      `${here}: it forwards to ${found.join(', ')}; ` +
        `it must forward to exactly ${wanted.join(' and ')}, each with the share that it has now`,
    );
  }
  return { groups, stickySeconds: stickinessOf(forward) };
}

/** The forward action; undefined without one. */
export function forwardOf(actions: readonly ListenerAction[]): ListenerAction | undefined {
  return actions.find((action) => action.Type === 'forward');
}

/** How long a cookie keeps a client with its target group, in seconds; 0 without stickiness. */
export function stickinessOf(forward: ListenerAction | undefined): number {
  const { Enabled, DurationSeconds = 0 } = forward?.ForwardConfig?.TargetGroupStickinessConfig ?? {};
  return Enabled === true ? DurationSeconds : 0;
}

/** Each plain value of a document by its place, such as `Actions[0].ForwardConfig.TargetGroups[1].Weight`. */
function placesOf(value: unknown, place = ''): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) {
    return new Map([[place, JSON.stringify(value)]]);
  }
  const below = Object.entries(value).flatMap(([name, one]) => [
    ...placesOf(
      one,
      Array.isArray(value) ? `${place}[${name}]` : `${place}${place === '' ? '' : '.'}${name}`,
    ),
  ]);
  return new Map(below);
}
