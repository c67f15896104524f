import { expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import { AdditiveApiGateway } from '../../lib/new-path/additive-api-gateway';
import { newPathStack } from '../support/templates/new-path-stack';

const env = { account: '111122223333', region: 'eu-west-1' };

function serviceIn(stack: Stack, vpc: IVpc, id = 'Service'): FargateService {
  const taskDefinition = new FargateTaskDefinition(stack, `${id}Task`);
  taskDefinition.addContainer('Api', {
    image: ContainerImage.fromRegistry('example'),
    portMappings: [{ containerPort: 8080 }],
  });
  // The types of CDK do not agree under exactOptionalPropertyTypes.
  const cluster = new Cluster(stack, `${id}Cluster`, { vpc }) as ICluster;
  return new FargateService(stack, id, { cluster, taskDefinition, minHealthyPercent: 100 });
}

function stacks() {
  const { stack, ...rest } = newPathStack();
  const app = stack.node.root as App;
  return { app, stack, services: new Stack(app, 'Services', { env }), ...rest };
}

test('a service of another stack is registered, and only its stack depends on the other', () => {
  const { app, stack, services, ...given } = stacks();
  const path = new AdditiveApiGateway(stack, 'NewPath', {
    ...{ serviceName: 'api', recordNames: [], ...given },
  });
  const service = serviceIn(services, Vpc.fromVpcAttributes(services, 'Vpc', attributes));
  path.addService(service);
  path.addService(serviceIn(services, service.cluster.vpc, 'Other'), {
    ...{ containerName: 'Api', containerPort: 8080 },
  });
  app.synth();
  expect(services.dependencies).toEqual([stack]);
  expect(stack.dependencies).toEqual([]);
  const template = Template.fromStack(services);
  for (const [type, peer] of [
    ['AWS::EC2::SecurityGroupIngress', 'SourceSecurityGroupId'],
    ['AWS::EC2::SecurityGroupEgress', 'DestinationSecurityGroupId'],
  ] as const) {
    const rules = Object.values(template.findResources(type));
    expect(rules.map(({ Properties: { FromPort, ToPort } }) => [FromPort, ToPort])).toEqual([
      [8080, 8080],
      [8080, 8080],
    ]);
    expect(rules.every(({ Properties }) => Properties[peer] !== undefined)).toBe(true);
  }
  const registered = Object.values(template.findResources('AWS::ECS::Service'));
  expect(registered.map(({ Properties }) => Properties.LoadBalancers[0].ContainerPort)).toEqual([8080, 8080]);
  const rules = Object.keys(template.findResources('AWS::EC2::SecurityGroupIngress'));
  expect(rules.every((rule) => registered.some(({ DependsOn }) => DependsOn.includes(rule)))).toBe(true);
});

test('a service with the security group that CDK creates in it does not wait for itself', () => {
  const { stack, ...given } = newPathStack();
  const path = new AdditiveApiGateway(stack, 'NewPath', {
    ...{ serviceName: 'api', recordNames: [], ...given },
  });
  path.addService(serviceIn(stack, given.vpc));
  // Throws for a cycle.
  Template.fromStack(stack).resourceCountIs('AWS::ECS::Service', 1);
});

test('a service whose stack has what the new path needs is refused, with a remedy', () => {
  const { stack, services, zone, certificate } = stacks();
  const vpc = new Vpc(services, 'Vpc');
  const path = new AdditiveApiGateway(stack, 'NewPath', {
    ...{ serviceName: 'api', recordNames: [], vpc: vpc as IVpc, zone, certificate },
  });
  expect(() => path.addService(serviceIn(services, vpc as IVpc))).toThrow(
    'service: is in the stack Services, which has vpc of the new path, so each stack would need the other; ' +
      'put both into one stack, or what they share into a third one',
  );
});

test('a VPC link of another stack can be shared', () => {
  const { app, stack, services, ...given } = stacks();
  const first = new AdditiveApiGateway(stack, 'First', {
    ...{ serviceName: 'one', recordNames: [], ...given },
  });
  new AdditiveApiGateway(services, 'Second', {
    ...{ serviceName: 'two', recordNames: [], ...given, vpcLink: first.vpcLink },
  });
  app.synth();
  expect([stack.dependencies, services.dependencies]).toEqual([[], [stack]]);
});

const attributes = {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  privateSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
  privateSubnetRouteTableIds: ['rtb-0123456789abcdef2', 'rtb-0123456789abcdef3'],
};
