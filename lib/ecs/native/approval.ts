import { Duration, Stack } from 'aws-cdk-lib';
import type { CfnService, FargateService, ICluster } from 'aws-cdk-lib/aws-ecs';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { durationProblems } from '../../shared/durations';
import type { PropNames } from '../../shared/known-props';
import type { TrafficShiftProps } from './traffic-shift';

/** A pause of each deployment that a person ends. */
export interface DeploymentApproval {
  /**
   * How long the deployment waits for an approval, in whole minutes. Without one by then, ECS rolls back.
   * With `bakeTime` and the steps of the shift it must stay within 33 hours: CloudFormation ends an update of
   * the service after 36 hours (AWS CloudFormation, AWS::ECS::Service CanaryConfiguration).
   * @default Duration.hours(8)
   */
  readonly timeout?: Duration;
}

export const deploymentApprovalNames: PropNames<DeploymentApproval> = { timeout: 'optional' };

const DEFAULT_TIMEOUT = Duration.hours(8);

/** What ECS accepts (ECS API Reference, DeploymentLifecycleHookTimeoutConfiguration). */
const TIMEOUT = { unit: 'minutes', min: 1, max: 20_160, maxInWords: '14 days' } as const;

/** The most that CloudFormation leaves for what is configured; the rest is for starting tasks. */
const MOST = Duration.hours(33);

/** Defaults of ECS for a step (ECS API Reference, CanaryConfiguration and LinearConfiguration). */
const CANARY_MINUTES = 10;
const LINEAR = { minutes: 6, percent: 10 } as const;

/** Problems of the approval beside the other times of a deployment, each with a remedy. */
export function approvalProblems(
  { timeout = DEFAULT_TIMEOUT }: DeploymentApproval,
  bakeTime: Duration,
  shift: TrafficShiftProps,
): Problem[] {
  const path = 'approval.timeout';
  const own = durationProblems(path, timeout, TIMEOUT);
  const times = [timeout, bakeTime, ...stepTimes(shift)];
  if (own.length > 0 || times.some((one) => one.isUnresolved())) {
    return own;
  }
  const minutes = times.reduce((sum, one) => sum + one.toMinutes({ integral: false }), 0);
  const message =
    `is ${timeout.toHumanString()}, with bakeTime and the steps of the shift ` +
    `${Duration.minutes(Math.ceil(minutes)).toHumanString()} in all; must be at most 33 hours in all, ` +
    'because CloudFormation rolls back an update that takes longer than 36 hours';
  return minutes > MOST.toMinutes() ? [{ path, message }] : [];
}

/** How long each step of the shift lasts; the last one has no time of its own. */
function stepTimes({ canaryConfiguration, linearConfiguration }: TrafficShiftProps): Duration[] {
  if (canaryConfiguration !== undefined) {
    return [canaryConfiguration.stepBakeTime ?? Duration.minutes(CANARY_MINUTES)];
  }
  if (linearConfiguration === undefined) {
    return [];
  }
  const { stepPercent = LINEAR.percent, stepBakeTime = Duration.minutes(LINEAR.minutes) } =
    linearConfiguration;
  return Array.from({ length: Math.ceil(100 / stepPercent) - 1 }, () => stepBakeTime);
}

/**
 * Adds a pause hook beside the hook that tests: both must end before production traffic moves. CDK has no
 * property for it.
 * Source: Amazon ECS Developer Guide, "Pause hooks for Amazon ECS service deployments".
 */
export function pauseForApproval(
  service: FargateService,
  { timeout = DEFAULT_TIMEOUT }: DeploymentApproval,
): void {
  const resource = service.node.tryFindChild('Service') as CfnService;
  resource.addPropertyOverride('DeploymentConfiguration.LifecycleHooks.1', {
    TargetType: 'PAUSE',
    LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
    TimeoutConfiguration: { TimeoutInMinutes: timeout.toMinutes(), Action: 'ROLLBACK' },
  });
}

/** Lets somebody approve and abort deployments of one service, with `cutover approve` and `cutover abort`. */
export function grantDeploymentApproval(
  grantee: IGrantable,
  service: FargateService,
  cluster: ICluster,
): Grant {
  const deployments = Stack.of(service).formatArn({
    service: 'ecs',
    resource: 'service-deployment',
    resourceName: `${cluster.clusterName}/${service.serviceName}/*`,
  });
  const listing = Grant.addToPrincipal({
    grantee,
    actions: ['ecs:ListServiceDeployments'],
    resourceArns: [service.serviceArn],
  });
  return listing.combine(
    Grant.addToPrincipal({
      grantee,
      actions: [
        'ecs:ContinueServiceDeployment',
        'ecs:DescribeServiceDeployments',
        'ecs:StopServiceDeployment',
      ],
      resourceArns: [deployments],
    }),
  );
}
