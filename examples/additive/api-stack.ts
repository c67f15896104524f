import { AdditiveApiGateway, CutoverAlarms, type RouteConfig, WeightedRecords } from '@cutover/cutover';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { type Deployment, type Registration, reached } from './deployments';
import { OldPath } from './old-path';
import { ApiTasks } from './service';

const RECORD_NAME = 'api.example.com';

export interface ApiStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly registration: Registration;
}

/** The API at one of its deployments. */
export class ApiStack extends Stack {
  /** The route, for the workflow that shifts it. */
  readonly route: RouteConfig;

  private readonly vpc: IVpc;
  private readonly zone: IHostedZone;
  private readonly certificate: ICertificate;
  private readonly accessLogs: IBucket;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, { description: 'An API that moves to a new path', ...props });
    const { deployment, registration } = props;
    const decommissioned = reached(deployment, 'decommission');
    this.vpc = vpcOf(this);
    this.zone = zoneOf(this);
    this.certificate = certificateOf(this);
    this.accessLogs = Bucket.fromBucketName(this, 'AccessLogs', 'example-load-balancer-logs');

    const tasks = new ApiTasks(this, 'Tasks', this.vpc);
    const service = decommissioned && registration === 'own-service' ? null : tasks.addService('Service');
    const oldPath = decommissioned || service === null ? null : this.addOldPath(service);
    const newPath = reached(deployment, 'add') ? this.addNewPath(deployment) : null;
    if (newPath !== null) {
      if (registration === 'own-service' || service === null) {
        newPath.addService(tasks.addService('NewService'));
      } else {
        newPath.registerExisting(service);
      }
    }
    this.route = new WeightedRecords(this, 'Records', {
      zone: this.zone,
      recordName: RECORD_NAME,
      // The record goes a week before the path that it leads to.
      ...(oldPath === null || reached(deployment, 'remove-record') ? {} : { old: oldPath.target }),
      ...(newPath === null ? {} : { new: newPath.targetFor(RECORD_NAME) }),
      // The cutover moves the traffic without a deployment. Afterwards the template must say the same.
      serving: reached(deployment, 'cut-over') ? 'new' : 'old',
    }).route;
  }

  private addOldPath(service: FargateService): OldPath {
    const { vpc, certificate, accessLogs } = this;
    const oldPath = new OldPath(this, 'OldPath', { vpc, certificate, service, accessLogs });
    new CfnOutput(this, 'OldTargetGroupArn', {
      value: oldPath.targetGroup.targetGroupArn,
      description: 'preflight.oldTargetGroupArns',
    });
    return oldPath;
  }

  private addNewPath(deployment: Deployment): AdditiveApiGateway {
    const { vpc, zone, certificate, accessLogs } = this;
    const newPath = new AdditiveApiGateway(this, 'NewPath', {
      serviceName: 'api',
      targetPort: ApiTasks.PORT,
      healthCheckPath: '/',
      recordNames: [RECORD_NAME],
      ...{ vpc, zone, certificate, accessLogs },
    });
    const { loadBalancer, targetGroup, testDomain } = newPath;
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('TestUrl', `https://${testDomain}`, 'smokeTest.baseUrl');
    output('NewTargetGroupArn', targetGroup.targetGroupArn, 'preflight.targetGroupArns');
    output('NewLoadBalancer', loadBalancer.loadBalancerFullName, 'health.minRequests.loadBalancer');
    if (reached(deployment, 'validate')) {
      const { names } = new CutoverAlarms(this, 'Alarms', {
        prefix: 'api-new',
        loadBalancer: { loadBalancer, targetGroup, healthyHosts: ApiTasks.COUNT },
        httpApi: newPath,
      });
      output('AlarmNames', names.join(', '), 'health.alarms');
    }
    return newPath;
  }
}

/** An existing VPC. */
function vpcOf(scope: Construct): IVpc {
  return Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    publicSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef0'],
    privateSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
    privateSubnetRouteTableIds: ['rtb-0123456789abcdef2', 'rtb-0123456789abcdef3'],
  });
}

function zoneOf(scope: Construct): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
  });
}

/** An issued certificate for `api.example.com` and `gw-api.example.com`. */
function certificateOf(scope: Construct): ICertificate {
  const arn = 'arn:aws:acm:eu-west-1:111122223333:certificate/11112222-3333-4444-5555-666677778888';
  return Certificate.fromCertificateArn(scope, 'Certificate', arn);
}
