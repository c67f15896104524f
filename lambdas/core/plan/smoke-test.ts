import * as v from 'valibot';
import { HEADER_VALUE, orSecret, secretReference } from '../secrets/secret-reference';
import {
  flag,
  listOf,
  namesAndValues,
  oneOf,
  seconds,
  text,
  textLike,
  wholeNumber,
} from '../validation/fields';
import { pairedProbesSchema } from './compare';

/** Methods of smoke checks. */
export const httpMethod = oneOf('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');

const httpStatus = wholeNumber(100, 599, 'an HTTP status');
const headerName = textLike(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'must be the name of an HTTP header');
const headerValue = textLike(HEADER_VALUE, 'must be printable ASCII on one line');

const sentHeader = orSecret(headerValue, 'must be printable ASCII on one line');
const BODY = 'must be the body of the request, 1 to 32768 characters';

const PEM = /-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/;
/** A certificate, or a chain of them with that of the client first. It is public. */
const PEM_CERTIFICATE = new RegExp(`^${PEM.source}(\\s+${PEM.source})*\\s*$`);
const CERTIFICATE = 'must be a certificate in PEM, or a chain with the certificate of the client first';

const PRIVATE_KEY = 'must be { secret: ARN } with the ARN of a secret that holds the private key in PEM';

/** What a client proves itself with, over mutual TLS. */
const clientCertificateSchema = v.strictObject({
  certificate: orSecret(textLike(PEM_CERTIFICATE, CERTIFICATE), CERTIFICATE),
  /** In PEM, without a passphrase. Always a reference, because a plan is in the execution's history. */
  privateKey: v.pipe(v.union([secretReference], PRIVATE_KEY), v.description(PRIVATE_KEY)),
});

const JSON_VALUE = 'must be text, a number, true, false or null';

/** One request and what its response must be. */
const checkSchema = v.strictObject({
  name: v.optional(text(100, 'a short name')),
  method: v.optional(httpMethod, 'GET'),
  path: textLike(/^\/[^\s#]{0,2047}$/, 'must be a path that starts with "/", such as /health'),
  headers: v.optional(namesAndValues(headerName, sentHeader, 'header names and values'), {}),
  body: v.optional(orSecret(text(32_768, 'the body of the request'), BODY)),
  /** For a server that asks its clients for a certificate (mutual TLS). */
  clientCertificate: v.optional(clientCertificateSchema),
  expectStatus: v.optional(listOf(httpStatus, 1, 50, 'HTTP statuses'), [200]),
  /** Response headers that must have exactly these values. */
  expectHeaders: v.optional(namesAndValues(headerName, headerValue, 'header names and values'), {}),
  /** Text that the body must contain. */
  expectText: v.optional(text(4_096, 'text that the body must contain')),
  /** JSONPaths (RFC 9535) into a JSON body, and the value that each must have. */
  expectJson: v.optional(
    listOf(
      v.strictObject({
        path: textLike(/^\$.{0,511}$/, 'must be a JSONPath that starts with "$", such as $.status'),
        equals: v.pipe(
          v.union([v.string(), v.number(), v.boolean(), v.null()], JSON_VALUE),
          v.description(JSON_VALUE),
        ),
      }),
      0,
      20,
      'expectations of the JSON body',
    ),
    [],
  ),
  maxLatencyMs: v.optional(wholeNumber(1, 60_000, 'milliseconds until the last byte of the response')),
  timeoutMs: v.optional(wholeNumber(1, 60_000, 'milliseconds until an attempt times out'), 5_000),
  retries: v.optional(wholeNumber(0, 10, 'attempts after the first'), 2),
  backoffMs: v.optional(
    wholeNumber(0, 60_000, 'milliseconds before the first retry, doubled for each further retry'),
    500,
  ),
  followRedirects: v.optional(flag('whether redirects within the same host are followed'), false),
});

/** A check of a plan. */
const planCheckSchema = v.strictObject({
  ...checkSchema.entries,
  /**
   * Where it is sent: to the base URL, to the production name at the targets of the new record, or to both.
   * Default: `both` for GET and HEAD, which change nothing, and `base-url` for other methods.
   */
  at: v.optional(oneOf('both', 'base-url', 'production-name')),
  /**
   * Whether probes send it again and again; see `everySeconds`. Default: `true` for GET and HEAD, which
   * change nothing, and `false` for other methods.
   */
  repeat: v.optional(flag('whether probes during soaks and the hold send it again and again')),
});

/** The limits of checks. */
const limitEntries = {
  concurrency: v.optional(wholeNumber(1, 50, 'checks that run in parallel'), 5),
  deadlineSeconds: v.optional(seconds(1, 'for all checks together', 600), 120),
};

/** The checks and their limits in the plan of a deployment hook. */
export const checksEntries = { checks: listOf(checkSchema, 1, 50, 'checks'), ...limitEntries };

const hostName = v.pipe(
  textLike(
    /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
    'must be a host name, such as www.example.com',
  ),
  v.transform((name) => name.toLowerCase()),
);

/** `smokeTest` of a plan: requests to the new path before any traffic moves. */
export const smokeTestSchema = v.strictObject({
  baseUrl: textLike(
    /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/?$/,
    'must be an https origin without a path, such as https://gw-api.example.com',
  ),
  /**
   * Address or host name to connect to instead of the host of the base URL, so that the production name and
   * its TLS certificate can be tested before any DNS change.
   */
  connectTo: v.optional(textLike(/^[A-Za-z0-9.:-]{1,253}$/, 'must be an IP address or a host name')),
  /** For a wildcard record alone: the name below it for which the targets of the new record are asked. */
  productionName: v.optional(hostName),
  checks: listOf(planCheckSchema, 1, 50, 'checks'),
  ...limitEntries,
  /** Turns probes on: the checks that may be repeated are sent to the new path again and again. */
  everySeconds: v.optional(seconds(1, 'between two probes during a soak', 86_400)),
  /** Default: 15, or `everySeconds` if that is longer. */
  holdEverySeconds: v.optional(
    seconds(1, 'between two probes during the hold; after a failure, everySeconds applies', 86_400),
  ),
  /** One failed probe reverts nothing. */
  failuresInARow: v.optional(
    wholeNumber(1, 100, 'times in a row that a check fails in probes before the revert'),
    3,
  ),
  /** After all checks have passed, requests are sent to both paths in turn and the responses compared. */
  compare: v.optional(pairedProbesSchema),
});

/** The smoke test of a plan. */
export type SmokeTest = v.InferOutput<typeof smokeTestSchema>;
/** One check of a smoke test. */
export type SmokeCheck = SmokeTest['checks'][number];
