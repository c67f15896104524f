import {
  type CodeDeployClient,
  type DeploymentGroupInfo,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  type TargetGroupPairInfo,
} from '@aws-sdk/client-codedeploy';
import { calledStage } from '../../core/deployment-hook/hook-stage';
import type { CodeDeployHook } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/** The hook of CodeDeploy blue/green deployments to ECS. */
export const codeDeployHook = (client: Pick<CodeDeployClient, 'send'>): CodeDeployHook => ({
  read: async ({ DeploymentId: deploymentId }) => {
    try {
      const { deploymentInfo } = await answerOf(client.send(new GetDeploymentCommand({ deploymentId })));
      const { deploymentGroupInfo = {} } = await answerOf(
        client.send(
          new GetDeploymentGroupCommand({
            applicationName: deploymentInfo?.applicationName,
            deploymentGroupName: deploymentInfo?.deploymentGroupName,
          }),
        ),
      );
      const pairs = deploymentGroupInfo.loadBalancerInfo?.targetGroupPairInfoList ?? [];
      return {
        stage: calledStage(await eventsInProgress(client, deploymentId, deploymentGroupInfo)),
        targetGroups: pairs.flatMap(groupNames),
        testListeners: pairs.flatMap(({ testTrafficRoute }) => testTrafficRoute?.listenerArns ?? []),
        productionListeners: pairs.flatMap(({ prodTrafficRoute }) => prodTrafficRoute?.listenerArns ?? []),
      };
    } catch (error) {
      if (isNamed(error, 'DeploymentDoesNotExistException')) {
        return null;
      }
      throw error;
    }
  },
  report: async (event, status) => {
    const request = {
      deploymentId: event.DeploymentId,
      lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
      status,
    };
    try {
      await answerOf(client.send(new PutLifecycleEventHookExecutionStatusCommand(request)));
      return 'reported';
    } catch (error) {
      if (isNamed(error, 'LifecycleEventAlreadyCompletedException')) {
        return 'already';
      }
      throw error;
    }
  },
});

/**
 * Lifecycle events in progress, in their order. The target of a deployment to ECS is named `cluster:service`.
 */
async function eventsInProgress(
  client: Pick<CodeDeployClient, 'send'>,
  deploymentId: string,
  { ecsServices = [] }: DeploymentGroupInfo,
): Promise<string[]> {
  const [service] = ecsServices;
  if (service === undefined) {
    return [];
  }
  const targetId = `${service.clusterName}:${service.serviceName}`;
  const { deploymentTarget } = await answerOf(
    client.send(new GetDeploymentTargetCommand({ deploymentId, targetId })),
  );
  const events = deploymentTarget?.ecsTarget?.lifecycleEvents ?? [];
  return events.flatMap(({ lifecycleEventName, status }) =>
    status === 'InProgress' && lifecycleEventName !== undefined ? [lifecycleEventName] : [],
  );
}

function groupNames({ targetGroups = [] }: TargetGroupPairInfo): string[] {
  return targetGroups.flatMap(({ name }) => name ?? []);
}
