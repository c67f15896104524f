import { Duration, Token } from 'aws-cdk-lib';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { groupProblems } from '../../lambdas/core/deployments/deployable-groups';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { describeRoute } from '../../lambdas/core/routers/route';
import { describeProblems } from '../../lambdas/core/validation/problems';
import type { DeploymentGroups } from './iam/deployment-statements';
import { mayBeOneOf, type NormalizedRouteConfig } from './routers/routes';

/** A cutover that starts by itself. */
export interface CutoverSchedule {
  /** What it is called in this stack: letters, digits and "-". */
  readonly name: string;
  /** The plan, as an execution's input has it. It is checked at synth. */
  readonly plan: unknown;
  /** When. Once (`ScheduleExpression.at`) fits most cutovers. */
  readonly schedule: ScheduleExpression;
}

/** Starts the forward machine with a plan. */
export class PlanSchedule extends Schedule {
  constructor(scope: Construct, props: CutoverSchedule & { readonly cutover: IStateMachine } & PlanLimits) {
    const { name, plan, schedule, cutover, ...limits } = props;
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(name)) {
      throw new Error(`a schedule is called "${name}"; must be 1 to 64 letters, digits and "-"`);
    }
    checkScheduled(name, plan, limits);
    super(scope, `Schedule-${name}`, {
      description: `Cutover: starts the plan of ${name}`,
      schedule,
      target: new StepFunctionsStartExecution(cutover, {
        input: ScheduleTargetInput.fromObject(plan),
        // A cutover that could not start on time is better not started: nobody expects it later.
        maxEventAge: Duration.minutes(15),
      }),
    });
  }
}

/** What a plan may be about, here. */
interface PlanLimits {
  readonly routes: readonly NormalizedRouteConfig[];
  readonly allowedHosts: readonly string[];
  readonly deploymentGroups: DeploymentGroups;
}

function checkScheduled(name: string, plan: unknown, limits: PlanLimits): void {
  const { routes, allowedHosts, deploymentGroups } = limits;
  const checked = checkPlan(plan, allowedHosts);
  if (!checked.ok) {
    throw new Error(`the plan of the schedule ${name} is not valid:\n${describeProblems(checked.problems)}`);
  }
  if (!mayBeOneOf(routes, checked.value.router)) {
    throw new Error(
      `the plan of the schedule ${name} is about ${describeRoute(checked.value.router)}, which is none of the routes`,
    );
  } // A group whose name is known at deployment only is looked at by the first state.
  const undeployable = Token.isUnresolved(deploymentGroups)
    ? []
    : groupProblems(checked.value, deploymentGroups);
  if (undeployable.length > 0) {
    throw new Error(`the plan of the schedule ${name} is not valid:\n${describeProblems(undeployable)}`);
  }
}
