import * as v from 'valibot';
import { roleEntries } from '../../access/account-role';
import { listOf, seconds, text, textLike } from '../../validation/fields';
import { namesOf, type OrLater } from '../config-fields';

const kind = v.literal('cloudfront-kvs', 'must be "cloudfront-kvs"');

const keyValueStoreArn = textLike(
  /^arn:aws[a-z-]*:cloudfront::\d{12}:key-value-store\/[A-Za-z0-9-]{1,64}$/,
  'must be the ARN of a key value store, such as arn:aws:cloudfront::111122223333:key-value-store/…',
);

/** Keys have at most 512 characters (Amazon CloudFront Developer Guide, "Quotas on key value stores"). */
const key = text(512, 'the name of a key of the store');

/** The key of the percent where a plan names none. */
export const DEFAULT_KEY = 'traffic-split';

/** A percent in a key value store of CloudFront, which an edge function reads. */
export const keyValueStoreSchema = v.strictObject({
  kind,
  keyValueStoreArn,
  key: v.optional(key, DEFAULT_KEY),
  /**
   * Other keys that say where the traffic goes, such as the URLs of the paths. Read, compared, and never
   * written.
   */
  configKeys: v.optional(listOf(key, 0, 20, 'other keys whose change counts as a change of the route'), []),
  /** CloudFront does not report when every edge location has a new value, so a cutover waits this long. */
  propagationSeconds: v.optional(seconds(1, 'that a new value may take to reach every edge', 3_600), 60),
  /** A role of the account that the route is in, where that is not the account of the workflow. */
  ...roleEntries,
});

/** A percent in a key value store of CloudFront. */
export type KeyValueStore = v.InferOutput<typeof keyValueStoreSchema>;

/** Keys of one store that a deployment may shift. */
export const storeConfigSchema = (orLater: OrLater) =>
  v.strictObject({
    kind,
    keyValueStoreArn: orLater(keyValueStoreArn),
    keys: v.exactOptional(namesOf(key, 1, 'keys'), [DEFAULT_KEY]),
  });

/** Keys of one store that a deployment may shift, with every default filled in. */
export type StoreConfig = v.InferOutput<ReturnType<typeof storeConfigSchema>>;
