import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll } from '@jest/globals';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import { elbTargetHealth } from '../../lambdas/adapters/preflight/elb-target-health';
import { describeTargetHealth } from '../contracts/target-health.contract';
import { endpointOf, freshName } from './support/endpoints';

const client = elbClient();
afterAll(() => client.destroy());

/** Every account has a VPC at first. One request does not justify the EC2 client as a dependency. */
async function vpcId(): Promise<string> {
  const answer = await fetch(endpointOf('ELASTIC_LOAD_BALANCING_V2'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ec2/aws4_request, Signature=none',
    },
    body: 'Action=DescribeVpcs&Version=2016-11-15',
  });
  return /<vpcId>(.+?)</.exec(await answer.text())?.[1] ?? '';
}

async function createGroup(): Promise<string> {
  const { TargetGroups } = await client.send(
    new CreateTargetGroupCommand({
      Name: freshName(),
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: await vpcId(),
    }),
  );
  return TargetGroups?.[0]?.TargetGroupArn ?? '';
}

describeTargetHealth(
  'elbTargetHealth on moto',
  async () => {
    const missingArn = await createGroup();
    await client.send(new DeleteTargetGroupCommand({ TargetGroupArn: missingArn }));
    return {
      health: elbTargetHealth(client),
      missingArn,
      // In moto every registered address is healthy. wire-format.aws.test.ts covers the other states.
      states: ['healthy'],
      seed: async (targets) => {
        const TargetGroupArn = await createGroup();
        const Targets = targets.map(({ id }) => {
          const [Id, port] = id.split(':');
          return { Id, Port: Number(port) };
        });
        if (Targets.length > 0) {
          await client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
        }
        return TargetGroupArn;
      },
    };
  },
  { ports: 'moto keeps one target for each address' },
);
