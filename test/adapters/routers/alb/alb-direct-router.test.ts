import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from '@jest/globals';
import { albDirectRouter } from '../../../../lambdas/adapters/routers/alb/alb-direct-router';
import { elbForwardApi } from '../../../../lambdas/adapters/routers/alb/elb-forward-api';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { describeDirectRouter } from '../../../contracts/direct-router.contract';
import { elbForward } from '../../../support/accounts/elb-forward';
import { forwardAt } from '../../../support/accounts/forward-harness';
import { wire } from '../../../support/accounts/wire';
import { listenerArn, loadBalancer, ruleArn } from '../../../support/plans/routers';
import { fakeClock } from '../../../support/world/cutover';

function accountOf(kind: 'listener' | 'rule', route: LoadBalancer) {
  const account = elbForward(kind, kind === 'rule' ? ruleArn : listenerArn, { Actions: forwardAt(100, 0) });
  const client = new ElasticLoadBalancingV2Client(wire(account.answer).config);
  const put = async (weights: { old: number; new: number }) =>
    account.set({ Actions: forwardAt(weights.old, weights.new) });
  const groups = () => account.found().Actions.at(-1)?.ForwardConfig?.TargetGroups ?? [];
  const weightOf = (arn: string) => groups().find((one) => one.TargetGroupArn === arn)?.Weight ?? -1;
  return {
    account,
    router: albDirectRouter(elbForwardApi(client), fakeClock().clock),
    route,
    seed: put,
    foreignShift: put,
    weights: async () => ({ old: weightOf(route.oldTargetGroupArn), new: weightOf(route.newTargetGroupArn) }),
    rest: async () =>
      JSON.parse(JSON.stringify(account.found()), (name, value) => (name === 'Weight' ? undefined : value)),
    propagate: async () => undefined,
  };
}

const others = [
  [999, 0],
  [2, 1],
  [0, 0],
] as const;

describeDirectRouter('albDirectRouter on a rule', async () => accountOf('rule', loadBalancer()), others);
describeDirectRouter(
  'albDirectRouter on a listener',
  async () => accountOf('listener', loadBalancer({ listenerArn, ruleArn: undefined })),
  others,
);

test('calls a route broken whose rule does not exist', async () => {
  const { account, router, route } = accountOf('rule', loadBalancer());
  account.set(null);
  await expect(router.read(route)).rejects.toMatchObject({ name: 'RouteBrokenError' });
});
