import { groupProblems } from '../core/deployments/deployable-groups';
import type { DeployableGroup } from '../core/deployments/deployment';
import { shorten } from '../core/health/verdict';
import type { Plan, Router } from '../core/plan/plan';
import { checkPlan } from '../core/plan/plan-checks';
import { routeKey } from '../core/routers/route';
import { revertName } from '../core/shared/revert-name';
import { describeProblems, type Problem } from '../core/validation/problems';

/** What a deployment allows. */
export interface Deployment {
  /** Patterns of hosts that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
  /** The routes that it may change, as its permissions have them, by their `routeKey`. Absent: any route. */
  readonly routes?: readonly string[];
  /** Absent: any group. Empty: no stage may deploy. */
  readonly deploymentGroups?: readonly DeployableGroup[];
}

/** A plan ready to run, or why it is not. */
export type ValidatedPlan =
  | { valid: true; reason: string; plan: Plan; route: string; execution: string; revertName: string }
  | { valid: false; reason: string };

/** Checks the execution's input as the command line checks a plan file, before anything else happens. */
export const validatePlan =
  (deployment: Deployment) =>
  async (input: { plan: unknown; execution: string }): Promise<ValidatedPlan> => {
    const checked = checkPlan(input.plan, deployment.allowedHosts);
    const problems = checked.ok ? problemsHere(checked.value, deployment) : checked.problems;
    if (!checked.ok || problems.length > 0) {
      return { valid: false, reason: shorten(`the plan is not valid: ${describeProblems(problems)}`, 4_000) };
    }
    return {
      valid: true,
      reason: `plan "${checked.value.name}" is valid`,
      plan: checked.value,
      route: routeKey(checked.value.router),
      execution: input.execution,
      revertName: revertName(input.execution),
    };
  };

/** What this deployment does not allow. */
function problemsHere(plan: Plan, { routes, deploymentGroups }: Deployment): Problem[] {
  const undeployable = deploymentGroups === undefined ? [] : groupProblems(plan, deploymentGroups);
  return [...routeProblems(plan.router, routes), ...undeployable];
}

function routeProblems(router: Router, routes: readonly string[] | undefined): Problem[] {
  const key = routeKey(router);
  if (routes === undefined || routes.includes(key)) {
    return [];
  }
  const message = `is ${key}; must be a route that this deployment may change: ${routes.join(', ')}`;
  return [{ path: 'router', message }];
}
