import type {
  ListenerAction,
  ListenerOrRule,
  WeightedGroup,
} from '../../../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import { type ForwardSetup, NOTHING_SHIFTED } from '../route-setup';

/** A forward action's target groups with their weights, and its stickiness. */
export type ForwardSettings = NonNullable<ListenerAction['ForwardConfig']>;

/** An action before the forward action, which a shift must send along. */
const LOGIN = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://login.example.net', ClientId: 'rehearsal' },
};

/** The listener or rule before anything happens. */
export function startForward(
  route: LoadBalancer,
  { stickinessSeconds, weights = NOTHING_SHIFTED }: ForwardSetup,
): ListenerOrRule {
  const groups = [
    { TargetGroupArn: route.oldTargetGroupArn, Weight: weights.old },
    { TargetGroupArn: route.newTargetGroupArn, Weight: weights.new },
  ];
  const sticky =
    stickinessSeconds === 0 ? { Enabled: false } : { Enabled: true, DurationSeconds: stickinessSeconds };
  const forward = {
    Type: 'forward',
    Order: 2,
    ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: sticky },
  };
  return { Actions: [LOGIN, forward] };
}

/** The configuration of the forward action; undefined without one. */
export function forwardConfigOf({ Actions }: ListenerOrRule): ForwardSettings | undefined {
  return Actions.find((action) => action.Type === 'forward')?.ForwardConfig;
}

/** The same listener or rule with another configuration of its forward action. */
export function withForwardConfig(
  found: ListenerOrRule,
  change: (config: ForwardSettings) => ForwardSettings,
): ListenerOrRule {
  const Actions = found.Actions.map((action) =>
    action.Type === 'forward' ? { ...action, ForwardConfig: change(action.ForwardConfig ?? {}) } : action,
  );
  return { ...found, Actions };
}

/**
 * Percent on the new path. AWS does not document what is served when both weights are 0; here it is the old
 * path.
 */
export function percentOfForward(route: LoadBalancer, found: ListenerOrRule): number {
  const groups = forwardConfigOf(found)?.TargetGroups ?? [];
  const fresh = groups.filter(({ TargetGroupArn }) => TargetGroupArn === route.newTargetGroupArn);
  return (100 * sumOf(fresh)) / Math.max(1, sumOf(groups));
}

function sumOf(groups: readonly WeightedGroup[]): number {
  return groups.reduce((total, { Weight = 1 }) => total + Weight, 0);
}

/** How long a cookie keeps a client with its target group; 0 while stickiness is off. */
export function stickySecondsOf(config: ForwardSettings | undefined): number {
  const { Enabled = false, DurationSeconds = 0 } = config?.TargetGroupStickinessConfig ?? {};
  return Enabled ? DurationSeconds : 0;
}

/** Why a listener or rule cannot carry a percent; null when it can. */
export function forwardBrokenBy(route: LoadBalancer, found: ListenerOrRule): string | null {
  const groups = forwardConfigOf(found)?.TargetGroups ?? [];
  const missing = [route.oldTargetGroupArn, route.newTargetGroupArn].filter(
    (arn) => !groups.some(({ TargetGroupArn }) => TargetGroupArn === arn),
  );
  if (missing.length > 0) {
    return `it does not forward to ${missing.join(', ')}`;
  }
  const weights = groups.map(({ Weight = 1 }) => Weight);
  return weights.every((weight) => weight === 0) ? `weights ${weights.join(', ')}` : null;
}

/** The same text for the same listener or rule: target groups are a set, so their order does not count. */
export function textOf(found: ListenerOrRule, unweighted: readonly string[] = []): string {
  return JSON.stringify(canonical(found), (name, value: unknown) => {
    if (name === 'TargetGroups') {
      return [...(value as WeightedGroup[])].sort((a, b) =>
        String(a.TargetGroupArn) < String(b.TargetGroupArn) ? -1 : 1,
      );
    }
    const { TargetGroupArn: arn } = (value ?? {}) as WeightedGroup;
    return arn !== undefined && unweighted.includes(arn)
      ? { ...(value as object), Weight: undefined }
      : value;
  });
}
