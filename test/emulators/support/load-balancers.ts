import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { endpointOf, freshName } from './endpoints';

/**
 * Every account has a VPC and its subnets at first. Two requests do not justify the EC2 client as a
 * dependency.
 */
async function ec2(action: string, id: RegExp): Promise<string[]> {
  const answer = await fetch(endpointOf('ELASTIC_LOAD_BALANCING_V2'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ec2/aws4_request, Signature=none',
    },
    body: `Action=${action}&Version=2016-11-15`,
  });
  return [...(await answer.text()).matchAll(id)].map(([, found]) => found as string);
}

/** An Application Load Balancer without listeners. */
export async function createBalancer(elb: ElasticLoadBalancingV2Client) {
  const Subnets = await ec2('DescribeSubnets', /<subnetId>(.+?)</g);
  const created = await elb.send(
    new CreateLoadBalancerCommand({ Name: freshName(), Subnets: Subnets.slice(0, 2) }),
  );
  const [balancer] = created.LoadBalancers ?? [];
  return { arn: balancer?.LoadBalancerArn ?? '', host: (balancer?.DNSName ?? '').toLowerCase() };
}

/** A target group without targets. */
export async function createGroup(elb: ElasticLoadBalancingV2Client): Promise<string> {
  const [VpcId] = await ec2('DescribeVpcs', /<vpcId>(.+?)</g);
  const group = { Name: freshName(), Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId } as const;
  const { TargetGroups } = await elb.send(new CreateTargetGroupCommand(group));
  return TargetGroups?.[0]?.TargetGroupArn ?? '';
}
