import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StoreRoutes } from './store-routes';

const READ_KEYS = ['cloudfront-keyvaluestore:GetKey', 'cloudfront-keyvaluestore:ListKeys'];

type Stores = readonly Required<StoreRoutes>[];

/** Reading the ETag and the keys of the stores. IAM cannot narrow this to a key. */
export function readStores(_: Construct, stores: Stores): PolicyStatement[] {
  return onStores(stores, ['cloudfront-keyvaluestore:DescribeKeyValueStore', ...READ_KEYS]);
}

/** Changing keys of the stores. IAM cannot narrow this to a key. */
export function writeStores(_: Construct, stores: Stores): PolicyStatement[] {
  return onStores(stores, ['cloudfront-keyvaluestore:UpdateKeys']);
}

/** Reading whether a written value reads back. */
export function readWrittenKeys(_: Construct, stores: Stores): PolicyStatement[] {
  return onStores(stores, READ_KEYS);
}

function onStores(stores: Stores, actions: readonly string[]): PolicyStatement[] {
  const resources = stores.map(({ keyValueStoreArn }) => keyValueStoreArn);
  return [new PolicyStatement({ actions: [...actions], resources })];
}
