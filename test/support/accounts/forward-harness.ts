import type { ListenerAction, ListenerOrRule } from '../../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../lambdas/core/routers/alb/schema';
import type { TrafficRouter } from '../../../lambdas/ports';
import type { AnyRouterHarness } from '../../contracts/any-router.contract';
import { loadBalancer } from '../plans/routers';

/** Ways in which a listener or rule carries no percent. */
export const brokenForwards = [
  'when both weights are 0',
  'with one target group alone',
  'without a forward action',
] as const;

/** An action before the forward action, which a shift must send along. */
const login = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://login.example.com', ClientId: 'one' },
} as ListenerAction;

const forwarding = (TargetGroups: readonly object[], more: object = {}) =>
  ({
    Type: 'forward',
    Order: 2,
    ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: false }, ...more },
  }) as ListenerAction;

const groupsOf = ({ oldTargetGroupArn, newTargetGroupArn }: LoadBalancer, old: number, fresh: number) => [
  { TargetGroupArn: oldTargetGroupArn, Weight: old },
  { TargetGroupArn: newTargetGroupArn, Weight: fresh },
];

/** A log-in and a forward action with these weights and without stickiness. */
export const forwardAt = (old: number, fresh: number, more: object = {}): ListenerAction[] => [
  login,
  forwarding(groupsOf(loadBalancer(), old, fresh), more),
];

/** A listener or rule that can be read and replaced behind the router's back. */
export interface ForwardParts {
  found(): ListenerOrRule | Promise<ListenerOrRule>;
  set(to: ListenerOrRule): void | Promise<void>;
}

/** The contract's harness for it. @param front the actions before the forward action */
export function forwardHarness(
  router: TrafficRouter<LoadBalancer>,
  route: LoadBalancer,
  { found, set }: ForwardParts,
  front: readonly ListenerAction[] = [login],
): AnyRouterHarness<LoadBalancer> {
  const put =
    (...actions: readonly ListenerAction[]) =>
    async () =>
      set({ ...(await found()), Actions: actions });
  const at = (old: number, fresh: number, more: object = {}) =>
    put(...front, forwarding(groupsOf(route, old, fresh), more));
  const shift = (percent: number) => at(100 - percent, percent)();
  const [oldGroup = {}] = groupsOf(route, 100, 0);
  const broken = {
    'when both weights are 0': [at(0, 0), /both weights are 0/],
    'with one target group alone': [put(...front, forwarding([oldGroup])), /must forward to exactly/],
    'without a forward action': [
      put({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } } as ListenerAction),
      /no forward action/,
    ],
  } as const;
  return {
    router,
    route,
    seed: shift,
    percent: async () => {
      const groups = (await found()).Actions.at(-1)?.ForwardConfig?.TargetGroups ?? [];
      const weightOf = (arn: string) =>
        groups.find((group) => group.TargetGroupArn === arn)?.Weight ?? Number.NaN;
      const fresh = weightOf(route.newTargetGroupArn);
      return (100 * fresh) / (weightOf(route.oldTargetGroupArn) + fresh);
    },
    rest: async () =>
      JSON.parse(JSON.stringify(await found()), (name, value: unknown) =>
        name === 'Weight' ? undefined : value,
      ),
    foreignShift: shift,
    foreignChange: at(100, 0, { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } }),
    broken: brokenForwards.map((how) => [how, ...broken[how]] as const),
    propagate: async () => undefined,
  };
}
