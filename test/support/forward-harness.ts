import type { ListenerAction, ListenerOrRule } from '../../lambdas/core/forward-action';
import type { LoadBalancer } from '../../lambdas/core/plan-router';
import type { TrafficRouter } from '../../lambdas/ports';
import type { AnyRouterHarness } from '../contracts/any-router.contract';
import { newTargetGroupArn, oldTargetGroupArn } from './routers';

/** Ways in which a listener or rule carries no percent. */
export const brokenForwards = [
  'when both weights are 0',
  'with one target group alone',
  'with a third target group',
  'without a forward action',
] as const;

const groups = (old: number, fresh: number) => [
  { TargetGroupArn: oldTargetGroupArn, Weight: old },
  { TargetGroupArn: newTargetGroupArn, Weight: fresh },
];

/** Actions with a log-in in front and stickiness that is off. */
export const forwarding = (TargetGroups: readonly object[], more: object = {}): ListenerAction[] => [
  {
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: { Issuer: 'https://login.example.com', ClientId: 'one' },
  } as ListenerAction,
  {
    Type: 'forward',
    Order: 2,
    ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: false }, ...more },
  } as ListenerAction,
];

/** The same at weights. */
export const forwardAt = (old: number, fresh: number, more: object = {}) =>
  forwarding(groups(old, fresh), more);

/** The harness of a listener or rule that can be read and replaced behind the router's back. */
export function forwardHarness(
  router: TrafficRouter<LoadBalancer>,
  route: LoadBalancer,
  { found, set }: { found(): ListenerOrRule; set(to: ListenerOrRule): void },
  settle: AnyRouterHarness<LoadBalancer>['settle'] = async () => undefined,
): AnyRouterHarness<LoadBalancer> {
  const put = (Actions: readonly ListenerAction[]) => async () => set({ ...found(), Actions });
  const weightOf = (arn: string) =>
    found()
      .Actions.at(-1)
      ?.ForwardConfig?.TargetGroups?.find((group) => group.TargetGroupArn === arn)?.Weight ?? Number.NaN;
  const shift = (percent: number) => put(forwardAt(100 - percent, percent))();
  const third = { TargetGroupArn: `${newTargetGroupArn}3`, Weight: 0 };
  const broken = {
    'when both weights are 0': [put(forwardAt(0, 0)), /both weights are 0/],
    'with one target group alone': [put(forwarding(groups(100, 0).slice(0, 1))), /must forward to exactly/],
    'with a third target group': [put(forwarding([...groups(100, 0), third])), /must forward to exactly/],
    'without a forward action': [put([{ Type: 'fixed-response' }]), /no forward action/],
  } as const;
  return {
    router,
    route,
    seed: shift,
    percent: async () => {
      const [old, fresh] = [weightOf(oldTargetGroupArn), weightOf(newTargetGroupArn)];
      return (100 * fresh) / (old + fresh);
    },
    rest: async () =>
      JSON.parse(JSON.stringify(found()), (name, value: unknown) => (name === 'Weight' ? undefined : value)),
    foreignShift: shift,
    foreignChange: put(
      forwardAt(100, 0, { TargetGroupStickinessConfig: { Enabled: false, DurationSeconds: 60 } }),
    ),
    broken: brokenForwards.map((how) => [how, ...broken[how]] as const),
    settle,
  };
}
