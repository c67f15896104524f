import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { codeDeployStack, rightsOf, wayIn } from '../support/templates/ecs';

const template = Template.fromStack(codeDeployStack());
const own = (id: string) => Match.stringLikeRegexp(`^Web${id}[0-9A-F]{8}$`);

describe('from the internet', () => {
  test('nothing but the API is reached: the load balancer is internal, tasks have no public address', () => {
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
    template.allResourcesProperties('AWS::ECS::Service', {
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED',
          Subnets: [
            { Ref: Match.stringLikeRegexp('PrivateSubnet1') },
            { Ref: Match.stringLikeRegexp('PrivateSubnet2') },
          ],
        },
      },
    });
  });

  test('every security group lets in another group, on one port, and no address', () => {
    expect(wayIn(template)).toEqual([
      'WebGroundBalancerGroup → WebGroundNetworkTaskGroup:3000',
      'WebGroundFrontLinkGroup → WebGroundBalancerGroup:80',
      'WebGroundNetworkHookGroup → WebGroundBalancerGroup:8080',
    ]);
    template.allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  });

  test('the API hands everything over the VPC link to the production listener, and logs it', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      ConnectionType: 'VPC_LINK',
      IntegrationUri: { Ref: own('GroundBalancerLoadBalancerProduction') },
      TlsConfig: Match.absent(),
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      AccessLogSettings: Match.objectLike({ DestinationArn: Match.anyValue() }),
    });
  });
});

describe('the service', () => {
  test('runs two small tasks on ARM64', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '256',
      Memory: '512',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      RequiresCompatibilities: ['FARGATE'],
      ContainerDefinitions: [
        Match.objectLike({ Name: 'app', PortMappings: [{ ContainerPort: 3000, Protocol: 'tcp' }] }),
      ],
    });
    template.hasResourceProperties('AWS::ECS::Service', {
      DesiredCount: 2,
      DeploymentController: { Type: 'CODE_DEPLOY' },
      DeploymentConfiguration: { MaximumPercent: 200, MinimumHealthyPercent: 100 },
    });
  });

  test('has a production and a test listener, one for each of two target groups', () => {
    for (const [port, group] of [
      [80, 'Blue'],
      [8080, 'Green'],
    ] as const) {
      template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
        Port: port,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: own(`GroundBalancer${group}`) } }],
      });
    }
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 2);
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'ip',
      HealthCheckPath: '/health',
      Matcher: { HttpCode: '200' },
    });
  });
});

describe('a deployment', () => {
  test('is canary, keeps the old tasks for an hour, and goes back on a failure, a stop or an alarm', () => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: own('GroundErrors') } }] },
      BlueGreenDeploymentConfiguration: Match.objectLike({
        TerminateBlueInstancesOnDeploymentSuccess: {
          Action: 'TERMINATE',
          TerminationWaitTimeInMinutes: 60,
        },
      }),
      LoadBalancerInfo: {
        TargetGroupPairInfoList: [
          Match.objectLike({
            ProdTrafficRoute: { ListenerArns: [{ Ref: own('GroundBalancerLoadBalancerProduction') }] },
            TestTrafficRoute: { ListenerArns: [{ Ref: own('GroundBalancerLoadBalancerTest') }] },
          }),
        ],
      },
    });
  });

  test('may do to this service, its listeners and its hook what it needs, and nothing to others', () => {
    const rights = rightsOf(template, 'WebDeploymentRole');
    expect([...rights.keys()].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'ecs:CreateTaskSet',
      'ecs:DeleteTaskSet',
      'ecs:DescribeServices',
      'ecs:UpdateServicePrimaryTaskSet',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:ModifyListener',
      'iam:PassRole',
      'lambda:InvokeFunction',
    ]);
    const anywhere = [...rights].filter(([, resources]) => resources.includes('*')).map(([action]) => action);
    expect(anywhere.filter((action) => !/:Describe/.test(action))).toEqual([]);
    expect(rights.get('elasticloadbalancing:ModifyListener')).toHaveLength(2);
    expect(rights.get('iam:PassRole')).toHaveLength(2);
    expect(JSON.stringify(rights.get('lambda:InvokeFunction'))).toMatch(
      /^\[\{"Fn::GetAtt":\["WebHookFunction/,
    );
  });
});

describe('the hook', () => {
  test('runs in private subnets, as long as its plan may take', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      // 30 s to find the listener, 300 s for healthy targets, 120 s for the checks, and 60 s to report.
      Timeout: 510,
      VpcConfig: {
        SubnetIds: [
          { Ref: Match.stringLikeRegexp('PrivateSubnet1') },
          { Ref: Match.stringLikeRegexp('PrivateSubnet2') },
        ],
        SecurityGroupIds: [{ 'Fn::GetAtt': [own('GroundNetworkHookGroup'), 'GroupId'] }],
      },
      Environment: {
        Variables: { HOOK_PLAN: '{"host":"api.example.com","checks":[{"path":"/health"}]}' },
      },
    });
  });

  test('is let out to the test listener and to APIs, not to production', () => {
    const egress = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress')).filter(
      ({ Properties }) => JSON.stringify(Properties.GroupId).includes('HookGroup'),
    );
    expect(egress.map(({ Properties }) => Properties.FromPort)).toEqual([8080]);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Deployment hook of a blue/green service',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  test('may read and report on the deployments of its group alone', () => {
    const rights = rightsOf(template, 'WebHookRole');
    const group = JSON.stringify(rights.get('codedeploy:PutLifecycleEventHookExecutionStatus'));
    expect(group).toMatch(/:deploymentgroup:.*WebDeploymentApplication.*WebDeploymentGroup/);
    for (const action of ['GetDeployment', 'GetDeploymentGroup', 'GetDeploymentTarget']) {
      expect(JSON.stringify(rights.get(`codedeploy:${action}`))).toBe(group);
    }
    expect([...rights.keys()].filter((action) => /^(ecs|iam|lambda):/.test(action))).toEqual([]);
  });
});

test('its outputs are what an AppSpec needs, under names that do not change', () => {
  expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
    'WebApiUrl',
    'WebClusterName',
    'WebCodeDeployApplicationName',
    'WebCodeDeployDeploymentGroupName',
    'WebContainerName',
    'WebContainerPort',
    'WebHookFunctionArn',
    'WebSecurityGroups',
    'WebServiceName',
    'WebSubnets',
    'WebTaskDefinitionArn',
  ]);
});

test('the VPC that it makes has three kinds of subnets in two zones, and a NAT gateway in each', () => {
  template.resourceCountIs('AWS::EC2::Subnet', 6);
  template.resourceCountIs('AWS::EC2::NatGateway', 2);
  template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  template.resourceCountIs('AWS::EC2::FlowLog', 1);
});
