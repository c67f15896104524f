import { codeDeployClient } from '../../adapters/clients/codedeploy';
import { ecsClient } from '../../adapters/clients/ecs';
import { logger } from '../../adapters/clients/logger';
import { ownElbClient } from '../../adapters/clients/own-elb';
import { secretClients } from '../../adapters/clients/secrets';
import { codeDeployHook } from '../../adapters/deployments/codedeploy-hook';
import { ecsHook } from '../../adapters/deployments/ecs-hook';
import { elbListeners } from '../../adapters/deployments/elb-listeners';
import { publicOrPrivate } from '../../adapters/http-probe/address-guard';
import { elbTargetHealth } from '../../adapters/preflight/elb-target-health';
import { awsSecrets } from '../../adapters/secrets/aws-secrets';
import { powertoolsLog } from '../../adapters/shared/powertools-log';
import { systemClock } from '../../adapters/shared/system-clock';
import { deploymentHook } from '../../steps/hooks/deployment-hook';
import { hookEnvironment } from '../support/hook-environment';
import { lazyProbe } from '../support/lazy-probe';

/** The part of Lambda's context object that is used here. */
interface LambdaContext {
  getRemainingTimeInMillis(): number;
  readonly invokedFunctionArn: string;
}

const { HOOK_PLAN } = hookEnvironment();
const elb = ownElbClient();

const hook = deploymentHook({
  plan: HOOK_PLAN,
  codeDeploy: codeDeployHook(codeDeployClient()),
  ecs: ecsHook(ecsClient()),
  listeners: elbListeners(elb),
  targets: elbTargetHealth(elb),
  secrets: awsSecrets(secretClients()),
  // The load balancer is usually internal, so its addresses are private. The probe connects to nothing else.
  probeTo: ({ host, port, protocol }) =>
    lazyProbe(async () => {
      const { undiciProbe } = await import('../../adapters/http-probe/undici-probe');
      return undiciProbe({ guard: publicOrPrivate, only: { host, port, plainHttp: protocol === 'http' } });
    }),
  clock: systemClock,
  log: powertoolsLog(logger()),
});

/**
 * The deployment hook. It is not a Task of the state machines: CodeDeploy or ECS invokes it. It requires the
 * timeout `hookTimeoutSeconds` of its plan, the variable `HOOK_PLAN`, network access to the test listener and
 * to the AWS APIs, and these permissions: elasticloadbalancing:DescribeListeners, DescribeRules,
 * DescribeLoadBalancers and DescribeTargetHealth; for the secrets of its plan secretsmanager:GetSecretValue
 * and ssm:GetParameter; for CodeDeploy codedeploy:GetDeployment, GetDeploymentGroup, GetDeploymentTarget and
 * PutLifecycleEventHookExecutionStatus; for ECS ecs:DescribeServiceRevisions.
 */
export const handler = (event: unknown, context: LambdaContext) =>
  hook(event, {
    remainingMs: context.getRemainingTimeInMillis(),
    functionArn: context.invokedFunctionArn,
  });
