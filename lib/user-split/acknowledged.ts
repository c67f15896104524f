import { type Acknowledgment, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const guard = (rule: string, reason: string): Acknowledgment => ({
  id: `cdk-validator-cfnguard::${rule}`,
  reason,
});

const ownName =
  'without domain names there is no certificate, and CloudFront decides what its own name speaks: give `certificate`';
const ownLogs =
  'these are access logs: their own access logs would be logs of logs, and they are written once and expire';

/** What linters find in a distribution, and why it is so. */
export function acknowledgeDistribution(
  distribution: IConstruct,
  { hasCertificate, hasWebAcl }: { readonly hasCertificate: boolean; readonly hasWebAcl: boolean },
): void {
  Validations.of(distribution).acknowledge(
    guard('cloudfront_default_root_object_configured_check', 'it is in front of APIs, whose / is theirs'),
    guard(
      'cloudfront_origin_failover_enabled_check',
      "an origin group takes GET, HEAD and OPTIONS alone, and would send a user to the other side: the way back is a cutover's",
    ),
    {
      id: 'AwsSolutions::AwsSolutions-CFR1',
      reason: 'who may ask from where is for `distribution` and its owner to say',
    },
    ...(hasWebAcl
      ? []
      : [{ id: 'AwsSolutions::AwsSolutions-CFR2', reason: 'a web ACL is given as `webAclArn`' }]),
  );
  if (!hasCertificate) {
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-CFR4', reason: ownName },
      guard('cloudfront_custom_ssl_certificate_check', ownName),
      guard('cloudfront_sni_enabled_check', ownName),
      guard('cloudfront_security_policy_check', ownName),
    );
  }
}

/** What linters find in a bucket of access logs, and why it is so. */
export function acknowledgeAccessLogs(bucket: IConstruct): void {
  Validations.of(bucket).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-S1', reason: ownLogs },
    guard('s3_bucket_logging_enabled_check', ownLogs),
    guard('s3_bucket_versioning_enabled_check', ownLogs),
    guard('s3_event_notifications_enabled_check', 'nobody waits for access logs'),
    guard(
      's3_bucket_object_lock_enabled_check',
      'they are for looking into a cutover; give `accessLogs` for an audit trail',
    ),
    guard(
      's3_bucket_default_encryption_kms_check',
      'S3 encrypts them with its own key; CloudFront would need the right to use another',
    ),
  );
}
