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

describe('an invalid prop is refused at synth, with its path and a remedy:', () => {
  type Case = [string, (scope: Construct) => Partial<EcsBlueGreenServiceProps>, RegExp];
  test.each<Case>([
    [
      'a test port that equals the production port',
      () => ({ testPort: 80 }),
      /testPort: is 80, the same as productionPort; must be another port/,
    ],
    ['a port of 0', () => ({ testPort: 0 }), /testPort: is 0; must be a whole number from 1 to 65535/],
    [
      'a missing container port',
      () => ({ container: { image: service.container.image, port: undefined as never } }),
      /container\.port: is missing; must be a whole number from 1 to 65535/,
    ],
    [
      'a certificate on port 80',
      (scope) => ({ certificate: certificate(scope), productionPort: 80 }),
      /productionPort: is 80 although a certificate is given; .* leave it out for 443/,
    ],
    [
      'port 443 without a certificate',
      () => ({ productionPort: 443 }),
      /productionPort: is 443 without a certificate; give certificate/,
    ],
    [
      'a desired count of 0',
      () => ({ desiredCount: 0 }),
      /desiredCount: is 0; must be a whole number from 1/,
    ],
    [
      'a health path without a slash',
      () => ({ healthPath: 'health' }),
      /healthPath: is "health"; .* begins with \//,
    ],
    [
      'a hook without checks',
      () => ({ hook: { host: 'api.example.com', checks: [] } }),
      /hook\.checks: is an empty list; must be a list of 1 to/,
    ],
    [
      'a hook endpoint with the production port',
      () => ({ hook: { ...service.hook, endpoint: 'http://internal.example.com:80' } }),
      /hook\.endpoint: is ".*:80"; must end in the test port :8080/,
    ],
    [
      'a termination wait above 48 hours',
      () => ({ terminationWait: Duration.minutes(2_881) }),
      /terminationWait: is 2 days 1 minute; must be whole minutes, from 0 to 2880 \(48 hours\)/,
    ],
    [
      'a termination wait of 90 seconds',
      () => ({ terminationWait: Duration.seconds(90) }),
      /terminationWait: is 1 minute 30 seconds; must be whole minutes/,
    ],
    [
      'a number in place of a duration',
      () => ({ terminationWait: 60 as never }),
      /terminationWait: is 60; must be a Duration, such as Duration\.minutes/,
    ],
    [
      'a misspelled prop',
      () => ({ alarm: [] }) as never,
      /alarm: is not a prop; did you mean "alarms"\?; props: container, hook/,
    ],
    [
      'a misspelled prop of the container',
      () => ({ container: { ...service.container, enviroment: {} } as never }),
      /container\.enviroment: is not a prop; did you mean "environment"\?/,
    ],
    [
      'a misspelled prop of the network',
      () => ({ network: { natGateway: 1 } as never }),
      /network\.natGateway: is not a prop; did you mean "natGateways"\?/,
    ],
    ['a missing hook', () => ({ hook: undefined as never }), /hook: is missing; it is required/],
    [
      'a certificate of another region',
      (scope) => ({
        certificate: Certificate.fromCertificateArn(
          scope,
          'Far',
          'arn:aws:acm:us-east-1:111122223333:certificate/1',
        ),
      }),
      /certificate: is in us-east-1; must be in eu-west-1: a load balancer takes certificates of its own/,
    ],
    [
      'a certificate of another account',
      (scope) => ({
        certificate: Certificate.fromCertificateArn(
          scope,
          'Far',
          'arn:aws:acm:eu-west-1:999922223333:certificate/1',
        ),
      }),
      /certificate: is in the account 999922223333; must be in the account 111122223333/,
    ],
    [
      'a health check that is slower than its interval',
      () => ({ healthCheck: { interval: Duration.seconds(10), timeout: Duration.seconds(10) } }),
      /healthCheck\.timeout: is 10 seconds; must be shorter than the interval/,
    ],
    [
      'a deregistration delay above an hour',
      () => ({ deregistrationDelay: Duration.minutes(61) }),
      /deregistrationDelay: is 1 hour 1 minute; must be whole seconds, from 0 to 3600 \(an hour\)/,
    ],
    [
      'a grace period of half a second',
      () => ({ healthCheckGracePeriod: Duration.millis(500) }),
      /healthCheckGracePeriod: is .*; must be whole seconds/,
    ],
    ['a negative termination wait', () => ({ terminationWait: Duration.minutes(-1) }), /negative/],
    [
      'an alarm in another region',
      (scope) => ({
        alarms: [Alarm.fromAlarmArn(scope, 'Far', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:web-p99')],
      }),
      /alarms\[0\]: is in us-east-1; must be in eu-west-1/,
    ],
    [
      'more alarms than CodeDeploy allows',
      (scope) => ({
        alarms: Array.from({ length: 10 }, (_, i) => Alarm.fromAlarmName(scope, `Alarm${i}`, `a${i}`)),
      }),
      /alarms: is a list of 10; must have at most 9/,
    ],
    [
      'isolated subnets with egress nat',
      (scope) => ({
        network: {
          vpc: imported(scope, isolated),
          vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        },
      }),
      /network\.vpcSubnets: has isolated subnets, .* network\.egress "endpoints"/,
    ],
    [
      'a VPC without private subnets',
      (scope) => ({ network: { vpc: imported(scope, isolated) } }),
      /network\.vpcSubnets: is missing, and the VPC has no private subnets with egress/,
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
      'subnets in a single zone',
      (scope) => ({
        network: {
          vpc: imported(scope, { availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] }),
        },
      }),
      /network\.vpcSubnets: covers 1 zone; must cover at least 2/,
    ],
    [
      'existing endpoints in a new VPC',
      () => ({ network: { egress: 'existing-endpoints' } }),
      /network\.egress: is "existing-endpoints", but the VPC is created here/,
    ],
    [
      'subnets without their VPC',
      () => ({ network: { vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } } }),
      /network\.vpcSubnets: is given without network\.vpc/,
    ],
    [
      'NAT gateways without egress nat',
      () => ({ network: { egress: 'endpoints', natGateways: 1 } }),
      /network\.natGateways: is given, but no NAT gateway is created/,
    ],
    [
      'a VPC that is not the VPC of the cluster',
      (scope) => ({
        cluster: new Cluster(scope, 'Cluster', { vpc: new Vpc(scope, 'One') as IVpc }) as ICluster,
        network: { vpc: imported(scope, isolated) },
      }),
      /network\.vpc: is not the VPC of the cluster; leave it out/,
    ],
    [
      'a public image with isolated subnets',
      () => ({ network: { egress: 'endpoints' } }),
      /container\.image: is "public\.ecr\.aws.*", which cannot be pulled from isolated subnets/,
    ],
  ])('%s', (_, props, message) => {
    const env = { env: { region: 'eu-west-1', account: '111122223333' } };
    expect(() => codeDeployStack(props, env)).toThrow(message);
  });

  test('several invalid props, all in one error', () => {
    expect(() => codeDeployStack({ testPort: 80, desiredCount: 0, healthPath: 'x' })).toThrow(
      /^Stack\/Web has invalid props:\ndesiredCount: .*\nhealthPath: .*\ntestPort: .*$/,
    );
  });

  test('a bake time above 24 hours', () => {
    expect(() => nativeStack({ bakeTime: Duration.minutes(1_441) })).toThrow(
      'bakeTime: is 1 day 1 minute; must be whole minutes, from 0 to 1440 (24 hours)',
    );
  });
});

