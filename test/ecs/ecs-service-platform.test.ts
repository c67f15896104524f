import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EcsBlueGreenService } from '../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../lib/ecs/ecs-native-blue-green-service';
import {
  EcsServicePlatform,
  type EcsServicePlatformProps,
} from '../../lib/ecs/platform/ecs-service-platform';
import { service } from '../support/templates/ecs';
import { appWithoutBundles } from '../support/templates/synth';

function platformStack(props: EcsServicePlatformProps = {}): Stack {
  const stack = new Stack(appWithoutBundles(), 'Platform');
  new EcsServicePlatform(stack, 'Shared', props);
  return stack;
}

describe('services on one platform, each in a stack of its own', () => {
  const app = appWithoutBundles();
  const [home, orders, users] = ['Home', 'Orders', 'Users'].map((id) => new Stack(app, id)) as [
    Stack,
    Stack,
    Stack,
  ];
  const { shared } = new EcsServicePlatform(home, 'Platform');
  new EcsBlueGreenService(orders, 'Web', { ...service, ...shared });
  new EcsNativeBlueGreenService(users, 'Web', { ...service, ...shared });
  const count = (type: string) =>
    [home, orders, users].map((stack) => Object.keys(Template.fromStack(stack).findResources(type)).length);

  test('share VPC, cluster and VPC link', () => {
    expect(count('AWS::EC2::VPC')).toEqual([1, 0, 0]);
    expect(count('AWS::EC2::NatGateway')).toEqual([2, 0, 0]);
    expect(count('AWS::ECS::Cluster')).toEqual([1, 0, 0]);
    expect(count('AWS::ApiGatewayV2::VpcLink')).toEqual([1, 0, 0]);
    expect(count('AWS::ApiGatewayV2::Integration')).toEqual([0, 1, 1]);
  });

  test('keep their load balancers, which the VPC link can reach', () => {
    expect(count('AWS::ElasticLoadBalancingV2::LoadBalancer')).toEqual([0, 1, 1]);
    for (const stack of [orders, users]) {
      const template = Template.fromStack(stack);
      const ofLink = (type: string, group: string) =>
        Object.values(template.findResources(`AWS::EC2::SecurityGroup${type}`))
          .filter(({ Properties }) => JSON.stringify(Properties[group]).includes('PlatformLinkGroup'))
          .map(({ Properties }) => [Properties.Description, Properties.FromPort]);
      const rule = ['VPC link to production', 80];
      expect(ofLink('Ingress', 'SourceSecurityGroupId')).toEqual([rule]);
      // A rule in the link's group would change what all services have.
      expect(ofLink('Egress', 'GroupId')).toEqual([]);
    }
  });

  test('are reached through a VPC link that may connect to the VPC, and to nothing else', () => {
    Template.fromStack(home).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'VPC link of a blue/green service',
      SecurityGroupEgress: [
        {
          CidrIp: { 'Fn::GetAtt': [Match.stringLikeRegexp('PlatformNetworkVpc'), 'CidrBlock'] },
          IpProtocol: 'tcp',
          FromPort: 0,
          ToPort: 65_535,
          Description: 'Load balancers of the services',
        },
      ],
    });
  });

  test('can be removed one by one: the platform depends on none of them', () => {
    app.synth();
    expect(home.dependencies).toEqual([]);
    expect(orders.dependencies).toEqual([home]);
    expect(users.dependencies).toEqual([home]);
  });
});

describe('the log group of Container Insights', () => {
  const template = Template.fromStack(platformStack({ removalPolicy: RemovalPolicy.DESTROY }));
  const [[, cluster] = []] = Object.entries(template.findResources('AWS::ECS::Cluster'));
  const [[id, logs] = []] = Object.entries(
    template.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: Match.anyValue() },
    }),
  );

  test('exists before the cluster, under the name that ECS uses, and goes with the stack', () => {
    const joined = (text: { 'Fn::Join': [string, unknown[]] }) => text['Fn::Join'][1];
    const [start, uuid, end] = joined(logs?.Properties.LogGroupName);
    expect([start, end]).toEqual(['/aws/ecs/containerinsights/Shared-', '/performance']);
    expect(joined(cluster?.Properties.ClusterName)).toEqual(['Shared-', uuid]);
    expect(cluster?.DependsOn).toContain(id);
    expect(logs?.DeletionPolicy).toBe('Delete');
  });

  test('has a name that no other stack gives, so that what a deleted stack has left does no harm', () => {
    expect(JSON.stringify(cluster?.Properties.ClusterName)).toContain('AWS::StackId');
  });
});

test('logs are kept by default', () => {
  const logs = Template.fromStack(platformStack()).findResources('AWS::Logs::LogGroup');
  expect(Object.values(logs).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
});

test.each<[object, RegExp]>([
  [{ natGateways: 0 }, /natGateways: is 0; must be a whole number from 1 to 16/],
  [{ natGatways: 1 }, /natGatways: is not a prop; did you mean "natGateways"/],
])('synth refuses %j', (props, message) => {
  expect(() => platformStack(props)).toThrow(message);
});
