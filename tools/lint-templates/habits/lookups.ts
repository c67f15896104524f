import { type App, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { ApiTasks } from '../../../examples/additive/service';
import { EcsBlueGreenService } from '../../../lib/ecs/ecs-blue-green-service';
import { addNewPath, addWorkflow, service } from './parts';

const ZONES = ['example.com', 'example.org'] as const;
const CERTIFICATE = '/shared/certificate';

/**
 * A stack whose zones, VPC, listener and certificate are looked up. Without `lookedUp` in the context of the
 * app, CDK gives values that stand for them, as in the first pass of `cdk synth`.
 */
export function addLookups(app: App, id: string, env: { readonly account: string; readonly region: string }) {
  const stack = new Stack(app, id, { env, description: 'An app of other people: lookups' });
  const [zone, other] = ZONES.map((domainName) =>
    HostedZone.fromLookup(stack, `Zone-${domainName}`, { domainName }),
  ) as [HostedZone, HostedZone];
  const vpc = Vpc.fromLookup(stack, 'Vpc', { vpcName: 'shared' });
  const listener = ApplicationListener.fromLookup(stack, 'Listener', {
    ...{ loadBalancerTags: { name: 'shared' }, listenerPort: 443 },
  });
  const arn = StringParameter.valueFromLookup(stack, CERTIFICATE);
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', arn);
  const { path, route } = addNewPath(stack, { name: 'api', vpc, zone, certificate });
  path.addService(new ApiTasks(stack, 'Tasks', vpc).addService('Service'));
  new EcsBlueGreenService(stack, 'Web', { ...service, network: { vpc }, certificate });
  const { hostedZoneId, zoneName } = other;
  addWorkflow(stack, 'Workflow', [
    route,
    { hostedZoneId, zoneName, recordNames: [`api.${zoneName}`] },
    { kind: 'alb', listenerArns: [listener.listenerArn], ruleArns: [] },
  ]);
}

/** What `cdk synth` would write into `cdk.context.json` for that stack in this account and region. */
export function lookedUp(account: string, region: string): Readonly<Record<string, unknown>> {
  const subnet = (id: number, zone: string) => ({
    subnetId: `subnet-0123456789abcdef${id}`,
    cidr: `10.0.${id}.0/24`,
    availabilityZone: `${region}${zone}`,
    routeTableId: `rtb-0123456789abcdef${id}`,
  });
  const elb = `arn:aws:elasticloadbalancing:${region}:${account}`;
  const zones = ZONES.map((name, i) => [
    `hosted-zone:account=${account}:domainName=${name}:region=${region}`,
    { Id: `/hostedzone/Z0123456789ABCDEFGHI${i}`, Name: `${name}.` },
  ]);
  return {
    ...Object.fromEntries(zones),
    [`vpc-provider:account=${account}:filter.tag:Name=shared:region=${region}:returnAsymmetricSubnets=true`]:
      {
        vpcId: 'vpc-0123456789abcdef0',
        vpcCidrBlock: '10.0.0.0/16',
        availabilityZones: [],
        subnetGroups: [
          { name: 'Public', type: 'Public', subnets: [subnet(1, 'a'), subnet(2, 'b')] },
          { name: 'Private', type: 'Private', subnets: [subnet(3, 'a'), subnet(4, 'b')] },
        ],
      },
    [`ssm:account=${account}:parameterName=${CERTIFICATE}:region=${region}`]: `arn:aws:acm:${region}:${account}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`,
    [`load-balancer-listener:account=${account}:listenerPort=443:loadBalancerTags.0.key=name` +
      `:loadBalancerTags.0.value=shared:loadBalancerType=application:region=${region}`]: {
      listenerArn: `${elb}:listener/app/shared/0123456789abcdef/0011223344556677`,
      listenerPort: 443,
      securityGroupIds: ['sg-0123456789abcdef0'],
    },
  };
}
