import {
  AdditiveApiGateway,
  AdditiveOnly,
  AdditiveRestApiGateway,
  AlarmForwarding,
  CutoverAlarms,
  CutoverDashboard,
  CutoverStack,
  CutoverWorkflow,
  EcsBlueGreenService,
  EcsNativeBlueGreenService,
  EcsServicePlatform,
  EdgeAlarms,
  HttpQueryGate,
  NewPathHealthCheck,
  OriginSecret,
  RegionalRestApi,
  UpgradedInstances,
  UserAwareDistribution,
  UserSplitWebAcl,
  WeightedRecords,
} from '@cutover/cutover';
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  type IVpc,
  LaunchTemplate,
  MachineImage,
  SecurityGroup,
  UserData,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PublicHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';

/** Of web ACLs for CloudFront and of its alarms. */
const env = { account: '111122223333', region: 'us-east-1' };
const hook = { host: 'api.example.com', checks: [{ path: '/health' }] };

/** Stacks that use every construct of the package, as a team's own app would. */
export function everyConstruct(app: App): void {
  const stack = new Stack(app, 'Paths');
  const vpc: IVpc = new Vpc(stack, 'Vpc') as IVpc;
  const zone = new PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
  const certificate = new Certificate(stack, 'Certificate', { domainName: '*.example.com' });
  const legacy = new ApplicationLoadBalancer(stack, 'Legacy', { vpc, internetFacing: true });
  const path = new AdditiveApiGateway(stack, 'NewPath', {
    serviceName: 'api',
    ...{ vpc, zone, certificate },
    recordNames: ['api.example.com'],
  });
  const restPath = new AdditiveRestApiGateway(stack, 'RestPath', {
    serviceName: 'rest',
    ...{ vpc, zone, certificate },
    recordNames: ['rest.example.com'],
  });
  restPath.targetFor('rest.example.com');
  const records = new WeightedRecords(stack, 'Records', {
    zone,
    recordName: 'api.example.com',
    old: RecordTarget.fromAlias(new LoadBalancerTarget(legacy)),
    new: path.targetFor('api.example.com'),
  });
  const alarms = new CutoverAlarms(stack, 'Alarms', {
    prefix: 'api-new',
    loadBalancer: { loadBalancer: path.loadBalancer, targetGroup: path.targetGroup, healthyHosts: 2 },
    httpApi: path,
    leaveAtErrorsPerMinute: 60,
  });
  if (alarms.healthCheckAlarm !== null) {
    new NewPathHealthCheck(stack, 'Health', { alarm: alarms.healthCheckAlarm });
  }
  addInstances(stack, vpc, legacy);

  const home = new CutoverStack(app, 'Cutover', { routes: [records.route] });
  new CutoverDashboard(home, 'Dashboard', {
    workflow: home.workflow,
    old: 'app/legacy/0123456789abcdef',
    new: 'api/a1b2c3d4e5/$default',
    alarms: alarms.alarms,
  });
  const own = new Stack(app, 'OwnWorkflow');
  const errors = new HttpQueryGate(own, 'Errors', {
    url: 'https://prometheus.example.com',
    prometheus: 'sum(rate(http_errors_total[2m])) / sum(rate(http_requests_total[2m]))',
    passWhen: { comparison: 'below', threshold: 0.01 },
  });
  new CutoverWorkflow(own, 'Workflow', { routes: [records.route], gates: { errors } });

  addServices(new Stack(app, 'Services'));
  addEdge(new Stack(app, 'Edge', { env }));
  const forwarding = new Stack(app, 'Forwarding', { env });
  new AlarmForwarding(forwarding, 'Forwarding', { workflowRegion: 'eu-west-1' });
}

function addInstances(stack: Stack, vpc: IVpc, loadBalancer: ApplicationLoadBalancer): void {
  const autoScalingGroup = new AutoScalingGroup(stack, 'Blue', {
    vpc,
    launchTemplate: new LaunchTemplate(stack, 'BlueTemplate', {
      instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL),
      machineImage: MachineImage.latestAmazonLinux2023(),
      securityGroup: new SecurityGroup(stack, 'BlueInstances', { vpc }),
      userData: UserData.forLinux(),
    }),
    minCapacity: 2,
    maxCapacity: 4,
  });
  const listener = loadBalancer.addListener('Blue', {
    port: 443,
    open: false,
    certificates: [certificateOf()],
  });
  const targetGroup = listener.addTargets('BlueTargets', { port: 8080, targets: [autoScalingGroup] });
  new UpgradedInstances(stack, 'Green', {
    serviceName: 'api',
    old: { autoScalingGroup, targetGroup, listener },
    instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.MEDIUM),
    image: { parameter: '/images/api', version: '12' },
  });
}

function certificateOf() {
  return {
    certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/11112222-3333-4444-5555-666677778888',
  };
}

function addServices(stack: Stack): void {
  const platform = new EcsServicePlatform(stack, 'Platform');
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'api');
  const container = { image: ContainerImage.fromEcrRepository(repository, '1.4.2'), port: 8080 };
  const shared = { ...platform.shared, container, hook };
  new EcsBlueGreenService(stack, 'Orders', shared);
  new EcsNativeBlueGreenService(stack, 'Users', {
    ...shared,
    canaryConfiguration: { stepPercent: 10, stepBakeTime: Duration.minutes(5) },
  });
}

function addEdge(stack: Stack): void {
  const secret = new OriginSecret(stack, 'OriginSecret');
  const acl = new UserSplitWebAcl(stack, 'WebAcl', { protects: 'distribution' });
  const users = new RegionalRestApi(stack, 'Users', { restApiName: 'users', originSecrets: [secret] });
  users.api.root.addMethod('GET');
  const api = new HttpApi(stack, 'Api');
  const split = new UserAwareDistribution(stack, 'Split', {
    old: new HttpOrigin('legacy.example.com', { customHeaders: { ...secret.headers } }),
    newPaths: [
      { patterns: ['/orders/*'], origin: new HttpOrigin(`${api.apiId}.execute-api.us-east-1.amazonaws.com`) },
    ],
    identity: { kind: 'jwt', claim: 'sub' },
    webAclArn: acl.arn,
  });
  new EdgeAlarms(stack, 'EdgeAlarms', { prefix: 'edge', split });
}

/** The check that fails a synthesis which changes more than it adds. */
export const additive = new AdditiveOnly({ baseline: 'baseline' });
