import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IListenerCertificate, ListenerCertificate } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** The name that moves. Today it is a simple CNAME with a TTL of 300 s, which somebody made by hand. */
export const RECORD_NAME = 'api.example.com';
export const TEST_NAME = 'gw-api.example.com';
/** The TTL of the record, to which the cutover returns after it has ended. */
export const TTL_SECONDS = 300;

/** What both paths use and the example does not create. Replace the ids with yours. */
export interface Existing {
  readonly vpc: IVpc;
  readonly zone: IHostedZone;
  readonly accessLogs: IBucket;
  /** That of the old load balancer. The new one gets its own. */
  readonly oldCertificate: IListenerCertificate;
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
    accessLogs: Bucket.fromBucketName(scope, 'AccessLogs', 'example-load-balancer-logs'),
    oldCertificate: ListenerCertificate.fromArn(
      'arn:aws:acm:eu-west-1:111122223333:certificate/00001111-2222-3333-4444-555566667777',
    ),
  };
}
