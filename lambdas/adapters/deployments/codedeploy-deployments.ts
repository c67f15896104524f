import {
  type CodeDeployClient,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import type { Deployments } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

type Client = Pick<CodeDeployClient, 'send'>;

/**
 * Blue/green deployments of ECS by CodeDeploy.
 * @param client one that starts deployments must not repeat a request by itself: CreateDeployment takes no token
 */
export const codeDeployDeployments = (client: Client): Deployments => ({
  create: async ({ applicationName, deploymentGroupName, deploymentConfigName, appSpec, mark }) => {
    try {
      const { deploymentId } = await answerOf(
        client.send(
          new CreateDeploymentCommand({
            applicationName,
            deploymentGroupName,
            deploymentConfigName,
            description: mark,
            revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } },
          }),
        ),
      );
      return deploymentId ?? null;
    } catch (error) {
      // A group has one deployment at a time: "The Deployment Group '…' already has an active Deployment '…'".
      if (isNamed(error, 'DeploymentLimitExceededException') && /active Deployment/i.test(error.message)) {
        return null;
      }
      throw error;
    }
  },

  find: async ({ applicationName, deploymentGroupName, mark }, since) => {
    const ids = await idsSince(client, { applicationName, deploymentGroupName }, new Date(since));
    for (const id of ids) {
      if ((await infoOf(client, id))?.description === mark) {
        return id;
      }
    }
    return null;
  },

  read: async (id) => {
    const info = await infoOf(client, id);
    if (info === null) {
      return null;
    }
    const { status = 'Created', errorInformation } = info;
    const error = [errorInformation?.code, errorInformation?.message].filter(Boolean).join(': ');
    const serves = status === 'Succeeded' || (status === 'InProgress' && (await targetsServe(client, id)));
    return { status, serves, error: error === '' ? null : error };
  },

  stop: async (deploymentId) => {
    try {
      await answerOf(client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true })));
      return 'stopped';
    } catch (error) {
      const gone = ['DeploymentAlreadyCompletedException', 'DeploymentDoesNotExistException'];
      if (gone.some((name) => isNamed(error, name))) {
        return 'ended';
      }
      throw error;
    }
  },
});

/** The deployments of a group that were created then or later, the newest first as CodeDeploy lists them. */
async function idsSince(
  client: Client,
  group: { readonly applicationName: string; readonly deploymentGroupName: string },
  start: Date,
  nextToken?: string,
): Promise<readonly string[]> {
  const page = { ...group, createTimeRange: { start }, ...(nextToken === undefined ? {} : { nextToken }) };
  const answer = await answerOf(client.send(new ListDeploymentsCommand(page)));
  const ids = answer.deployments ?? [];
  return answer.nextToken === undefined
    ? ids
    : [...ids, ...(await idsSince(client, group, start, answer.nextToken))];
}

async function infoOf(client: Client, deploymentId: string): Promise<DeploymentInfo | null> {
  try {
    const { deploymentInfo } = await answerOf(client.send(new GetDeploymentCommand({ deploymentId })));
    return deploymentInfo ?? null;
  } catch (error) {
    if (isNamed(error, 'DeploymentDoesNotExistException')) {
      return null;
    }
    throw error;
  }
}

/**
 * Whether the new tasks have all the traffic. A deployment stays InProgress until the old tasks have ended as well, which may be two days later;
 * its target has succeeded before that wait (aws/containers-roadmap issue 269: `instanceTerminationWaitTimeStarted` does not tell it).
 */
async function targetsServe(client: Client, deploymentId: string): Promise<boolean> {
  const { targetIds = [] } = await answerOf(client.send(new ListDeploymentTargetsCommand({ deploymentId })));
  const statuses = await Promise.all(
    targetIds.map(async (targetId) => {
      const { deploymentTarget } = await answerOf(
        client.send(new GetDeploymentTargetCommand({ deploymentId, targetId })),
      );
      return deploymentTarget?.ecsTarget?.status;
    }),
  );
  return statuses.length > 0 && statuses.every((status) => status === 'Succeeded');
}
