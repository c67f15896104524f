import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledgeAccessLogs, acknowledgeEmptying } from './acknowledgements';

/**
 * A bucket for the access logs of a distribution: addresses, paths and statuses, without user names or
 * cookies. It keeps logs for 90 days, and is retained when the stack is
 * deleted, unless the removal policy is `DESTROY`.
 */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string, removalPolicy = RemovalPolicy.RETAIN) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // CloudFront needs an ACL to write standard logs.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [
        { expiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy,
      // CloudFormation deletes no bucket that has objects.
      ...(removalPolicy === RemovalPolicy.DESTROY ? { autoDeleteObjects: true } : {}),
    });
    acknowledgeAccessLogs(this);
    if (removalPolicy === RemovalPolicy.DESTROY) {
      acknowledgeEmptying(this);
    }
  }
}
