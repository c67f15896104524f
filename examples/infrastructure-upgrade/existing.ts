import { type IVpc, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IListenerCertificate, ListenerCertificate } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { DatabaseInstance, type IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What both paths use and the example does not create. Replace the ids with yours. */
export interface Existing {
  readonly vpc: IVpc;
  readonly zone: IHostedZone;
  /** Issued for `api.example.com` and `gw-api.example.com`. */
  readonly certificate: IListenerCertificate;
  readonly accessLogs: IBucket;
  /** Its `max_connections` is 100. */
  readonly database: IDatabaseInstance;
}

export function existing(scope: Construct): Existing {
  return {
    vpc: Vpc.fromVpcAttributes(scope, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      publicSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      publicSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef0'],
      privateSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
      privateSubnetRouteTableIds: ['rtb-0123456789abcdef2', 'rtb-0123456789abcdef3'],
    }),
    zone: HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    }),
    certificate: ListenerCertificate.fromArn(
      'arn:aws:acm:eu-west-1:111122223333:certificate/11112222-3333-4444-5555-666677778888',
    ),
    accessLogs: Bucket.fromBucketName(scope, 'AccessLogs', 'example-load-balancer-logs'),
    database: DatabaseInstance.fromDatabaseInstanceAttributes(scope, 'Database', {
      instanceIdentifier: 'api',
      instanceEndpointAddress: 'api.abcdefghijkl.eu-west-1.rds.amazonaws.com',
      port: 5432,
      securityGroups: [SecurityGroup.fromSecurityGroupId(scope, 'DatabaseGroup', 'sg-0123456789abcdef0')],
    }),
  };
}

/** Lets instances connect to the database, by a rule of its own that disappears with them. */
export function allowDatabase({ database }: Existing, instances: SecurityGroup): void {
  database.connections.allowFrom(instances, Port.tcp(5432), 'Instances to database');
}
