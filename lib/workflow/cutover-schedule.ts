import { Duration, Token } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { groupProblems } from '../../lambdas/core/deployments/deployable-groups';
import { type DeployableGroup, groupOf } from '../../lambdas/core/deployments/deployment';
import { deployedGateProblems } from '../../lambdas/core/gates/gate-problems';
import type { Plan } from '../../lambdas/core/plan/plan';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Policy } from '../../lambdas/core/policy/policy';
import { policyProblems } from '../../lambdas/core/policy/policy-problems';
import { describeRoute } from '../../lambdas/core/routers/route';
import { secretProblems } from '../../lambdas/core/secrets/secret-problems';
import type { Problem } from '../../lambdas/core/validation/problems';
import { isKnownLater } from '../shared/lookups';
import { problemsAt } from '../shared/refuse-props';
import { deployedGates, type WorkflowGates } from './gates-prop';
import type { DeploymentGroups } from './iam/deployment-statements';
import type { AllowedSecrets } from './iam/secret-statements';
import { knownPolicy } from './policy-prop';
import { mayBeOneOf, type NormalizedRouteConfig } from './routers/routes';

/** A cutover that starts at a scheduled time. */
export interface CutoverSchedule {
  /** Its name in this stack: 1 to 64 letters, digits and "-". */
  readonly name: string;
  /** The plan, in the form of an execution's input. It is checked at synth. */
  readonly plan: unknown;
  /** When to start it, once: `ScheduleExpression.at`. */
  readonly schedule: ScheduleExpression;
}

/** What the workflow allows a plan to use. */
export interface PlanLimits {
  readonly routes: readonly NormalizedRouteConfig[];
  readonly allowedHosts: readonly string[];
  readonly deploymentGroups: DeploymentGroups;
  readonly secrets: AllowedSecrets;
  readonly gates: WorkflowGates;
  readonly policy: Policy | undefined;
}

/** A schedule of EventBridge that starts the cutover state machine with a plan. */
export class PlanSchedule extends Schedule {
  constructor(
    scope: Construct,
    props: CutoverSchedule & { readonly cutover: IStateMachine; readonly role: IRole },
  ) {
    const { name, plan, schedule, cutover, role } = props;
    super(scope, `Schedule-${name}`, {
      description: `Cutover: starts the plan of ${name}`,
      schedule,
      target: new StepFunctionsStartExecution(cutover, {
        input: ScheduleTargetInput.fromObject(plan),
        role,
        // A cutover that could not start on time must not start later, when no operator expects it.
        maxEventAge: Duration.minutes(15),
      }),
    });
  }
}

/**
 * Problems of a schedule: its name, its plan, a plan that uses something that the workflow does not allow,
 * and a time that comes again: a cutover moves its route once, and a second one would find nothing to move.
 */
export function scheduleProblems({ name, plan, schedule }: CutoverSchedule, limits: PlanLimits): Problem[] {
  const nameProblems = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(name)
    ? []
    : [{ path: 'name', message: `is "${name}"; must be 1 to 64 letters, digits and "-"` }];
  const { expressionString } = schedule;
  const isOnce = Token.isUnresolved(expressionString) || expressionString.startsWith('at(');
  const remedy = 'a cutover starts once: use ScheduleExpression.at';
  const message = `is ${expressionString}, which comes again; ${remedy}`;
  return [
    ...nameProblems,
    ...(isOnce ? [] : [{ path: 'schedule', message }]),
    ...starterProblems(limits.policy),
    ...problemsAt('plan', planProblems(plan, limits)),
  ];
}

/** EventBridge starts an execution without Operate, so that nobody would be known to have started it. */
function starterProblems(policy: Policy | undefined): Problem[] {
  const message =
    "cannot start a cutover where the deployment's policy keeps the starter from approving " +
    '(approvals.notByStarter): start it through Operate, or leave notByStarter out';
  return mayBeScheduled(policy) ? [] : [{ path: '', message }];
}

/** Whether a schedule may start cutovers. */
export function mayBeScheduled(policy: Policy | undefined): boolean {
  return policy?.approvals?.notByStarter !== true;
}

/**
 * The deployment groups that are known at synth, and those of the plan that may be one of the others:
 * ValidatePlan checks them when their names are known.
 */
function groupsFor({ stages }: Plan, groups: DeploymentGroups): readonly DeployableGroup[] {
  const isKnown = (group: DeployableGroup) => !isKnownLater(groupOf(group));
  const later = groups.filter((group) => !isKnown(group));
  const mayBe = (known: string, name: string) => isKnownLater(known) || known === name;
  const possible = stages
    .flatMap(({ deploy }) => (deploy === undefined ? [] : [deploy]))
    .filter((deploy) =>
      later.some(
        (group) =>
          mayBe(group.applicationName, deploy.applicationName) &&
          mayBe(group.deploymentGroupName, deploy.deploymentGroupName),
      ),
    );
  return [...groups.filter(isKnown), ...possible];
}

/**
 * Patterns of every host, for a workflow of which not every pattern is known at synth: ValidatePlan checks
 * the hosts of a plan when they are.
 */
const ANY_HOST = Array.from({ length: 30 }, (_, labels) => `*${'.*'.repeat(labels)}`);

function planProblems(plan: unknown, limits: PlanLimits): Problem[] {
  const { routes, allowedHosts, deploymentGroups, secrets, gates, policy } = limits;
  const checked = checkPlan(plan, allowedHosts.some(isKnownLater) ? ANY_HOST : allowedHosts);
  if (!checked.ok) {
    return [...checked.problems];
  }
  const { router } = checked.value;
  const message = `is ${describeRoute(router)}; must be one of the routes of this workflow`;
  return [
    ...(mayBeOneOf(routes, router) ? [] : [{ path: 'router', message }]),
    ...groupProblems(checked.value, groupsFor(checked.value, deploymentGroups)),
    ...(secrets.some(({ arn }) => isKnownLater(arn))
      ? []
      : secretProblems(
          checked.value.smokeTest.checks,
          'smokeTest.checks',
          secrets.map(({ arn }) => arn),
        )),
    ...deployedGateProblems(checked.value, knownGates(gates)),
    ...policyProblems(checked.value, policy === undefined ? undefined : knownPolicy(policy)),
  ];
}

/** The gates as far as they are known: a host that is known only at deployment is checked by ValidatePlan. */
function knownGates(gates: WorkflowGates) {
  return deployedGates(gates).map(({ name, hosts }) =>
    hosts === undefined || hosts.some(isKnownLater) ? { name } : { name, hosts },
  );
}
