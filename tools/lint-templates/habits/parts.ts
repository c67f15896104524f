import { Duration, type Stack, Token } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { EcsBlueGreenService, type EcsBlueGreenServiceProps } from '../../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../../lib/ecs/ecs-native-blue-green-service';
import { AdditiveApiGateway } from '../../../lib/new-path/additive-api-gateway';
import { CutoverAlarms } from '../../../lib/new-path/cutover-alarms';
import { NewPathHealthCheck } from '../../../lib/new-path/new-path-health-check';
import { WeightedRecords } from '../../../lib/new-path/weighted-records';
import { UserAwareDistribution } from '../../../lib/user-split/user-aware-distribution';
import { CutoverWorkflow } from '../../../lib/workflow/cutover-workflow';
import { CutoverDashboard } from '../../../lib/workflow/dashboard/cutover-dashboard';
import type { RouteConfig } from '../../../lib/workflow/routers/routes';

/** The props of a service that every habit has. */
export const service: EcsBlueGreenServiceProps = {
  container: {
    image: ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.27'),
    port: 8080,
    user: '101',
  },
  hook: { host: 'api.example.com', checks: [{ path: '/' }] },
  healthPath: '/',
};

export const zoneOf = (scope: Construct): IHostedZone =>
  HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
  });

/** A certificate in the place of the stack: an imported one, or a new one where the place is not known. */
export function certificateOf(stack: Stack): ICertificate {
  const { region, account } = stack;
  const { partition } = RegionInfo.get(region);
  const arn = `arn:${partition}:acm:${region}:${account}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`;
  return Token.isUnresolved(region)
    ? new Certificate(stack, 'Certificate', {
        domainName: '*.example.com',
        validation: CertificateValidation.fromDns(),
      })
    : Certificate.fromCertificateArn(stack, 'Certificate', arn);
}

/** Blue/green services in one VPC: of both kinds, and of the first kind once more. */
export function addServices(scope: Construct, network: EcsBlueGreenServiceProps['network'] = {}): void {
  const first = new EcsBlueGreenService(scope, 'Web', { ...service, network });
  const { vpc } = first.foundation.network;
  const shared = { ...service, network: { ...network, vpc }, vpcLink: first.foundation.front.vpcLink };
  new EcsNativeBlueGreenService(scope, 'Native', {
    ...{ ...shared, cluster: first.foundation.cluster, approval: {} },
  });
  new EcsBlueGreenService(scope, 'Web-2', { ...shared, healthCheckGracePeriod: Duration.minutes(2) });
}

export interface NewPathGiven {
  readonly name: string;
  readonly vpc: IVpc;
  readonly zone: IHostedZone;
  readonly certificate: ICertificate;
}

/** A new path with its alarms, its health check and its records. */
export function addNewPath(scope: Construct, { name, ...given }: NewPathGiven) {
  const recordName = `${name}.example.com`;
  const path = new AdditiveApiGateway(scope, `Path-${name}`, {
    ...{ serviceName: name, recordNames: [recordName], targetPort: 8080, ...given },
  });
  const { loadBalancer, targetGroup } = path;
  const { healthCheckAlarm } = new CutoverAlarms(scope, `Alarms-${name}`, {
    ...{ prefix: `${name}-new`, httpApi: path, leaveAtErrorsPerMinute: 20 },
    loadBalancer: { loadBalancer, targetGroup, healthyHosts: 1, shared: true },
  });
  if (healthCheckAlarm === null) {
    throw new Error('CutoverAlarms created no alarm for the health check');
  }
  const { healthCheckId } = new NewPathHealthCheck(scope, `Check-${name}`, { alarm: healthCheckAlarm });
  const { route } = new WeightedRecords(scope, `Records-${name}`, {
    ...{ zone: given.zone, recordName, newHealthCheckId: healthCheckId },
    old: RecordTarget.fromIpAddresses('192.0.2.1'),
    new: path.targetFor(recordName),
  });
  return { path, route };
}

/** A workflow and a dashboard for one of its routes. */
export function addWorkflow(scope: Construct, id: string, routes: readonly RouteConfig[]): CutoverWorkflow {
  const workflow = new CutoverWorkflow(scope, id, { routes });
  new CutoverDashboard(scope, `${id}Dashboard`, {
    ...{ workflow, route: workflow.routes[0] as string },
    old: 'app/legacy/0123456789abcdef',
    new: 'api/a1b2c3d4e5/$default',
  });
  return workflow;
}

export function addDistribution(scope: Construct, id: string): UserAwareDistribution {
  return new UserAwareDistribution(scope, id, {
    old: new HttpOrigin('legacy.example.com'),
    newPaths: [{ patterns: ['/orders/*'], origin: new HttpOrigin('gw-orders.example.com') }],
    identity: { kind: 'jwt', claim: 'sub' },
  });
}
