import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { nativeStack, rightsOf, wayIn } from '../support/templates/ecs';

const template = Template.fromStack(nativeStack());
const own = (id: string) => Match.stringLikeRegexp(`^Web${id}[0-9A-F]{8}$`);

test('ECS deploys it blue/green, asks the hook before production traffic, bakes for an hour, and goes back by itself', () => {
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

test('each listener has a rule for everything, all of it on blue at first', () => {
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

test('it is private in the same way', () => {
  expect(wayIn(template)).toEqual([
    'WebGroundBalancerGroup → WebGroundNetworkTaskGroup:3000',
    'WebGroundFrontLinkGroup → WebGroundBalancerGroup:80',
    'WebGroundNetworkHookGroup → WebGroundBalancerGroup:8080',
  ]);
  template.allResourcesProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
});

describe('least privilege', () => {
  test('ECS may move these rules, listeners and targets alone', () => {
    const rights = rightsOf(template, 'WebInfrastructureRole');
    for (const [action, ids] of [
      ['ModifyRule', 'WebProductionRule.*WebTestRule'],
      ['ModifyListener', 'BalancerProduction.*BalancerTest'],
      ['RegisterTargets', 'BalancerBlue.*BalancerGreen'],
      ['DeregisterTargets', 'BalancerBlue.*BalancerGreen'],
    ] as const) {
      const resources = rights.get(`elasticloadbalancing:${action}`);
      expect(resources).toHaveLength(2);
      expect(JSON.stringify(resources)).toMatch(new RegExp(ids));
    }
    const anywhere = [...rights].filter(([, resources]) => resources.includes('*')).map(([action]) => action);
    expect(anywhere.filter((action) => !/:Describe/.test(action))).toEqual([]);
  });

  test('ECS waits for those rights before it makes the service', () => {
    const [made] = Object.values(template.findResources('AWS::ECS::Service'));
    expect(made?.DependsOn).toContainEqual(expect.stringMatching(/^WebInfrastructureRoleRights/));
  });

  test('ECS may call the hook and no other function', () => {
    const rights = rightsOf(template, 'WebHookRole');
    const calls = rights.get('lambda:InvokeFunction');
    expect(calls).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^WebHookFunction/), 'Arn'] }]);
  });

  test('the hook may read the revisions of its cluster, and says how it went by what it returns', () => {
    const rights = new Map(
      [...rightsOf(template, 'WebHookRole')].filter(([action]) => /^(ecs|codedeploy):/.test(action)),
    );
    expect([...rights.keys()]).toEqual(['ecs:DescribeServiceRevisions']);
    expect(JSON.stringify(rights.get('ecs:DescribeServiceRevisions'))).toMatch(
      /service-revision\/.*WebGroundCluster/,
    );
  });
});

test('it has no CodeDeploy, and so no output that an AppSpec is made of', () => {
  template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  expect(Object.keys(template.findOutputs('*')).filter((key) => key.includes('CodeDeploy'))).toEqual([]);
});
