import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { codeDeployStack, ingressOf, permissionsOf } from '../support/templates/ecs';

const template = Template.fromStack(codeDeployStack());
const own = (id: string) => Match.stringLikeRegexp(`^Web${id}[0-9A-F]{8}$`);

describe('access from the internet', () => {
  test('ends at the API: the load balancer is internal, and tasks have no public address', () => {
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

  test('is not allowed by security groups: each allows one group on one port, no addresses', () => {
    expect(ingressOf(template)).toEqual([
      'WebGroundBalancerGroup → WebGroundNetworkTaskGroup:3000',
      'WebGroundFrontLinkGroup → WebGroundBalancerGroup:80',
      'WebGroundNetworkHookGroup → WebGroundBalancerGroup:8080',
    ]);
    template.allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  });

  test('passes an API that logs all requests and forwards them over the VPC link', () => {
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
  test('runs tasks of 0.25 vCPU and 512 MiB on ARM64, and leaves their number to ECS', () => {
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
      DesiredCount: Match.absent(),
      DeploymentController: { Type: 'CODE_DEPLOY' },
      DeploymentConfiguration: { MaximumPercent: 200, MinimumHealthyPercent: 100 },
    });
  });

  test('has a production and a test listener, and a target group for each', () => {
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
  test('is canary, keeps old tasks for an hour, and rolls back on a failure, a stop or an alarm', () => {
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

  test('has write permissions only for this service, its listeners and its hook', () => {
    const permissions = permissionsOf(template, 'WebDeploymentRole');
    expect([...permissions.keys()].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'ecs:CreateTaskSet',
      'ecs:DeleteTaskSet',
      'ecs:DescribeServices',
      'ecs:UpdateServicePrimaryTaskSet',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'iam:PassRole',
      'lambda:InvokeFunction',
    ]);
    const anywhere = [...permissions]
      .filter(([, resources]) => resources.includes('*'))
      .map(([action]) => action);
    expect(anywhere.filter((action) => !/:Describe/.test(action))).toEqual([]);
    expect(permissions.get('elasticloadbalancing:ModifyListener')).toHaveLength(2);
    expect(permissions.get('iam:PassRole')).toHaveLength(2);
    expect(JSON.stringify(permissions.get('lambda:InvokeFunction'))).toMatch(
      /^\[\{"Fn::GetAtt":\["WebHookFunction/,
    );
  });
});

describe('the hook', () => {
  test('runs in private subnets, with a time-out that its plan determines', () => {
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

  test('may connect to the test listener and to the APIs of AWS, but not to the production listener', () => {
    const egress = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress')).filter(
      ({ Properties }) => JSON.stringify(Properties.GroupId).includes('HookGroup'),
    );
    expect(egress.map(({ Properties }) => Properties.FromPort)).toEqual([8080]);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Deployment hook of a blue/green service',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  test('may read and report only on the deployments of its own deployment group', () => {
    const permissions = permissionsOf(template, 'WebHookRole');
    const group = JSON.stringify(permissions.get('codedeploy:PutLifecycleEventHookExecutionStatus'));
    expect(group).toMatch(/:deploymentgroup:.*WebDeploymentApplication.*WebDeploymentGroup/);
    for (const action of ['GetDeployment', 'GetDeploymentGroup', 'GetDeploymentTarget']) {
      expect(JSON.stringify(permissions.get(`codedeploy:${action}`))).toBe(group);
    }
    expect([...permissions.keys()].filter((action) => /^(ecs|iam|lambda):/.test(action))).toEqual([]);
  });
});

test('the stack has the outputs that an AppSpec needs, under stable names', () => {
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

test('the new VPC has three kinds of subnets in two zones, and a NAT gateway in each zone', () => {
  template.resourceCountIs('AWS::EC2::Subnet', 6);
  template.resourceCountIs('AWS::EC2::NatGateway', 2);
  template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  template.resourceCountIs('AWS::EC2::FlowLog', 1);
});

test('the alarm that rolls a deployment back needs more than 1 % of errors in each of 3 minutes', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    EvaluationPeriods: 3,
    // Absent: every one of the periods.
    DatapointsToAlarm: Match.absent(),
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    Metrics: Match.arrayWith([
      Match.objectLike({ MetricStat: Match.objectLike({ Period: 60, Stat: 'Sum' }) }),
    ]),
  });
});

test('that alarm counts 5xx of the targets and of the load balancer, also while no target was there', () => {
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  const metrics = alarm?.Properties.Metrics as {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
  }[];
  const nameOf = (id: string) => metrics.find(({ Id }) => Id === id)?.MetricStat?.Metric.MetricName;
  expect([nameOf('errors'), nameOf('balancer'), nameOf('noTarget'), nameOf('requests')]).toEqual([
    'HTTPCode_Target_5XX_Count',
    'HTTPCode_ELB_5XX_Count',
    'HTTPCode_ELB_503_Count',
    'RequestCount',
  ]);
  expect(metrics.find(({ Expression }) => Expression !== undefined)?.Expression).toBe(
    'IF(FILL(requests, 0) + FILL(noTarget, 0) > 0, 100 * (FILL(errors, 0) + FILL(balancer, 0)) / ' +
      '(FILL(requests, 0) + FILL(noTarget, 0)), 0)',
  );
});

test('a revision of the task definition outlives the deployment that replaces it, not the stack', () => {
  template.hasResource('AWS::ECS::TaskDefinition', {
    UpdateReplacePolicy: 'Retain',
    DeletionPolicy: 'Delete',
  });
});
