import { groupProblems } from '../../core/deployments/deployable-groups';
import type { DeployableGroup } from '../../core/deployments/deployment';
import { type DeployedGate, deployedGateProblems } from '../../core/gates/gate-problems';
import type { Plan, Router } from '../../core/plan/plan';
import { checkPlan } from '../../core/plan/plan-checks';
import type { Policy } from '../../core/policy/policy';
import { policyProblems } from '../../core/policy/policy-problems';
import { routeKey } from '../../core/routers/route';
import { secretProblems } from '../../core/secrets/secret-problems';
import type { Checked, Problem } from '../../core/validation/problems';

/** What this installation of the workflow allows. */
export interface AllowedByDeployment {
  /** Patterns of hosts that smoke tests may call; by default `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
  /** Routes that its permissions allow it to change, each by its `routeKey`. Absent: any route. */
  readonly routes?: readonly string[];
  /** Deployment groups that stages may deploy to. Absent: any group. Empty: none. */
  readonly deploymentGroups?: readonly DeployableGroup[];
  /** ARNs of the secrets that checks may refer to. Absent: any. Empty: none. */
  readonly allowedSecrets?: readonly string[];
  /** The gates that plans may name. Absent: any. Empty: none. */
  readonly allowedGates?: readonly DeployedGate[];
  /** What every plan is held to. Absent: nothing beyond the above. */
  readonly policy?: Policy | undefined;
}

/** Checks a plan, and that this installation of the workflow allows what it asks for. */
export function checkAllowedPlan(plan: unknown, allowed: AllowedByDeployment): Checked<Plan> {
  const checked = checkPlan(plan, allowed.allowedHosts);
  const problems = checked.ok ? deploymentProblems(checked.value, allowed) : [];
  return problems.length === 0 ? checked : { ok: false, problems };
}

function deploymentProblems(
  plan: Plan,
  { routes, deploymentGroups, allowedSecrets, allowedGates, policy }: AllowedByDeployment,
): Problem[] {
  const ofGroups = deploymentGroups === undefined ? [] : groupProblems(plan, deploymentGroups);
  const ofSecrets =
    allowedSecrets === undefined
      ? []
      : secretProblems(plan.smokeTest.checks, 'smokeTest.checks', allowedSecrets);
  return [
    ...routeProblems(plan.router, routes),
    ...ofGroups,
    ...ofSecrets,
    ...(allowedGates === undefined ? [] : deployedGateProblems(plan, allowedGates)),
    ...policyProblems(plan, policy),
  ];
}

function routeProblems(router: Router, routes: readonly string[] | undefined): Problem[] {
  const key = routeKey(router);
  if (routes === undefined || routes.includes(key)) {
    return [];
  }
  const message = `is ${key}; must be a route that this workflow may change: ${routes.join(', ')}`;
  return [{ path: 'router', message }];
}
