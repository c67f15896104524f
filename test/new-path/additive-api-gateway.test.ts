import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  DeploymentControllerType,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AdditiveApiGateway, type AdditiveApiGatewayProps } from '../../lib/new-path/additive-api-gateway';
import { WeightedRecords } from '../../lib/new-path/weighted-records';
import { newPathStack } from '../support/templates/new-path-stack';
import { diffOf } from '../support/templates/templates';

type Given = ReturnType<typeof newPathStack>;

function newPath({ stack, vpc, zone, certificate }: Given, props: Partial<AdditiveApiGatewayProps> = {}) {
  return new AdditiveApiGateway(stack, 'NewPath', {
    ...{ serviceName: 'api', recordNames: ['api.example.com'], vpc, zone, certificate },
    ...props,
  });
}

/** A stack with an existing public load balancer, its service and the record that points to it. */
function existing(controller?: DeploymentControllerType) {
  const given = newPathStack();
  const { stack, vpc, zone } = given;
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('Api', {
    image: ContainerImage.fromRegistry('example'),
    portMappings: [{ containerPort: 8080 }],
  });
  // The types of CDK do not agree under exactOptionalPropertyTypes.
  const cluster = new Cluster(stack, 'Cluster', { vpc }) as ICluster;
  const serviceOf = (id: string) =>
    new FargateService(stack, id, {
      ...{ cluster, taskDefinition, minHealthyPercent: 100, securityGroups: [tasks] },
      ...(controller === undefined
        ? { circuitBreaker: { rollback: true } }
        : { deploymentController: { type: controller } }),
    });
  const tasks = new SecurityGroup(stack, 'Tasks', { vpc });
  const service = serviceOf('Service');
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
  loadBalancer.addListener('Http', { port: 80 }).addTargets('Targets', { port: 80, targets: [service] });
  const record = {
    zone,
    recordName: 'api.example.com',
    old: RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer)),
  };
  return { ...given, service, serviceOf, record };
}

const plain = newPathStack();
newPath(plain);
const template = Template.fromStack(plain.stack);

describe('AdditiveApiGateway creates', () => {
  test('an internal load balancer with an HTTPS listener and the certificate', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      Type: 'application',
      Subnets: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: Match.stringLikeRegexp(':certificate/') }],
      SslPolicy: Match.stringLikeRegexp('TLS13-1-2'),
    });
  });

  test('a target group of IP addresses with the health check of the old path', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200' },
    });
  });

  test('a VPC link whose security group may connect only to the load balancer, only on port 443', () => {
    const groups = template.findResources('AWS::EC2::SecurityGroup');
    const idOf = (part: string) => Object.keys(groups).find((id) => id.includes(part));
    const [link, internal] = [idOf('VpcLink'), idOf('Internal')];
    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', {
      SubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
      SecurityGroupIds: [{ 'Fn::GetAtt': [link, 'GroupId'] }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp',
      ...{ FromPort: 443, ToPort: 443 },
      GroupId: { 'Fn::GetAtt': [internal, 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [link, 'GroupId'] },
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      ...{ FromPort: 443, ToPort: 443 },
      GroupId: { 'Fn::GetAtt': [link, 'GroupId'] },
      DestinationSecurityGroupId: { 'Fn::GetAtt': [internal, 'GroupId'] },
    });
    for (const { Properties } of Object.values(groups)) {
      expect(Properties).not.toHaveProperty('SecurityGroupIngress');
      expect(JSON.stringify(Properties.SecurityGroupEgress ?? [])).not.toContain('0.0.0.0/0');
    }
  });

  test('an API that forwards all requests over TLS and verifies the certificate for the test domain', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      ProtocolType: 'HTTP',
      DisableExecuteApiEndpoint: true,
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      ConnectionType: 'VPC_LINK',
      ConnectionId: { Ref: Match.stringLikeRegexp('VpcLink') },
      IntegrationUri: { Ref: Match.stringLikeRegexp('InternalHttps') },
      TlsConfig: { ServerNameToVerify: 'gw-api.example.com' },
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingBurstLimit: 5_000, ThrottlingRateLimit: 10_000 },
      AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
    });
  });

  test('a regional domain for the tests, and one for each name that will move', () => {
    for (const DomainName of ['gw-api.example.com', 'api.example.com']) {
      template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
        DomainName,
        DomainNameConfigurations: [
          Match.objectLike({ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', IpAddressType: 'ipv4' }),
        ],
      });
    }
    template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 2);
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 2);
  });

  test('a record for the test domain and no other', () => {
    template.resourceCountIs('AWS::Route53::RecordSet', 1);
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'gw-api.example.com.',
      Type: 'A',
      AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('gwapi'), 'RegionalDomainName'] } },
    });
  });
});

