import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EcsDeploymentConfig, TrafficRouting } from 'aws-cdk-lib/aws-codedeploy';
import { type IVpc, Subnet, SubnetType, Vpc, type VpcAttributes } from 'aws-cdk-lib/aws-ec2';
import { Cluster, type ICluster } from 'aws-cdk-lib/aws-ecs';
import {
  type IListener,
  NetworkListener,
  NetworkLoadBalancer,
  NetworkTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { BlueGreenDeploymentGroup } from '../../lib/ecs/blue-green-deployment-group';
import { EcsBlueGreenService, type EcsBlueGreenServiceProps } from '../../lib/ecs/ecs-blue-green-service';
import { codeDeployStack, nativeStack, service } from '../support/templates/ecs';
import { appWithoutBundles } from '../support/templates/synth';

const imported = (scope: Construct, attributes: Partial<VpcAttributes>) =>
  Vpc.fromVpcAttributes(scope, 'Given', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    ...attributes,
  });
const isolated = {
  isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
};
const certificate = (scope: Construct) =>
  Certificate.fromCertificateArn(scope, 'Cert', 'arn:aws:acm:eu-west-1:111122223333:certificate/1');

describe('an error at synth names the field and the remedy', () => {
  type Case = [string, (scope: Construct) => Partial<EcsBlueGreenServiceProps>, RegExp];
  test.each<Case>([
    ['equal ports', () => ({ testPort: 80 }), /testPort: is 80, as is productionPort; must be another/],
    [
      'a port that is none',
      () => ({ testPort: 0 }),
      /testPort: is 0; must be a whole number from 1 to 65535/,
    ],
    [
      'no container port',
      () => ({ container: { image: service.container.image, port: undefined as never } }),
      /container\.port: is missing; must be a whole number from 1 to 65535/,
    ],
    [
      'a certificate on port 80',
      (scope) => ({ certificate: certificate(scope), productionPort: 80 }),
      /productionPort: is 80 with a certificate; .* leave it out for 443/,
    ],
    [
      'port 443 without a certificate',
      () => ({ productionPort: 443 }),
      /productionPort: is 443 without a certificate; give certificate/,
    ],
    ['no tasks', () => ({ desiredCount: 0 }), /desiredCount: is 0; must be a whole number from 1/],
    [
      'a health path that is none',
      () => ({ healthPath: 'health' }),
      /healthPath: is "health"; .* begins with \//,
    ],
    [
      'a hook without checks',
      () => ({ hook: { host: 'api.example.com', checks: [] } }),
      /hook\.checks: is an empty list; must be a list of 1 to/,
    ],
    [
      'a hook that asks production',
      () => ({ hook: { ...service.hook, endpoint: 'http://internal.example.com:80' } }),
      /hook\.endpoint: is ".*:80"; must end in the test port :8080/,
    ],
    [
      'a wait above 48 hours',
      () => ({ terminationWait: Duration.minutes(2_881) }),
      /terminationWait: is 2 days 1 minute; must be at most 48 hours/,
    ],
    ['a negative wait', () => ({ terminationWait: Duration.minutes(-1) }), /negative/],
    [
      'an alarm of another region',
      (scope) => ({
        alarms: [Alarm.fromAlarmArn(scope, 'Far', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:web-p99')],
      }),
      /alarms\[0\]: is in us-east-1; must be in eu-west-1/,
    ],
    [
      'more alarms than CodeDeploy takes',
      (scope) => ({
        alarms: Array.from({ length: 10 }, (_, i) => Alarm.fromAlarmName(scope, `Alarm${i}`, `a${i}`)),
      }),
      /alarms: is a list of 10; must have at most 9/,
    ],
    [
      'isolated subnets with nat',
      (scope) => ({
        network: {
          vpc: imported(scope, isolated),
          vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        },
      }),
      /network\.vpcSubnets: has isolated subnets, .* network\.egress "endpoints"/,
    ],
    [
      'a VPC without egress',
      (scope) => ({ network: { vpc: imported(scope, isolated) } }),
      /network\.vpcSubnets: is left out, and the VPC has no private subnets with egress/,
    ],
    [
      'public subnets',
      (scope) => ({
        network: {
          vpc: imported(scope, { publicSubnetIds: ['subnet-1', 'subnet-2'] }),
          vpcSubnets: { subnetType: SubnetType.PUBLIC },
        },
      }),
      /network\.vpcSubnets: has public subnets; must be private or isolated/,
    ],
    [
      'one zone',
      (scope) => ({
        network: {
          vpc: imported(scope, { availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] }),
        },
      }),
      /network\.vpcSubnets: is in 1 zone; must be in two at least/,
    ],
    [
      'existing endpoints in a VPC that is made',
      () => ({ network: { egress: 'existing-endpoints' } }),
      /network\.egress: is "existing-endpoints" in a VPC that is made here/,
    ],
    [
      'subnets without a VPC',
      () => ({ network: { vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } } }),
      /network\.vpcSubnets: is given without network\.vpc/,
    ],
    [
      'NAT gateways where none are made',
      () => ({ network: { egress: 'endpoints', natGateways: 1 } }),
      /network\.natGateways: is given, but none is made here/,
    ],
    [
      "another VPC than the cluster's",
      (scope) => ({
        cluster: new Cluster(scope, 'Cluster', { vpc: new Vpc(scope, 'One') as IVpc }) as ICluster,
        network: { vpc: imported(scope, isolated) },
      }),
      /network\.vpc: is not the cluster's; leave it out/,
    ],
    [
      'a public image from isolated subnets',
      () => ({ network: { egress: 'endpoints' } }),
      /container\.image: is "public\.ecr\.aws.*", which isolated subnets cannot reach/,
    ],
  ])('%s', (_, props, words) => {
    const env = { env: { region: 'eu-west-1', account: '111122223333' } };
    expect(() => codeDeployStack(props, env)).toThrow(words);
  });

  test('all of it at once', () => {
    expect(() => codeDeployStack({ testPort: 80, desiredCount: 0, healthPath: 'x' })).toThrow(
      /^Stack\/Web is not set up right:\ndesiredCount: .*\nhealthPath: .*\ntestPort: .*$/,
    );
  });

  test('a bake time above 24 hours', () => {
    expect(() => nativeStack({ bakeTime: Duration.minutes(1_441) })).toThrow(
      'bakeTime: is 1 day 1 minute; must be at most 24 hours',
    );
  });
});

