import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { IVpc, SecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type HookPlan, hookTimeoutSeconds } from '../../lambdas/core/deployment-hook/hook-plan';
import type { HookPlanInput } from '../../lambdas/core/deployment-hook/hook-plan-input';
import { secretProblems } from '../../lambdas/core/secrets/secret-problems';
import type { Problem } from '../../lambdas/core/validation/problems';
import { redundantRoleDependency } from '../shared/acknowledgements';
import { isKnownLater } from '../shared/lookups';
import { problemsAt, refuseProps, validProp } from '../shared/refuse-props';
import { functionCode } from '../workflow/functions/function-code';
import { functionDefaults } from '../workflow/functions/function-defaults';
import { FunctionRole } from '../workflow/iam/function-role';
import { type AllowedSecrets, readSecrets } from '../workflow/iam/secret-statements';
import { secretsPropProblems } from '../workflow/secrets-prop';
import { checkHookPlanProp } from './hook-plan-prop';
import { type LogSettings, ServiceLogs } from './service-logs';

export interface DeploymentHookFunctionProps {
  /** The tests that new tasks must pass. */
  readonly plan: HookPlanInput;
  /**
   * The secrets that its checks refer to.
   * @default - none
   */
  readonly secrets?: AllowedSecrets | undefined;
  readonly vpc: IVpc;
  /** Must have access to the APIs that the hook calls. */
  readonly subnets: SubnetSelection;
  /** Must allow connections to the test listener and to those APIs. */
  readonly securityGroup: SecurityGroup;
  /** Its permissions: `codeDeployHookStatements` or `nativeHookStatements`. */
  readonly statements: readonly PolicyStatement[];
  readonly logs: LogSettings;
}

/**
 * The function that tests new tasks over the test listener and reports the result to CodeDeploy or to ECS.
 * The event that it receives determines to which. Its time-out follows from the plan.
 */
export class DeploymentHookFunction extends Construct {
  /** The Lambda function. Its name goes into the AppSpec of a deployment by CodeDeploy. */
  readonly lambda: IFunction;

  /**
   * @throws Error at synth that lists every problem of the plan
   * @internal
   */
  constructor(scope: Construct, id: string, props: DeploymentHookFunctionProps) {
    super(scope, id);
    const { secrets = [] } = props;
    const plan = validProp(this, 'plan', checkHookPlanProp(props.plan));
    refuseProps(this, [...secretsPropProblems(secrets), ...hookSecretProblems(plan, secrets)]);
    const timeout = Duration.seconds(hookTimeoutSeconds(plan));
    const statements = [...props.statements, ...readSecrets(this, secrets)];
    const logGroup = new ServiceLogs(this, 'Logs', props.logs);
    const role = new FunctionRole(this, 'Role', { statements, logGroup, inVpc: true });
    this.lambda = new LambdaFunction(this, 'Function', {
      description: 'Cutover: tests new tasks before they receive traffic',
      code: functionCode('hooks/deployment-hook'),
      timeout,
      logGroup,
      role,
      // The input, not the checked plan with its defaults: the check has limited the size of the input.
      environment: { HOOK_PLAN: Stack.of(this).toJsonString(props.plan) },
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      securityGroups: [props.securityGroup],
      ...functionDefaults,
    });
    Validations.of(this.lambda).acknowledge(redundantRoleDependency);
  }
}

/** Problems of checks that refer to a secret that is not listed. One that is known later may be any. */
function hookSecretProblems({ checks }: HookPlan, secrets: AllowedSecrets): Problem[] {
  const arns = secrets.map(({ arn }) => arn);
  return arns.some((arn) => isKnownLater(arn))
    ? []
    : problemsAt('plan', secretProblems(checks, 'checks', arns));
}
