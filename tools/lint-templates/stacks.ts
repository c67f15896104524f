import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { KeyValueStore, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ApiStack } from '../../examples/additive/api-stack';
import { deployments } from '../../examples/additive/deployments';
import { dnsLastDeployments } from '../../examples/dns-last/deployments';
import { DnsLastStack } from '../../examples/dns-last/dns-last-stack';
import { addEcsExample } from '../../examples/ecs/example';
import { edgeDeployments } from '../../examples/edge/deployments';
import { EdgeStack } from '../../examples/edge/edge-stack';
import { upgradeDeployments } from '../../examples/infrastructure-upgrade/deployments';
import { UpgradeStack } from '../../examples/infrastructure-upgrade/upgrade-stack';
import { EcsBlueGreenService } from '../../lib/ecs/ecs-blue-green-service';
import { AdditiveApiGateway } from '../../lib/new-path/additive-api-gateway';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { NewPathHealthCheck } from '../../lib/new-path/new-path-health-check';
import { WeightedRecords } from '../../lib/new-path/weighted-records';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';
import { CutoverApp } from '../../lib/workflow/cutover-app';
import { addHabits } from './habits/habits';
import { lookedUp } from './habits/lookups';
import { addPlainStacks } from './habits/plain-app.cjs';
import { RestPathStack } from './rest-path-stack';
import { EverythingStack, ForwardingStack, WithKeyStack } from './workflow-stacks';

const ROOT = join(__dirname, '../..');
const ACCOUNT = 'eu-west-1:111122223333';
const env = { account: '111122223333', region: 'eu-west-1' };

/**
 * The app of `cdk.json`, the examples, and stacks that use every prop of the constructs that adds to a
 * template.
 */
export function lintedApp(outdir?: string): App {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const app = new CutoverApp({
    ...(outdir === undefined ? {} : { outdir }),
    context: {
      ...context,
      ...lookedUp(env.account, env.region),
      // The linters do not read the code of functions.
      'aws:cdk:bundling-stacks': [],
      // With findings, synth sets the exit code and does not throw.
      '@aws-cdk/core:appMode': 'process',
    },
  });
  new EverythingStack(app, 'Everything');
  new WithKeyStack(app, 'WithKey');
  new ForwardingStack(app, 'AlarmForwarding');
  // With all its task definitions.
  addEcsExample(app, { deployment: 'break' });
  for (const deployment of edgeDeployments) {
    new EdgeStack(app, `Edge-${deployment}`, { env: { region: 'us-east-1' }, deployment });
  }
  new EverythingOfEcsStack(app, 'EverythingOfEcs', { env: { account: '111122223333', region: 'us-east-1' } });
  for (const deployment of deployments) {
    new ApiStack(app, `Api-${deployment}`, { env, deployment, registration: 'own-service' });
  }
  // The two deployments that differ when the existing service is registered.
  for (const deployment of ['add', 'decommission'] as const) {
    const registered = { env, deployment, registration: 'existing-service' } as const;
    new ApiStack(app, `Api-${deployment}-registered`, registered);
  }
  for (const deployment of upgradeDeployments) {
    new UpgradeStack(app, `Upgrade-${deployment}`, { env, deployment });
  }
  for (const deployment of dnsLastDeployments) {
    new DnsLastStack(app, `DnsLast-${deployment}`, { env, deployment });
  }
  new EverythingOfNewPathStack(app, 'EverythingOfNewPath', { env });
  new RestPathStack(app, 'RestPath', { env });
  new EverythingOfEdgeStack(app, 'EverythingOfEdge', { env: { ...env, region: 'us-east-1' } });
  addHabits(app);
  addPlainStacks(app);
  return app;
}

