import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ingressOf, nativeStack, permissionsOf } from '../support/templates/ecs';

const template = Template.fromStack(nativeStack());
const own = (id: string) => Match.stringLikeRegexp(`^Web${id}[0-9A-F]{8}$`);

test('ECS deploys blue/green with the hook, bakes for an hour and rolls back itself', () => {
  template.hasResourceProperties('AWS::ECS::Service', {
    DeploymentController: Match.absent(),
    DeploymentConfiguration: {
      Strategy: 'BLUE_GREEN',
      BakeTimeInMinutes: 60,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      Alarms: { AlarmNames: [{ Ref: own('GroundErrors') }], Enable: true, Rollback: true },
      LifecycleHooks: [
        {
          HookTargetArn: { 'Fn::GetAtt': [own('HookFunction'), 'Arn'] },
          RoleArn: { 'Fn::GetAtt': [own('HookRole'), 'Arn'] },
          LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        },
      ],
      MaximumPercent: 200,
      MinimumHealthyPercent: 100,
    },
    LoadBalancers: [
      {
        ContainerName: 'app',
        ContainerPort: 3000,
        TargetGroupArn: { Ref: own('GroundBalancerBlue') },
        AdvancedConfiguration: {
          AlternateTargetGroupArn: { Ref: own('GroundBalancerGreen') },
          ProductionListenerRule: { Ref: own('ProductionRule') },
          TestListenerRule: { Ref: own('TestRule') },
          RoleArn: { 'Fn::GetAtt': [own('InfrastructureRole'), 'Arn'] },
        },
      },
    ],
  });
});

test('each listener has a rule for all requests, which initially forwards them to blue', () => {
  for (const [listener, port] of [
    ['Production', 80],
    ['Test', 8080],
  ] as const) {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: port });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      ListenerArn: { Ref: own(`GroundBalancerLoadBalancer${listener}`) },
      Actions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: { Ref: own('GroundBalancerBlue') }, Weight: 100 },
              { TargetGroupArn: { Ref: own('GroundBalancerGreen') }, Weight: 0 },
            ],
          },
        },
      ],
    });
  }
});

test('access from the internet ends at the API, as with CodeDeploy', () => {
  expect(ingressOf(template)).toEqual([
    'WebGroundBalancerGroup → WebGroundNetworkTaskGroup:3000',
    'WebGroundFrontLinkGroup → WebGroundBalancerGroup:80',
    'WebGroundNetworkHookGroup → WebGroundBalancerGroup:8080',
  ]);
  template.allResourcesProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
});

describe('least privilege', () => {
  test('ECS may only modify the rules, listeners and targets of this service', () => {
    const permissions = permissionsOf(template, 'WebInfrastructureRole');
    for (const [action, ids] of [
      ['ModifyRule', 'WebProductionRule.*WebTestRule'],
      ['ModifyListener', 'BalancerProduction.*BalancerTest'],
      ['RegisterTargets', 'BalancerBlue.*BalancerGreen'],
      ['DeregisterTargets', 'BalancerBlue.*BalancerGreen'],
    ] as const) {
      const resources = permissions.get(`elasticloadbalancing:${action}`);
      expect(resources).toHaveLength(2);
      expect(JSON.stringify(resources)).toMatch(new RegExp(ids));
    }
    const anywhere = [...permissions]
      .filter(([, resources]) => resources.includes('*'))
      .map(([action]) => action);
    expect(anywhere.filter((action) => !/:Describe/.test(action))).toEqual([]);
  });

  test('the service is created after the permissions of ECS', () => {
    const [made] = Object.values(template.findResources('AWS::ECS::Service'));
    expect(made?.DependsOn).toContainEqual(expect.stringMatching(/^WebInfrastructureRoleRights/));
  });

  test('ECS may call only the hook', () => {
    const permissions = permissionsOf(template, 'WebHookRole');
    const calls = permissions.get('lambda:InvokeFunction');
    expect(calls).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^WebHookFunction/), 'Arn'] }]);
  });

  test('the hook may only read the service revisions of its cluster', () => {
    const permissions = new Map(
      [...permissionsOf(template, 'WebHookRole')].filter(([action]) => /^(ecs|codedeploy):/.test(action)),
    );
    expect([...permissions.keys()]).toEqual(['ecs:DescribeServiceRevisions']);
    expect(JSON.stringify(permissions.get('ecs:DescribeServiceRevisions'))).toMatch(
      /service-revision\/.*WebGroundCluster/,
    );
  });
});

test('there is no CodeDeploy deployment group, and no output for CodeDeploy', () => {
  template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  expect(Object.keys(template.findOutputs('*')).filter((key) => key.includes('CodeDeploy'))).toEqual([]);
});
