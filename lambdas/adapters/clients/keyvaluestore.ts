// The API accepts only SigV4A signatures; this import enables the client to create them.
import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { type Place, settingsAt } from './place';

/**
 * A client for `keyValueRouter`. In a file of its own, so that the bundles of other functions do not contain
 * it.
 */
export const keyValueStoreClient = (place?: Place): CloudFrontKeyValueStoreClient =>
  new CloudFrontKeyValueStoreClient(settingsAt(place));