/** A new path with every prop that changes its template, and its alarms, health check and records. */
class EverythingOfNewPathStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, description: 'A new path with every prop' });
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    });
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
    });
    const path = new AdditiveApiGateway(this, 'NewPath', {
      ...{ serviceName: 'web', recordNames: ['web.example.com'], zone, vpc },
      ...{ dualStack: true, deletionProtection: true, logRetention: RetentionDays.ONE_YEAR },
      certificate: Certificate.fromCertificateArn(
        this,
        'Certificate',
        `arn:aws:acm:${ACCOUNT}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`,
      ),
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      vpcLink: {
        link: VpcLink.fromVpcLinkAttributes(this, 'Link', { vpcLinkId: 'abcd123', vpc }),
        securityGroup: SecurityGroup.fromSecurityGroupId(this, 'LinkGroup', 'sg-0123456789abcdef0'),
      },
    });
    const { healthCheckAlarm } = new CutoverAlarms(this, 'Alarms', {
      ...{ prefix: 'web-new', httpApi: path, leaveAtErrorsPerMinute: 20 },
      loadBalancer: { loadBalancer: path.loadBalancer, targetGroup: path.targetGroup, healthyHosts: 1 },
      topic: Topic.fromTopicArn(this, 'OnCall', `arn:aws:sns:${ACCOUNT}:on-call`),
    });
    if (healthCheckAlarm === null) {
      throw new Error('CutoverAlarms created no alarm for the health check');
    }
    const { healthCheckId } = new NewPathHealthCheck(this, 'Check', { alarm: healthCheckAlarm });
    new WeightedRecords(this, 'Records', {
      ...{ zone, recordName: 'web.example.com', recordTypes: ['A', 'AAAA'], newHealthCheckId: healthCheckId },
      old: {
        A: RecordTarget.fromIpAddresses('192.0.2.1'),
        AAAA: RecordTarget.fromIpAddresses('2001:db8::1'),
      },
      new: path.targetFor('web.example.com'),
    });
  }
}

/** A distribution with every prop that adds to its template, and an existing store. */
class EverythingOfEdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, description: 'A user-aware distribution with every prop' });
    new UserAwareDistribution(this, 'Split', {
      old: new HttpOrigin('legacy.example.com'),
      newPaths: [{ patterns: ['/orders/*'] }, { patterns: ['/users/*'] }],
      origins: 'store',
      store: KeyValueStore.fromKeyValueStoreArn(
        this,
        'Store',
        'arn:aws:cloudfront::111122223333:key-value-store/1234abcd-12ab-34cd-56ef-1234567890ab',
      ),
      ...{ identity: { kind: 'basic' }, anonymous: 'address', tellSide: false },
      domainNames: ['api.example.com'],
      certificate: Certificate.fromCertificateArn(
        this,
        'Certificate',
        'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
      ),
      webAclArn:
        'arn:aws:wafv2:us-east-1:111122223333:global/webacl/api/1234abcd-12ab-34cd-56ef-1234567890ab',
      accessLogs: Bucket.fromBucketName(this, 'AccessLogs', 'access-logs-111122223333'),
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    });
  }
}

/** A service with every prop that adds to its template, in a VPC without access to the internet. */
class EverythingOfEcsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, description: 'A blue/green service with every prop' });
    const repository = Repository.fromRepositoryName(this, 'Repository', 'web');
    new EcsBlueGreenService(this, 'Web', {
      container: {
        image: ContainerImage.fromEcrRepository(repository, '1.4.2'),
        port: 8080,
        environment: { LOG_LEVEL: 'info' },
      },
      hook: { host: 'api.example.com', checks: [{ path: '/health' }] },
      network: {
        vpc: Vpc.fromVpcAttributes(this, 'Vpc', {
          vpcId: 'vpc-0123456789abcdef0',
          availabilityZones: ['us-east-1a', 'us-east-1b'],
          isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
          isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
        }),
        egress: 'endpoints',
      },
      certificate: Certificate.fromCertificateArn(
        this,
        'Certificate',
        'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
      ),
      alarms: [Alarm.fromAlarmName(this, 'Latency', 'web-p99')],
      accessLogs: Bucket.fromBucketName(this, 'AccessLogs', 'access-logs-111122223333'),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
