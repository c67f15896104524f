import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { fromAws } from '../../shared/aws-error';
import { UsageError } from '../../shared/usage-error';
import type { NamedService, ServiceDeployment, ServiceDeployments } from '../service-deployment';

/** Errors by which ECS says that the deployment is not one that can be answered now. */
const REFUSED =
  /^(ClientException|ConflictException|InvalidParameterException|ServiceDeploymentNotFoundException)$/;

/** Errors by which ECS says that there is no such service. */
const UNKNOWN = /^(ClusterNotFoundException|ServiceNotFoundException)$/;

/**
 * Deployments of ECS services, with the permissions of the caller.
 * Source: Amazon ECS Developer Guide, "Continuing service deployments".
 */
export function ecsDeployments(client: Pick<ECSClient, 'send'>): ServiceDeployments {
  const describe = async (arn: string): Promise<ServiceDeployment | null> => {
    const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
    const { serviceDeployments = [] } = await fromAws(`read ${arn}`, client.send(command));
    const [found] = serviceDeployments;
    if (found?.status !== 'IN_PROGRESS') {
      return null;
    }
    const waiting = (found.lifecycleHookDetails ?? []).flatMap(({ targetType, status, hookId, expiresAt }) =>
      targetType === 'PAUSE' && status === 'AWAITING_ACTION' && hookId !== undefined
        ? [{ hookId, expiresAt: expiresAt?.toISOString() ?? null }]
        : [],
    );
    return { arn, lifecycleStage: found.lifecycleStage ?? 'unknown', waiting };
  };
  return {
    underWay: async (named) => {
      const { cluster, service } = named;
      const command = new ListServiceDeploymentsCommand({ cluster, service, status: ['IN_PROGRESS'] });
      const call = client.send(command).catch((error: Error) => {
        throw UNKNOWN.test(error.name) ? noSuchService(named, error) : error;
      });
      const { serviceDeployments = [] } = await fromAws(`list the deployments of ${nameOf(named)}`, call);
      const [first] = serviceDeployments;
      return first?.serviceDeploymentArn === undefined ? null : describe(first.serviceDeploymentArn);
    },
    answer: (serviceDeploymentArn, hookId, action) => {
      const command = new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action });
      return unlessRefused(fromAws(`answer ${hookId}`, orRefusal(client.send(command))));
    },
    rollBack: (serviceDeploymentArn) => {
      const command = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' });
      return unlessRefused(fromAws(`stop ${serviceDeploymentArn}`, orRefusal(client.send(command))));
    },
  };
}

/** What ECS refused, as a value. */
interface Refusal {
  readonly refused: string;
}

const orRefusal = (sent: Promise<unknown>): Promise<unknown> =>
  sent.catch((error: Error): Refusal => {
    if (REFUSED.test(error.name)) {
      return { refused: `${error.name}: ${error.message}` };
    }
    throw error;
  });

const unlessRefused = async (answered: Promise<unknown>): Promise<string | null> =>
  ((await answered) as Partial<Refusal>).refused ?? null;

const nameOf = ({ cluster, service }: NamedService) => `ecs/${cluster}/${service}`;

function noSuchService(named: NamedService, cause: Error): UsageError {
  return new UsageError(
    `there is no service ${nameOf(named)} in this account and Region (${cause.name}); give the names ` +
      'that the stack puts out as …ClusterName and …ServiceName, and the Region with --region',
  );
}
