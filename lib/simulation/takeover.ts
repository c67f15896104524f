import type { Policy } from '../../lambdas/core/policy/policy';
import { forwardArnOf, pathNames, recordRouteOf } from '../../lambdas/core/routers/route';
import { NOTHING_SHIFTED } from '../rehearsal/routers/route-setup';
import type { Case } from './cases';
import { policyOfApprovals } from './draws/policy-of-approvals';

/** One case in this many is started by somebody with a plan of their own. */
const ONE_IN = 40;
/** Longer than any soak of a case. */
const LONGEST_SOAK_SECONDS = 3_600;

/** Who may start cutovers. */
const ANYBODY = ['arn:*'];

/** The strictest policy that allows the plan of a case. The deployment of the case has it. */
export function tightestPolicy({ plan, scenario }: Case): Policy {
  const { router, stages } = plan;
  const start = percentAtStart(scenario);
  const raises = stages.filter(({ percent }) => percent > 0);
  const steps = stages.map(({ percent }, i) => percent - (stages[i - 1]?.percent ?? start));
  const [first = 1] = steps.filter((step) => step > 0);
  const approvals = policyOfApprovals(plan, start, scenario.seed);
  const { alias, values } = recordRouteOf(router)?.adopt?.newTarget ?? {};
  return {
    newTargets: {
      route53: {
        addresses: [...(values?.A ?? []), ...(values?.AAAA ?? [])],
        hostNames: [...(values?.CNAME ?? []), ...(alias === undefined ? [] : [alias.dnsName])],
      },
      alb: { targetGroupArns: forwardArnOf(router) === null ? [] : [pathNames(router).new] },
    },
    // Below 3, a plan from 0 % would need more stages than it may have.
    maxStepUp: Math.ceil(Math.max(3, ...steps)),
    maxFirstPercent: Math.ceil(first),
    minSoakSeconds: Math.min(...raises.map(({ soakSeconds }) => soakSeconds), LONGEST_SOAK_SECONDS),
    ...(approvals === undefined ? {} : { approvals, starters: ANYBODY }),
  };
}

/**
 * The input of the case's execution: its plan, or a takeover of its route, which raises it to the last
 * percent at once. The invariants hold the execution to the plan of the case either way. So a plan that has
 * one raise is not taken over, because the policy allows the takeover; nor one that moves down, which is
 * free, or where somebody else raises the route before.
 */
export function inputOf({ plan, scenario }: Case): unknown {
  const raises = plan.stages.filter(({ percent }) => percent > percentAtStart(scenario));
  const isTakenOver =
    scenario.seed % ONE_IN === 7 &&
    plan.direction === 'up' &&
    raises.length > 1 &&
    !scenario.faults.some(({ kind }) => kind === 'record-changed');
  return isTakenOver ? { ...plan, stages: raises.slice(-1) } : plan;
}

/** Percent on the new path before anything happens. */
function percentAtStart({ world: { weights = NOTHING_SHIFTED } }: Case['scenario']): number {
  return (100 * weights.new) / (weights.old + weights.new);
}