describe('AdditiveApiGateway accepts', () => {
  test('dual stack: dual-stack domains, and an AAAA record for the test domain', () => {
    const given = newPathStack();
    newPath(given, { dualStack: true });
    const dual = Template.fromStack(given.stack);
    dual.allResourcesProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [Match.objectLike({ IpAddressType: 'dualstack' })],
    });
    dual.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'gw-api.example.com.', Type: 'AAAA' });
  });

  test('an existing VPC link, and creates none', () => {
    const given = newPathStack();
    const link = VpcLink.fromVpcLinkAttributes(given.stack, 'Link', { vpcLinkId: 'abcd123', vpc: given.vpc });
    const securityGroup = SecurityGroup.fromSecurityGroupId(given.stack, 'LinkGroup', 'sg-0123456789abcdef0');
    newPath(given, { vpcLink: { link, securityGroup } });
    const shared = Template.fromStack(given.stack);
    shared.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 0);
    shared.hasResourceProperties('AWS::ApiGatewayV2::Integration', { ConnectionId: 'abcd123' });
    shared.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 443,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('Internal'), 'GroupId'] },
      SourceSecurityGroupId: 'sg-0123456789abcdef0',
    });
  });

  test('another health check, throttle and port, access logs and deletion protection', () => {
    const given = newPathStack();
    newPath(given, {
      ...{ healthCheckPath: '/live', targetPort: 8080, deletionProtection: true },
      throttle: { rateLimit: 50, burstLimit: 10 },
      accessLogs: Bucket.fromBucketName(given.stack, 'Logs', 'load-balancer-logs'),
    });
    const other = Template.fromStack(given.stack);
    other.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPath: '/live',
      Port: 8080,
    });
    other.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 10, ThrottlingRateLimit: 50 },
    });
    other.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'deletion_protection.enabled', Value: 'true' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ]),
    });
  });
});

test('targetFor returns the target of a declared name, and refuses any other name', () => {
  const given = newPathStack();
  const path = newPath(given);
  expect(path.testDomain).toBe('gw-api.example.com');
  expect(() => path.targetFor('other.example.com')).toThrow('add it to recordNames');
  const old = RecordTarget.fromIpAddresses('192.0.2.1');
  const props = {
    zone: given.zone,
    recordName: 'api.example.com',
    old,
    new: path.targetFor('api.example.com'),
  };
  new WeightedRecords(given.stack, 'Records', props);
  Template.fromStack(given.stack).hasResourceProperties('AWS::Route53::RecordSet', {
    SetIdentifier: 'new',
    AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NewPathapi'), 'RegionalDomainName'] } },
  });
});