describe('valid props are accepted:', () => {
  test('a termination wait of 48 hours, and of 0', () => {
    for (const terminationWait of [Duration.hours(48), Duration.minutes(0)]) {
      expect(() => codeDeployStack({ terminationWait })).not.toThrow();
    }
  });

  test('imported subnets of unknown type', () => {
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

describe('with a Network Load Balancer', () => {
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
    ['custom canary', canary],
  ])('a %s configuration is refused', (_, configure) => {
    for (const named of [true, false]) {
      expect(() => group(configure, named)).toThrow(
        /configuration: is .*; must be EcsDeploymentConfig\.ALL_AT_ONCE/,
      );
    }
  });

  test.each([
    ['predefined', () => EcsDeploymentConfig.ALL_AT_ONCE],
    ['custom', allAtOnce],
  ])('a %s all-at-once configuration is accepted', (_, configure) => {
    expect(() => group(configure, false)).not.toThrow();
  });
});

test('with a certificate, both listeners use HTTPS and the API verifies the host of the hook', () => {
  const template = Template.fromStack(codeDeployStack((scope) => ({ certificate: certificate(scope) })));
  for (const Port of [443, 8080]) {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port, Protocol: 'HTTPS' });
  }
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    TlsConfig: { ServerNameToVerify: 'api.example.com' },
  });
});
