import * as v from 'valibot';
import { roleEntries } from '../../access/account-role';
import { alarmReference, hostedZoneId } from '../../plan/plan-fields';
import { adoptSchema } from '../../record-preparation/preparation-schema';
import { listOf, oneOf, text, textLike } from '../../validation/fields';
import { namesOf, type OrLater } from '../config-fields';

const kind = v.literal('route53', 'must be "route53"');

/** A DNS name in one spelling: lower case, no trailing dot. Route 53 treats both spellings alike. */
const dnsName = (pattern: RegExp, must: string) =>
  v.pipe(
    textLike(pattern, must),
    v.transform((name) => name.toLowerCase().replace(/\.$/, '')),
  );

const zoneName = dnsName(
  /^(?=.{1,253}\.?$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+\.?$/,
  'must be the name of a zone, such as example.com',
);

/**
 * A record name, which may be a wildcard: `*` in place of the whole first label.
 * Source: Amazon Route 53 Developer Guide, "DNS domain name format".
 */
const recordName = dnsName(
  /^(?=.{1,253}\.?$)(\*|[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+\.?$/,
  'must be a record name with its zone, such as api.example.com, or a wildcard such as *.example.com',
);

/** Types that can be weighted and lead clients to a path. */
export const recordType = oneOf('A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB');

const setIdentifier = text(128, 'the set identifier of a weighted record');

/** Weights of Route 53 records. */
export const route53Schema = v.strictObject({
  kind,
  hostedZoneId,
  recordName,
  recordTypes: v.optional(listOf(recordType, 1, 4, 'record types'), ['A']),
  oldSetIdentifier: setIdentifier,
  newSetIdentifier: setIdentifier,
  /**
   * The new records carry a health check on this alarm, so that Route 53 itself stops serving them. A cutover
   * never sets it.
   */
  newHealthCheck: v.optional(v.strictObject({ alarm: alarmReference })),
  /**
   * A simple record is turned into the weighted pair, with these new records at weight 0. A pair that exists
   * is left as it is.
   */
  adopt: v.optional(adoptSchema),
  /** A role of the account that the route is in, where that is not the account of the workflow. */
  ...roleEntries,
});

/** Weights of Route 53 records. */
export type Route53 = v.InferOutput<typeof route53Schema>;

/** Records of one zone that a deployment may shift. Without a `kind`, an entry of `routes` is this one. */
export const recordConfigSchema = (orLater: OrLater) =>
  v.strictObject({
    kind: v.exactOptional(kind, 'route53'),
    hostedZoneId: orLater(hostedZoneId),
    zoneName: orLater(zoneName),
    recordNames: namesOf(recordName, 1, 'record names'),
    recordTypes: v.exactOptional(v.pipe(listOf(recordType, 1, 5, 'record types'), v.readonly()), ['A']),
  });

/** Records of one zone that a deployment may shift, with every default filled in. */
export type RecordConfig = v.InferOutput<ReturnType<typeof recordConfigSchema>>;
