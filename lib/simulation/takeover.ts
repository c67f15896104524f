import type { Plan } from '../../lambdas/core/plan/plan';
import type { Policy } from '../../lambdas/core/policy/policy';
import { forwardArnOf, pathNames, recordRouteOf } from '../../lambdas/core/routers/route';
import type { Case } from './cases';

/** One case in this many is started by somebody with a plan of their own. */
const ONE_IN = 40;

/** The strictest policy that allows the plan of a case. The deployment of the case has it. */
export function tightestPolicy({ router, stages }: Plan): Policy {
  const raises = stages.filter(({ percent }) => percent > 0);
  const steps = stages.map(({ percent }, i) => percent - (stages[i - 1]?.percent ?? 0));
  const { alias, values } = recordRouteOf(router)?.adopt?.newTarget ?? {};
  return {
    newTargets: {
      route53: {
        addresses: [...(values?.A ?? []), ...(values?.AAAA ?? [])],
        hostNames: [...(values?.CNAME ?? []), ...(alias === undefined ? [] : [alias.dnsName])],
      },
      alb: { targetGroupArns: forwardArnOf(router) === null ? [] : [pathNames(router).new] },
    },
    maxStepUp: Math.max(...steps),
    maxFirstPercent: Math.max(...raises.slice(0, 1).map(({ percent }) => percent)),
    minSoakSeconds: Math.min(...raises.map(({ soakSeconds }) => soakSeconds)),
  };
}

/**
 * The input of the case's execution: its plan, or a takeover of its route, which raises it to 100 % at once.
 * The invariants hold the execution to the plan of the case either way. So a plan that itself raises the
 * route to 100 % at once is not taken over: the policy allows the takeover.
 */
export function inputOf({ plan, scenario }: Case): unknown {
  const [first] = plan.stages.filter(({ percent }) => percent > 0);
  const last = plan.stages.filter(({ percent }) => percent === 100);
  const isTakenOver = scenario.seed % ONE_IN === 7 && first?.percent !== 100;
  return isTakenOver ? { ...plan, stages: last } : plan;
}
