import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { NormalizedOf } from '../routes';

const READ_KEYS = ['cloudfront-keyvaluestore:GetKey', 'cloudfront-keyvaluestore:ListKeys'];

type Stores = readonly NormalizedOf<'cloudfront-kvs'>[];

/** Reading the ETag and the keys of the stores. IAM cannot narrow this to a key. */
export function readStores(stores: Stores): PolicyStatement[] {
  return onStores(stores, ['cloudfront-keyvaluestore:DescribeKeyValueStore', ...READ_KEYS]);
}

/** Changing keys of the stores: nothing in IAM pins which. */
export function writeStores(stores: Stores): PolicyStatement[] {
  return onStores(stores, ['cloudfront-keyvaluestore:UpdateKeys']);
}

/** Asking whether a value reads back. */
export function readWrittenKeys(stores: Stores): PolicyStatement[] {
  return onStores(stores, READ_KEYS);
}

function onStores(stores: Stores, actions: readonly string[]): PolicyStatement[] {
  const resources = stores.map(({ keyValueStoreArn }) => keyValueStoreArn);
  return resources.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources })];
}
