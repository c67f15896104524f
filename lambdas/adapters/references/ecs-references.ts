import {
  DescribeServicesCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import type { ServiceReading } from '../../core/shared/readings';
import type { References } from '../../ports';
import { answerOf } from '../shared/service-errors';

/**
 * The most services that DescribeServices accepts (Amazon ECS API Reference, DescribeServices, `services`).
 */
const SERVICES_PER_PAGE = 10;

/** Lists clusters, and their services with the target groups that they register tasks with. */
export const ecsReferences = (
  client: Pick<ECSClient, 'send'>,
): Pick<References, 'clusters' | 'services'> => ({
  clusters: async (page) => {
    const answer = await answerOf(
      client.send(new ListClustersCommand(page === null ? {} : { nextToken: page })),
    );
    return { items: answer.clusterArns ?? [], next: answer.nextToken ?? null };
  },
  services: async (cluster, page) => {
    const listed = await answerOf(
      client.send(
        new ListServicesCommand({
          cluster,
          maxResults: SERVICES_PER_PAGE,
          ...(page === null ? {} : { nextToken: page }),
        }),
      ),
    );
    const services = listed.serviceArns ?? [];
    const items = services.length === 0 ? [] : await describe(client, cluster, services);
    return { items, next: listed.nextToken ?? null };
  },
});

/**
 * @throws Error when ECS does not describe a service that it listed, unless the service was deleted meanwhile
 */
async function describe(
  client: Pick<ECSClient, 'send'>,
  cluster: string,
  services: readonly string[],
): Promise<readonly ServiceReading[]> {
  const answer = await answerOf(
    client.send(new DescribeServicesCommand({ cluster, services: [...services] })),
  );
  const failure = answer.failures?.find(({ reason }) => reason !== 'MISSING');
  if (failure !== undefined) {
    throw new Error(`ECS did not describe ${failure.arn}: ${failure.reason}`);
  }
  return (answer.services ?? []).filter(({ status }) => status !== 'INACTIVE').map(readingOf);
}

/**
 * A service with all its target groups: its own, those of its task sets (deployments by CodeDeploy or an
 * external controller), and the alternate target groups (blue/green deployments by ECS).
 */
function readingOf({ serviceArn, loadBalancers = [], taskSets = [] }: Service): ServiceReading {
  const all = [...loadBalancers, ...taskSets.flatMap((set) => set.loadBalancers ?? [])];
  const groups = all.flatMap(({ targetGroupArn, advancedConfiguration }) => [
    targetGroupArn ?? [],
    advancedConfiguration?.alternateTargetGroupArn ?? [],
  ]);
  return { name: serviceArn ?? '', targetGroupArns: [...new Set(groups.flat())] };
}
