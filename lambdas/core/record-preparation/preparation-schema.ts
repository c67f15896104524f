import * as v from 'valibot';
import { flag, listOf, seconds, text, textLike } from '../validation/fields';

/**
 * Text that a schema of valibot accepts. The JSON Schema only describes it: not every reader knows such
 * formats.
 */
function address(family: v.GenericSchema<string>, must: string) {
  return v.pipe(
    v.string(must),
    v.check((text) => v.is(family, text), must),
    v.description(must),
  );
}

const address4 = address(v.pipe(v.string(), v.ipv4()), 'must be an IPv4 address');

/** Normalized as Route 53 returns it: lower case, shortest form. */
const address6 = v.pipe(
  address(v.pipe(v.string(), v.ipv6()), 'must be an IPv6 address'),
  v.transform((text) => new URL(`http://[${text}]`).hostname.slice(1, -1)),
);

const hostName = textLike(
  /^(?=.{1,253}\.?$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})+\.?$/,
  'must be a host name, such as d-abcdefghij.execute-api.eu-west-1.amazonaws.com',
);

const valuesSchema = v.strictObject({
  A: v.optional(listOf(address4, 1, 400, 'IPv4 addresses')),
  AAAA: v.optional(listOf(address6, 1, 400, 'IPv6 addresses')),
  CNAME: v.optional(listOf(hostName, 1, 1, 'host names')),
});

const newTargetSchema = v.strictObject({
  alias: v.optional(
    v.strictObject({
      hostedZoneId: textLike(
        /^Z[A-Z0-9]{1,31}$/,
        "must be the hosted zone id of the alias's target, such as ZLY8HYME6SFDD",
      ),
      /** Normalized as Route 53 returns it: lower case, with a trailing dot. */
      dnsName: v.pipe(
        hostName,
        v.transform((name) => `${name.toLowerCase().replace(/\.$/, '')}.`),
      ),
      evaluateTargetHealth: v.optional(flag("the alias follows its target's health"), false),
    }),
  ),
  values: v.optional(valuesSchema),
  ttlSeconds: v.optional(
    seconds(
      0,
      'the TTL of new values beside an old alias (default 60); beside old values they take the TTL of those',
    ),
  ),
  healthCheckId: v.optional(text(64, 'the id of the health check of the new records')),
});

/** The target of the new records of an adopted route. Exactly one of `alias` and `values`. */
export const adoptSchema = v.strictObject({ newTarget: newTargetSchema });

/** Lowers TTLs ahead of the first shift, and restores them at the end. */
export const ttlSchema = v.strictObject({
  seconds: v.optional(seconds(1, 'the highest TTL that non-alias records keep', 86_400), 30),
  leadSeconds: v.optional(
    seconds(0, 'waited after lowering, until no client caches an answer with the old TTL'),
    172_800,
  ),
});

/** The target of the new records of an adopted route, as a plan gives it. */
export type NewTarget = v.InferOutput<typeof newTargetSchema>;
