import { type Acknowledgment, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { redundantRoleDependency } from '../shared/acknowledgements';

const guard = (rule: string, reason: string): Acknowledgment => ({
  id: `cdk-validator-cfnguard::${rule}`,
  reason,
});

const ownName =
  'without domain names there is no certificate, and CloudFront sets the TLS versions of its own domain ' +
  'name; set `domainNames` and `certificate`';
const ownLogs =
  'the bucket holds access logs, which are written once and expire; logging access to them would add little';

/** Optional parts of a distribution, without which linters report something. */
export interface DistributionParts {
  readonly hasCertificate: boolean;
  readonly hasWebAcl: boolean;
  readonly hasAccessLogs: boolean;
  readonly hasGeoRestriction: boolean;
}

/** Acknowledges what linters report about a distribution. */
export function acknowledgeDistribution(
  distribution: IConstruct,
  { hasCertificate, hasWebAcl, hasAccessLogs, hasGeoRestriction }: DistributionParts,
): void {
  Validations.of(distribution).acknowledge(
    guard(
      'cloudfront_default_root_object_configured_check',
      'the distribution serves APIs, which answer / themselves',
    ),
    guard(
      'cloudfront_origin_failover_enabled_check',
      'an origin group supports only GET, HEAD and OPTIONS, and would move single users to the other ' +
        'side; only a cutover moves users',
    ),
    ...(hasGeoRestriction
      ? []
      : [
          {
            id: 'AwsSolutions::AwsSolutions-CFR1',
            reason: 'a geographic restriction is an option of the deployment: set `geoRestriction`',
          },
        ]),
    ...(hasWebAcl
      ? []
      : [
          {
            id: 'AwsSolutions::AwsSolutions-CFR2',
            reason: 'a web ACL is an option of the deployment: set `webAclArn`',
          },
        ]),
  );
  if (!hasAccessLogs) {
    const reason = 'access logs are an option of the deployment: leave `accessLogs` out, or give a bucket';
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-CFR3', reason },
      guard('cloudfront_access_logs_enabled_check', reason),
    );
  }
  if (!hasCertificate) {
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-CFR4', reason: ownName },
      guard('cloudfront_custom_ssl_certificate_check', ownName),
      guard('cloudfront_sni_enabled_check', ownName),
      guard('cloudfront_security_policy_check', ownName),
    );
  }
}

/** Acknowledges what linters report about a bucket of access logs. */
export function acknowledgeAccessLogs(bucket: IConstruct): void {
  Validations.of(bucket).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-S1', reason: ownLogs },
    guard('s3_bucket_logging_enabled_check', ownLogs),
    guard('s3_bucket_versioning_enabled_check', ownLogs),
    guard('s3_event_notifications_enabled_check', 'nothing reacts to new access logs'),
    guard(
      's3_bucket_object_lock_enabled_check',
      'access logs are for troubleshooting a cutover; for an audit trail, set `accessLogs`',
    ),
    guard(
      's3_bucket_default_encryption_kms_check',
      'S3 encrypts them with its own key; CloudFront would need permission to use another key',
    ),
  );
}

/** Acknowledges what linters report about the function with which CDK empties buckets that it deletes. */
export function acknowledgeEmptying(bucket: IConstruct): void {
  const provider = Stack.of(bucket).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  const rules = [
    ...['lambda_inside_vpc_check', 'function_runs_on_arm', 'function_is_traced'],
    ...['function_has_its_own_logs', 'role_has_no_managed_policy'],
  ];
  for (const rule of provider === undefined ? [] : rules) {
    const reason =
      'CDK adds this function, which only a deletion of the bucket runs, and has no props for it';
    Validations.of(provider as IConstruct).acknowledge(guard(rule, reason));
  }
  if (provider !== undefined) {
    Validations.of(provider).acknowledge(redundantRoleDependency);
  }
}
