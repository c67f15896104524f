import {
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ForwardReading } from '../../core/shared/readings';
import type { Balancers, Page } from '../../ports';
import { elbReferences } from '../references/elb-references';
import { answerOf, isNamed } from '../shared/service-errors';

/** Reads what load balancers forward to. */
export const elbBalancers = (client: Pick<ElasticLoadBalancingV2Client, 'send'>): Balancers => {
  const { listeners, rules } = elbReferences(client);
  return {
    forwards: async (loadBalancer) => {
      const arn = await arnOf(client, loadBalancer);
      if (arn === null) {
        return null;
      }
      const found = await allOf((page) => listeners(arn, page));
      const below = await Promise.all(found.map((listener) => allOf((page) => rules(listener.arn, page))));
      return [...found, ...below.flat()];
    },
  };
};

/** The ARN of the load balancer; null when there is none. Its name is unique in an account and region. */
async function arnOf(
  client: Pick<ElasticLoadBalancingV2Client, 'send'>,
  loadBalancer: string,
): Promise<string | null> {
  const [, name = ''] = loadBalancer.split('/');
  try {
    const { LoadBalancers = [] } = await answerOf(
      client.send(new DescribeLoadBalancersCommand({ Names: [name] })),
    );
    const arns = LoadBalancers.flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
    return arns.find((arn) => arn.endsWith(`:loadbalancer/${loadBalancer}`)) ?? null;
  } catch (error) {
    if (isNamed(error, 'LoadBalancerNotFoundException')) {
      return null;
    }
    throw error;
  }
}

async function allOf(
  read: (page: string | null) => Promise<Page<ForwardReading>>,
): Promise<readonly ForwardReading[]> {
  const all: ForwardReading[] = [];
  let page: string | null = null;
  do {
    const { items, next }: Page<ForwardReading> = await read(page);
    all.push(...items);
    page = next;
  } while (page !== null);
  return all;
}
