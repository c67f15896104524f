import type { Plan } from '../../../lambdas/core/plan/plan';
import { acceptableFindings } from '../../../lambdas/core/preflight/finding';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import { verifyDecommission } from '../../../lambdas/steps/verify-decommission';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { ofPlan } from './health-mutants';

const accepting = (plan: Plan): Plan => ({
  ...plan,
  preflight: { ...plan.preflight, accept: [...acceptableFindings] },
});

/** Shifts of a plan that accepts whatever stands beside the route. */
const blindShift: Tamper = (_, ports) => ({
  ShiftTraffic: (input) => {
    const { plan, ...rest } = input as { plan: Plan };
    return shiftTraffic(ports)({ ...rest, plan: accepting(plan) } as never);
  },
});

/** Bugs of what stands at the name of the route beside its records. */
export const besideMutants = {
  'evaluate the records of the route alone': ofPlan(accepting),
  'move traffic beside a record of another type': (steps, ports) => ({
    ...ofPlan(accepting)(steps, ports),
    ...blindShift(steps, ports),
  }),
  'shift beside a record that has just been added': blindShift,
  'prove the records of the route alone': (_, { router, ...ports }) => ({
    VerifyDecommission: (input) => {
      const read: typeof router.read = async (route) => ({ ...(await router.read(route)), findings: [] });
      return verifyDecommission({ ...ports, router: { ...router, read } })(input as never);
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;
