import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { urlKeys } from './edge-settings';
import type { UserAwareDistributionProps } from './user-aware-distribution-props';

/**
 * Says at synth which keys of the store the functions read, and how those get there that no deployment
 * writes. A store takes keys from its template only when it is created: CloudFormation supports no update of
 * `ImportSource` (CloudFormation Template Reference, AWS::CloudFront::KeyValueStore).
 */
export function noteStoreKeys(scope: Construct, props: UserAwareDistributionProps): void {
  const keys = urlKeys(props);
  const written = props.store === undefined ? keys.filter(({ url }) => url !== undefined) : [];
  const names = (some: typeof keys) => some.map(({ key }) => key).join(', ');
  const others = keys.filter((one) => !written.includes(one));
  if (written.length > 0) {
    Annotations.of(scope).addInfo(
      `${names(written)} get their values only when the store is created. Once it is deployed, leave ` +
        'url and oldUrl as they are, because CloudFormation cannot update them: change a value with ' +
        `${PUT_KEY}, and add a path with keyInStore`,
    );
  }
  if (others.length > 0) {
    Annotations.of(scope).addInfo(
      `no deployment writes ${names(others)}. While a key is missing, its requests go to the old path. Put ` +
        `each of them before you deploy: ${PUT_KEY}`,
    );
  }
}

/** The ARN of the store is `router.keyValueStoreArn` of the plan. */
const PUT_KEY = 'npx @cutover/cutover kvs set KEY=URL --store ARN';