describe('next to an existing load balancer', () => {
  const templateOf = (add: (all: ReturnType<typeof existing>) => void) => {
    const all = existing();
    add(all);
    return Template.fromStack(all.stack).toJSON();
  };
  const before = templateOf(({ stack, record }) => new WeightedRecords(stack, 'Records', record));

  test('a new path with its own service and the new record only add resources', () => {
    const after = templateOf((all) => {
      const path = newPath(all);
      path.addService(all.serviceOf('NewService'));
      const record = { ...all.record, new: path.targetFor('api.example.com') };
      new WeightedRecords(all.stack, 'Records', record);
    });
    const actions = diffOf(before, after).map(({ action }) => action);
    expect(actions.length).toBeGreaterThan(20);
    expect(new Set(actions)).toEqual(new Set(['Add']));
  });

  test('registering the existing service modifies only that service, in place', () => {
    const after = templateOf((all) => {
      newPath(all).registerExisting(all.service);
      new WeightedRecords(all.stack, 'Records', all.record);
    });
    const changes = diffOf(before, after).filter(({ action }) => action !== 'Add');
    expect(changes).toMatchObject([
      { type: 'AWS::ECS::Service', action: 'Modify', replacement: 'never', causes: ['LoadBalancers'] },
    ]);
    const [[, service] = []] = Object.entries<{ Properties: { LoadBalancers: unknown } }>(
      after.Resources,
    ).filter(([id]) => id === changes[0]?.logicalId);
    expect(service?.Properties.LoadBalancers).toHaveLength(2);
  });

  test('a service depends only on the rules through which the load balancer reaches it', () => {
    const { Resources } = templateOf((all) => {
      newPath(all).addService(all.serviceOf('NewService'));
    });
    const [[, service] = []] = Object.entries<{ DependsOn: string[] }>(Resources).filter(([id]) =>
      id.startsWith('NewService'),
    );
    const rules =
      service?.DependsOn.filter((id) => /SecurityGroup(In|E)gress/.test(Resources[id].Type)) ?? [];
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(JSON.stringify(Resources[rule].Properties)).toContain('NewPathInternal');
    }
  });

  test('a container and port can be chosen', () => {
    const { Resources } = templateOf((all) => {
      newPath(all).addService(all.serviceOf('NewService'), { containerName: 'Api', containerPort: 8080 });
    });
    const service = Object.entries<{ Properties: { LoadBalancers: unknown } }>(Resources).find(([id]) =>
      id.startsWith('NewService'),
    );
    expect(service?.[1].Properties.LoadBalancers).toMatchObject([
      { ContainerName: 'Api', ContainerPort: 8080 },
    ]);
  });
});

describe('AdditiveApiGateway refuses', () => {
  test.each<[string, Partial<AdditiveApiGatewayProps>, string]>([
    ['a service name that is not a label', { serviceName: 'My_Api' }, 'serviceName: is "My_Api"'],
    [
      'a service name that is too long with gw-',
      { serviceName: 'a'.repeat(60) },
      'must be a label of at most 59',
    ],
    ['a record in another zone', { recordNames: ['api.example.org'] }, 'is not in the zone example.com'],
    ['public subnets', { vpcSubnets: { subnetType: SubnetType.PUBLIC } }, 'vpcSubnets: has public subnets'],
    [
      'subnets in a single zone',
      { vpcSubnets: { availabilityZones: ['eu-west-1a'], subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
      'vpcSubnets: covers 1 zone',
    ],
  ])('%s', (_, props, problem) => {
    expect(() => newPath(newPathStack(), props)).toThrow(problem);
  });

  test('a second target group for a service that CodeDeploy deploys', () => {
    const all = existing(DeploymentControllerType.CODE_DEPLOY);
    expect(() => newPath(all).registerExisting(all.service)).toThrow('deploymentController: is CODE_DEPLOY');
  });

  test('a sixth target group for a service', () => {
    const all = existing();
    const loadBalancer = new ApplicationLoadBalancer(all.stack, 'More', { vpc: all.vpc });
    const protocol = ApplicationProtocol.HTTP;
    for (const port of [81, 82, 83, 84]) {
      const group = new ApplicationTargetGroup(all.stack, `Targets${port}`, {
        ...{ vpc: all.vpc, port, protocol, targetType: TargetType.IP, targets: [all.service] },
      });
      new ApplicationListener(all.stack, `L${port}`, {
        loadBalancer,
        port,
        protocol,
        defaultTargetGroups: [group],
      });
    }
    expect(() => newPath(all).registerExisting(all.service)).toThrow('has 5 target groups already');
  });

  test('to register a service that this app does not define', () => {
    const all = existing();
    const cluster = Cluster.fromClusterAttributes(all.stack, 'Other', { clusterName: 'c', vpc: all.vpc });
    const service = FargateService.fromFargateServiceAttributes(all.stack, 'Imported', {
      cluster,
      serviceName: 's',
    });
    expect(() => newPath(all).registerExisting(service as FargateService)).toThrow(
      'is not defined in this app',
    );
  });
});
