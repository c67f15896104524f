import * as v from 'valibot';
import { jsonPathProblem } from '../json-path/json-path';
import { privateNetworkSchema } from '../networks/private-network';
import { HEADER_VALUE, orSecret } from '../secrets/secret-reference';
import { namesAndValues, oneOf, text, textLike, wholeNumber } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';

const headerName = textLike(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'must be the name of an HTTP header');
const VALUE = 'must be printable ASCII on one line';
const headerValue = orSecret(textLike(HEADER_VALUE, VALUE), VALUE);
const THRESHOLD = 'must be a number';

/** What the values must be for a pass. */
export const COMPARISONS = ['below', 'at-most', 'above', 'at-least', 'equal-to'] as const;

/** The query of the ready-made gate, as it is written in the construct's props. */
export const querySchema = v.strictObject({
  /** With `prometheus`: the server, with the prefix of its API if it has one. Otherwise the whole URL. */
  url: textLike(/^https?:\/\/[^\s/?#@]+(\/[^\s#]*)?$/, 'must be an http or https URL without credentials'),
  /** A query in PromQL. The request is an instant query of Prometheus's HTTP API. */
  prometheus: v.exactOptional(text(2_000, 'a query in PromQL')),
  /** A JSONPath (RFC 9535) into the JSON that `url` answers. */
  jsonPath: v.exactOptional(text(512, 'a JSONPath, such as $.data.value')),
  headers: v.exactOptional(namesAndValues(headerName, headerValue, 'header names and values')),
  passWhen: v.strictObject({
    comparison: oneOf(...COMPARISONS),
    threshold: v.pipe(v.number(THRESHOLD), v.finite(THRESHOLD), v.description(THRESHOLD)),
  }),
  /** The verdict when the answer has no value: no series, or one that is not a number. */
  whenEmpty: v.exactOptional(oneOf('inconclusive', 'pass', 'fail', 'error'), 'inconclusive'),
  timeoutMs: v.exactOptional(wholeNumber(100, 30_000, 'milliseconds until the request times out'), 10_000),
  /** Private networks that it may connect to, each with its ports. */
  allowedPrivateNetworks: v.exactOptional(v.array(privateNetworkSchema()), []),
});

/** A checked query, with its defaults. */
export type Query = v.InferOutput<typeof querySchema>;

/** Checks a query completely. The construct does so at synth, and the function when it is loaded. */
export function checkQuery(value: unknown): Checked<Query> {
  const shape = check(querySchema, value);
  if (!shape.ok) {
    return shape;
  }
  const problems = [...eitherProblems(shape.value), ...urlProblems(shape.value)];
  return problems.length === 0 ? shape : { ok: false, problems };
}

function eitherProblems({ prometheus, jsonPath }: Query): Problem[] {
  if ((prometheus === undefined) === (jsonPath === undefined)) {
    const found =
      prometheus === undefined ? 'is missing, and so is jsonPath' : 'is given together with jsonPath';
    return [{ path: 'prometheus', message: `${found}; must be one of the two` }];
  }
  const problem = jsonPath === undefined ? null : jsonPathProblem(jsonPath);
  return problem === null ? [] : [{ path: 'jsonPath', message: problem }];
}

function urlProblems({ url, prometheus, headers = {} }: Query): Problem[] {
  if (!URL.canParse(url)) {
    return [{ path: 'url', message: 'must be an http or https URL without credentials' }];
  }
  const { protocol, search } = new URL(url);
  const hasSecret = Object.values(headers).some((value) => typeof value !== 'string');
  return [
    ...(prometheus !== undefined && search !== ''
      ? [{ path: 'url', message: 'has a query; must have none with prometheus, which adds its own' }]
      : []),
    ...(protocol === 'http:' && hasSecret
      ? [{ path: 'url', message: 'is plain http, and a header is a secret; must be https' }]
      : []),
  ];
}

/** The URL of the request. */
export function queryUrl({ url, prometheus }: Pick<Query, 'url' | 'prometheus'>): string {
  return prometheus === undefined
    ? url
    : `${url.replace(/\/$/, '')}/api/v1/query?query=${encodeURIComponent(prometheus)}`;
}