describe('what is right is not refused', () => {
  test('a termination wait of 48 hours and none at all', () => {
    for (const terminationWait of [Duration.hours(48), Duration.minutes(0)]) {
      expect(() => codeDeployStack({ terminationWait })).not.toThrow();
    }
  });

  test('subnets of which nothing is known', () => {
    const props = (scope: Construct) => ({
      network: {
        vpc: imported(scope, {}),
        vpcSubnets: {
          subnets: ['a', 'b'].map((id) =>
            Subnet.fromSubnetAttributes(scope, id, {
              subnetId: `subnet-${id}`,
              availabilityZone: `eu-west-1${id}`,
            }),
          ),
        },
      },
    });
    expect(() => codeDeployStack(props)).not.toThrow();
  });
});

describe('a Network Load Balancer', () => {
  const group = (
    configure: (scope: Construct) => EcsBlueGreenServiceProps['configuration'],
    named: boolean,
  ) => {
    const stack = new Stack(appWithoutBundles(), 'Stack');
    const made = new EcsBlueGreenService(stack, 'Web', service);
    const vpc = made.foundation.network.vpc;
    const target = (id: string) => new NetworkTargetGroup(stack, id, { vpc, port: 80 });
    const [blue, green] = [target('Blue'), target('Green')];
    const balancer = new NetworkLoadBalancer(stack, 'Balancer', { vpc });
    const listener = (port: number): IListener =>
      named
        ? NetworkListener.fromNetworkListenerArn(
            stack,
            `Listener${port}`,
            `arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/net/web/1/${port}`,
          )
        : balancer.addListener(`Listener${port}`, { port, defaultTargetGroups: [blue] });
    return new BlueGreenDeploymentGroup(stack, 'Second', {
      service: made.service,
      taskDefinition: made.foundation.task.definition,
      blue,
      green,
      production: listener(80),
      test: listener(8080),
      configuration: configure(stack) ?? EcsDeploymentConfig.ALL_AT_ONCE,
      terminationWait: Duration.minutes(0),
      alarms: [],
    });
  };
  const allAtOnce = (scope: Construct) =>
    new EcsDeploymentConfig(scope, 'Mine', { trafficRouting: TrafficRouting.allAtOnce() });
  const canary = (scope: Construct) =>
    new EcsDeploymentConfig(scope, 'Mine', {
      trafficRouting: TrafficRouting.timeBasedCanary({ interval: Duration.minutes(5), percentage: 10 }),
    });

  test.each([
    ['canary', () => EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES],
    ['linear', () => EcsDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTES],
    ['canary of your own', canary],
  ])('takes no %s configuration', (_, configure) => {
    for (const named of [true, false]) {
      expect(() => group(configure, named)).toThrow(
        /configuration: is .*; must be EcsDeploymentConfig\.ALL_AT_ONCE/,
      );
    }
  });

  test.each([
    ['all at once', () => EcsDeploymentConfig.ALL_AT_ONCE],
    ['all at once of your own', allAtOnce],
  ])('takes %s', (_, configure) => {
    expect(() => group(configure, false)).not.toThrow();
  });
});

test('with a certificate both listeners speak HTTPS, and the API asks for the host that the certificate bears', () => {
  const template = Template.fromStack(codeDeployStack((scope) => ({ certificate: certificate(scope) })));
  for (const Port of [443, 8080]) {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port, Protocol: 'HTTPS' });
  }
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    TlsConfig: { ServerNameToVerify: 'api.example.com' },
  });
});
