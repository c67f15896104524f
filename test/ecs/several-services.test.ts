import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { EcsBlueGreenService, type EcsBlueGreenServiceProps } from '../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../lib/ecs/ecs-native-blue-green-service';
import { service } from '../support/templates/ecs';
import { appWithoutBundles } from '../support/templates/synth';

const env = { account: '111122223333', region: 'eu-west-1' };
const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1';
const container = { image: ContainerImage.fromRegistry(image), port: 3000 };

const importedVpc = (scope: Construct) =>
  Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
  });

/** The rules that let a security group with this name in connect to endpoints, over all stacks. */
const rulesFrom = (stacks: readonly Stack[], group: string) =>
  stacks
    .flatMap((stack) =>
      Object.values(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroupIngress')),
    )
    .filter(({ Properties }) => Properties.FromPort === 443)
    .filter(({ Properties }) => JSON.stringify(Properties.SourceSecurityGroupId).includes(group)).length;

const count = (stacks: readonly Stack[], type: string) =>
  stacks.reduce((sum, stack) => {
    const endpoints = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    return sum + endpoints.filter(({ Properties }) => Properties.VpcEndpointType === type).length;
  }, 0);

describe('services with endpoints in one VPC', () => {
  const network = { egress: 'endpoints' } as const;
  const withVpc = (vpc: ReturnType<typeof importedVpc>): EcsBlueGreenServiceProps => ({
    ...service,
    container,
    network: { ...network, vpc },
  });

  test('share the endpoints of one construct, and both may use them', () => {
    const stack = new Stack(appWithoutBundles(), 'Both', { env });
    const vpc = importedVpc(stack);
    new EcsBlueGreenService(stack, 'First', withVpc(vpc));
    new EcsNativeBlueGreenService(stack, 'Second', withVpc(vpc));
    // Four that both need, and that of CodeDeploy and of ECS.
    expect(count([stack], 'Interface')).toBe(6);
    expect(count([stack], 'Gateway')).toBe(1);
    expect(rulesFrom([stack], 'FirstGroundNetworkTaskGroup')).toBe(5);
    expect(rulesFrom([stack], 'SecondGroundNetworkTaskGroup')).toBe(5);
  });

  test('share them over two stacks that import the same VPC', () => {
    const app = appWithoutBundles();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env })) as [Stack, Stack];
    new EcsBlueGreenService(one, 'Web', withVpc(importedVpc(one)));
    new EcsBlueGreenService(two, 'Web', withVpc(importedVpc(two)));
    expect(count([one, two], 'Interface')).toBe(5);
    expect(count([one, two], 'Gateway')).toBe(1);
    expect(rulesFrom([two], 'WebGroundNetworkTaskGroup')).toBe(5);
  });

  test('do not make the stack of the endpoints depend on the other services', () => {
    const app = appWithoutBundles();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env })) as [Stack, Stack];
    const vpc = importedVpc(one);
    new EcsBlueGreenService(one, 'Web', withVpc(vpc));
    new EcsBlueGreenService(two, 'Web', withVpc(vpc));
    app.synth();
    expect(one.dependencies).toEqual([]);
    expect(two.dependencies).toEqual([one]);
  });

  test('use endpoints that the app has under names of its own', () => {
    const stack = new Stack(appWithoutBundles(), 'Own', { env });
    const vpc = importedVpc(stack);
    vpc.addInterfaceEndpoint('Registry', { service: InterfaceVpcEndpointAwsService.ECR, open: false });
    vpc.addGatewayEndpoint('Storage', { service: GatewayVpcEndpointAwsService.S3 });
    new EcsBlueGreenService(stack, 'Web', withVpc(vpc));
    expect(count([stack], 'Interface')).toBe(5);
    expect(count([stack], 'Gateway')).toBe(1);
  });

  test('keep to themselves in two VPCs', () => {
    const app = appWithoutBundles();
    const stack = new Stack(app, 'Apart', { env });
    new EcsBlueGreenService(stack, 'First', { ...service, container, network });
    new EcsBlueGreenService(stack, 'Second', { ...service, container, network });
    expect(count([stack], 'Interface')).toBe(10);
  });
});

describe('the outputs of a stack', () => {
  class Team extends Construct {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      new EcsBlueGreenService(this, 'Api', service);
    }
  }
  const urls = (make: (stack: Stack, app: App) => void) => {
    const app = appWithoutBundles();
    const stack = new Stack(app, 'Teams', { env });
    make(stack, app);
    return Object.keys(Template.fromStack(stack).findOutputs('*'))
      .filter((name) => name.endsWith('ApiUrl'))
      .sort();
  };

  test('are named by the id of the service alone while that is enough', () => {
    expect(urls((stack) => new Team(stack, 'Orders'))).toEqual(['ApiApiUrl']);
  });

  test('are named by the wrapper too, when a service of this name is there already', () => {
    const made = urls((stack) => {
      new Team(stack, 'Orders');
      new Team(stack, 'Users');
    });
    expect(made).toEqual(['ApiApiUrl', 'UsersApiApiUrl']);
  });

  test('differ for ids that differ only in characters that a name of an output cannot have', () => {
    const made = urls((stack) => {
      new EcsBlueGreenService(stack, 'Web-1', service);
      new EcsBlueGreenService(stack, 'Web1', service);
    });
    expect(made).toEqual([expect.stringMatching(/^Web1[0-9a-f]{8}ApiUrl$/), 'Web1ApiUrl']);
  });
});

test('two services share one VPC link', () => {
  const stack = new Stack(appWithoutBundles(), 'Shared', { env });
  const first = new EcsBlueGreenService(stack, 'First', service);
  const { network, front } = first.foundation;
  new EcsNativeBlueGreenService(stack, 'Second', {
    ...service,
    network: { vpc: network.vpc },
    vpcLink: front.vpcLink,
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
  template.resourceCountIs('AWS::ApiGatewayV2::Integration', 2);
  const links = Object.values(template.findResources('AWS::ApiGatewayV2::Integration'));
  expect(new Set(links.map(({ Properties }) => JSON.stringify(Properties.ConnectionId))).size).toBe(1);
  template.resourcePropertiesCountIs(
    'AWS::EC2::SecurityGroupIngress',
    { Description: 'VPC link to production', FromPort: 80 },
    2,
  );
});
