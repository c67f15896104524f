import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What a construct uses of a quota that AWS raises on request. */
export interface QuotaUse {
  /** The end of the id of the warning, such as `behaviors`. */
  readonly id: string;
  /** What is counted, such as `cache behaviors`. */
  readonly what: string;
  readonly count: number;
  /** The quota of the account. */
  readonly quota: number;
  /** The prop that names a raised quota. */
  readonly prop: string;
}

/**
 * Warns of more than a quota allows. An account may have a higher one, so this is no error: the prop says so,
 * or the warning is acknowledged.
 */
export function warnAboveQuota(scope: Construct, { id, what, count, quota, prop }: QuotaUse): void {
  if (count > quota) {
    Annotations.of(scope).addWarningV2(
      `cutover:quota-${id}`,
      `has ${count} ${what}, and the quota is ${quota}: ask for a higher one in Service Quotas before you ` +
        `deploy, and set ${prop} to it`,
    );
  }
}
