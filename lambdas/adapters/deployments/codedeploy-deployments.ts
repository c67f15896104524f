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
 * CodeDeploy blue/green deployments to ECS.
 * @param client must not retry by itself when it creates deployments: CreateDeployment takes no idempotency
 * token
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
      // A group takes one deployment at a time: "The Deployment Group '…' already has an active Deployment
      // '…'".
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

/**
 * The deployments of a group that were created at `start` or later, newest first as CodeDeploy lists them.
 */
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
 * Whether the new tasks have all traffic. A deployment stays InProgress until the old tasks have ended too,
 * which may be two days later. Its target succeeds before that wait; `instanceTerminationWaitTimeStarted`
 * does not show it (aws/containers-roadmap issue 269).
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
