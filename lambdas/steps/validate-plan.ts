import { type Gated, gatedOf } from '../core/gates/gate';
import { shorten } from '../core/health/verdict';
import { planText } from '../core/operate/starter';
import type { Plan } from '../core/plan/plan';
import { routeKey } from '../core/routers/route';
import { revertName } from '../core/shared/revert-name';
import { describeProblems } from '../core/validation/problems';
import type { Digest, Ledger } from '../ports';
import { type AllowedByDeployment, checkAllowedPlan } from './support/allowed-plan';

/** What the validation reads. */
export interface ValidatePlanPorts extends AllowedByDeployment {
  readonly ledger: Pick<Ledger, 'starter'>;
  readonly digest: Digest;
}

/** A plan with its defaults, ready to run; or why it is not valid. */
export type ValidatedPlan =
  | {
      valid: true;
      reason: string;
      plan: Plan;
      route: string;
      execution: string;
      revertName: string;
      gated: Gated;
    }
  | { valid: false; reason: string };

/**
 * Validates the execution's input, as the command line validates a plan file, before anything else happens.
 * Where the policy keeps starters from approving, the cutover must have been started through `Operate`.
 */
export const validatePlan =
  (ports: ValidatePlanPorts) =>
  async (input: { plan: unknown; execution: string }): Promise<ValidatedPlan> => {
    const checked = checkAllowedPlan(input.plan, ports);
    if (!checked.ok) {
      const problems = describeProblems(checked.problems);
      return { valid: false, reason: shorten(`the plan is not valid: ${problems}`, 4_000) };
    }
    const plan = checked.value;
    const route = routeKey(plan.router);
    const reason = await starterProblem(ports, route, input);
    if (reason !== null) {
      return { valid: false, reason };
    }
    return {
      valid: true,
      reason: `plan "${plan.name}" is valid`,
      plan,
      route,
      execution: input.execution,
      revertName: revertName(input.execution),
      gated: gatedOf(plan),
    };
  };

/** Why the starter of this execution is not known; null where that does not matter. */
async function starterProblem(
  { ledger, digest, policy }: ValidatePlanPorts,
  route: string,
  { plan, execution }: { plan: unknown; execution: string },
): Promise<string | null> {
  if (policy?.approvals?.notByStarter !== true) {
    return null;
  }
  const starter = await ledger.starter(route, execution);
  return starter?.planDigest === digest(planText(plan))
    ? null
    : "the deployment's policy wants to know who starts a cutover (approvals.notByStarter): " +
        'start it through the function Operate';
}
