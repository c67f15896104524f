import { Duration, Validations } from 'aws-cdk-lib';
import type { IVpc, SecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import {
  checkHookPlan,
  type HookPlan,
  type HookPlanInput,
  hookTimeoutSeconds,
} from '../../lambdas/core/deployment-hook/hook-plan';
import { roleNamedTwice } from '../shared/acknowledged';
import { propErrors } from '../shared/prop-errors';
import { handlerFile } from '../workflow/functions/bundling';
import { functionDefaults } from '../workflow/functions/function-defaults';
import { FunctionRole } from '../workflow/iam/function-role';
import { type KeptLogs, ServiceLogs } from './service-logs';

export interface DeploymentHookFunctionProps {
  /** What it asks of new tasks. */
  readonly plan: HookPlanInput;
  readonly vpc: IVpc;
  /** With a way to the APIs that it calls. */
  readonly subnets: SubnetSelection;
  /** Must let out to the test listener and to those APIs. */
  readonly securityGroup: SecurityGroup;
  /** What it may do: `codeDeployHookStatements` or `nativeHookStatements`. */
  readonly statements: readonly PolicyStatement[];
  readonly logs: KeptLogs;
}

/**
 * The function that tests new tasks over the test listener and reports, to CodeDeploy or to ECS itself: it tells by the event which.
 * Its time-out follows from the plan.
 */
export class DeploymentHookFunction extends Construct {
  readonly lambda: IFunction;

  /** @throws Error that lists every problem of the plan */
  constructor(scope: Construct, id: string, props: DeploymentHookFunctionProps) {
    super(scope, id);
    const timeout = Duration.seconds(hookTimeoutSeconds(planOf(this, props.plan)));
    const logGroup = new ServiceLogs(this, 'Logs', props.logs);
    const role = new FunctionRole(this, 'Role', { statements: props.statements, logGroup, inVpc: true });
    this.lambda = new NodejsFunction(this, 'Function', {
      description: 'Cutover: tests new tasks before they get traffic',
      entry: handlerFile('deployment-hook'),
      timeout,
      logGroup,
      role,
      // As it was written and checked, so that its size is the one that was checked.
      environment: { HOOK_PLAN: JSON.stringify(props.plan) },
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      securityGroups: [props.securityGroup],
      ...functionDefaults,
    });
    Validations.of(this.lambda).acknowledge(roleNamedTwice);
  }
}

function planOf(scope: Construct, plan: HookPlanInput): HookPlan {
  const checked = checkHookPlan(plan);
  if (!checked.ok) {
    throw propErrors(scope, checked.problems);
  }
  return checked.value;
}
