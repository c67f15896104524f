// The API takes signatures for all regions alone; this gives the client the means to make them.
import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { settings } from './settings';

/** A client for `keyValueRouter`. A file of its own, so that no other function carries it. */
export const keyValueStoreClient = (): CloudFrontKeyValueStoreClient =>
  new CloudFrontKeyValueStoreClient(settings);
