import { describe, expect, test } from '@jest/globals';
import { App, CfnParameter, Duration, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CpuArchitecture } from 'aws-cdk-lib/aws-ecs';
import { EcsBlueGreenService } from '../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../lib/ecs/ecs-native-blue-green-service';
import { codeDeployStack, nativeStack, service } from '../support/templates/ecs';

const both = [
  ['CodeDeploy', codeDeployStack],
  ['ECS itself', nativeStack],
] as const;

describe.each(both)('a service that is deployed by %s', (_, stack) => {
  test('has the number of tasks only when it is asked for', () => {
    const count = (props: Parameters<typeof stack>[0]) =>
      Object.values(Template.fromStack(stack(props)).findResources('AWS::ECS::Service'))[0]?.Properties
        .DesiredCount;
    expect([count({}), count({ desiredCount: 3 })]).toEqual([undefined, 3]);
  });

  test('takes the number of tasks from a parameter', () => {
    const template = Template.fromStack(
      stack((scope) => ({
        desiredCount: new CfnParameter(scope, 'Tasks', { type: 'Number' }).valueAsNumber,
      })),
    );
    template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: { Ref: 'Tasks' } });
  });

  test('runs on x86-64, with a health check, a grace period and a delay of its own', () => {
    const template = Template.fromStack(
      stack({
        cpuArchitecture: CpuArchitecture.X86_64,
        healthCheck: {
          healthyHttpCodes: '200-299',
          interval: Duration.seconds(30),
          timeout: Duration.seconds(10),
          healthyThresholdCount: 5,
          unhealthyThresholdCount: 4,
        },
        healthCheckGracePeriod: Duration.minutes(5),
        deregistrationDelay: Duration.seconds(30),
      }),
    );
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      RuntimePlatform: { CpuArchitecture: 'X86_64' },
    });
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Matcher: { HttpCode: '200-299' },
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 10,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 4,
      TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }]),
    });
    template.hasResourceProperties('AWS::ECS::Service', { HealthCheckGracePeriodSeconds: 300 });
  });

  test.each([
    [{}, 'true'],
    [{ removalPolicy: RemovalPolicy.DESTROY }, 'false'],
    [{ deletionProtection: false }, 'false'],
    [{ removalPolicy: RemovalPolicy.DESTROY, deletionProtection: true }, 'true'],
  ])('with %j has deletion protection %s', (props, on) => {
    Template.fromStack(stack(props)).hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'deletion_protection.enabled', Value: on }]),
    });
  });

  test('passes a host and a secret on that are known only at deployment', () => {
    const later = (value: string) => Lazy.string({ produce: () => value });
    const secret = later('arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf');
    const template = Template.fromStack(
      stack({
        hook: {
          host: Fn.importValue('Host'),
          checks: [{ path: '/health', headers: { 'x-key': { secret } } }],
        },
        secrets: [{ arn: secret }],
      }),
    );
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          HOOK_PLAN: {
            'Fn::Join': [
              '',
              [
                '{"host":"',
                { 'Fn::ImportValue': 'Host' },
                '","checks":[{"path":"/health","headers":{"x-key":{"secret":' +
                  '"arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf"}}}]}',
              ],
            ],
          },
        },
      },
    });
  });
});

test('capacity providers are named in the service and enabled in a new cluster', () => {
  const template = Template.fromStack(
    nativeStack({
      capacityProviderStrategies: [
        { capacityProvider: 'FARGATE', base: 1, weight: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 3 },
      ],
    }),
  );
  template.hasResourceProperties('AWS::ECS::Service', {
    LaunchType: Match.absent(),
    CapacityProviderStrategy: [
      { CapacityProvider: 'FARGATE', Base: 1, Weight: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
    ],
  });
  template.hasResourceProperties('AWS::ECS::ClusterCapacityProviderAssociations', {
    CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
  });
});

test('without the feature flags of CDK, the number of tasks stays out of the template too', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Plain');
  new EcsBlueGreenService(stack, 'One', service);
  new EcsNativeBlueGreenService(stack, 'Two', service);
  Template.fromStack(stack).allResourcesProperties('AWS::ECS::Service', { DesiredCount: Match.absent() });
});
