import { compile, type JSONValue, jsonpath } from 'json-p3';
import type { SmokeCheck } from '../../../lambdas/core/plan/smoke-test';
import { throughJson } from '../asl/through-json';

/** The answer of a healthy new path to a smoke check: exactly what the check expects. */
export interface SmokeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answers to the checks of plans so far: a probe sends the same checks thousands of times. */
const passing = new WeakMap<SmokeCheck, SmokeResponse>();

/**
 * The answer that a check describes. A rehearsal has no application behind the new path, and a smoke test
 * must pass when nothing is wrong. The same check has the same answer, which is frozen.
 */
export function passingResponse(check: SmokeCheck): SmokeResponse {
  let response = passing.get(check);
  if (response === undefined) {
    response = throughJson(describedBy(check));
    passing.set(check, response);
  }
  return response;
}

function describedBy(check: SmokeCheck): SmokeResponse {
  const headers = Object.fromEntries(
    Object.entries(check.expectHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { status: check.expectStatus[0] ?? 200, headers, body: bodyFor(check) };
}

/** A 5xx status that the check does not expect. */
export function failingStatus(check: SmokeCheck | undefined): number {
  const statuses = [503, 502, 504, 500, 501, 505, 507, 508, 511];
  return statuses.find((status) => !(check?.expectStatus ?? []).includes(status)) ?? 599;
}

function bodyFor({ expectJson, expectText }: SmokeCheck): string {
  if (expectJson.length === 0) {
    return expectText ?? '';
  }
  let document: JSONValue | undefined;
  for (const { path, equals } of expectJson) {
    document = put(document, segmentsOf(path), equals);
  }
  return expectText === undefined ? JSON.stringify(document) : containing(document, expectText);
}

/**
 * The document in the JSON format that contains the text, or with the text as another member if no format
 * does.
 */
function containing(document: JSONValue | undefined, text: string): string {
  const compact = JSON.stringify(document);
  const spaced = JSON.stringify(document, null, 1).replace(/\n\s*/g, ' ');
  const formats = [compact, spaced, JSON.stringify(document, null, 2), ` ${compact}\n`];
  const carrier = isObject(document) ? [JSON.stringify({ ...document, text })] : [];
  return [...formats, ...carrier].find((format) => format.includes(text)) ?? compact;
}

/** What an element must contain so that a filter selects it. */
interface Where {
  readonly where: readonly { readonly segments: readonly Segment[]; readonly value: JSONValue }[];
}
type Segment = string | number | Where;

/**
 * One location that the path selects: names and indices, with the first element for a wildcard or a slice.
 */
function segmentsOf(path: string): Segment[] {
  return compile(path).segments.map(({ selectors: [selector] }): Segment => {
    if (selector instanceof jsonpath.selectors.NameSelector) {
      return selector.name;
    }
    if (selector instanceof jsonpath.selectors.FilterSelector) {
      return { where: wanted(selector.expression) };
    }
    return selector instanceof jsonpath.selectors.IndexSelector ? Math.max(0, selector.index) : 0;
  });
}

/** Equality and existence tests, joined by "and". For other filters no value can be derived. */
function wanted(expression: object): Where['where'] {
  const { LogicalExpression, InfixExpression, RelativeQuery } = jsonpath.expressions;
  if (expression instanceof LogicalExpression) {
    return wanted(expression.expression);
  }
  if (expression instanceof InfixExpression && expression.operator === '&&') {
    return [...wanted(expression.left), ...wanted(expression.right)];
  }
  if (expression instanceof InfixExpression && expression.operator === '==') {
    const [query, literal] = [expression.left, expression.right].sort((a) =>
      a instanceof RelativeQuery ? -1 : 1,
    );
    const value = (literal as { value?: JSONValue }).value ?? null;
    return query instanceof RelativeQuery ? [{ segments: relative(query.path.toString()), value }] : [];
  }
  return expression instanceof RelativeQuery
    ? [{ segments: relative(expression.path.toString()), value: true }]
    : [];
}

function relative(path: string): Segment[] {
  return segmentsOf(path.replace(/^@/, '$'));
}

function put(
  document: JSONValue | undefined,
  [first, ...rest]: readonly Segment[],
  value: JSONValue,
): JSONValue {
  if (first === undefined) {
    return value;
  }
  if (typeof first === 'object') {
    const element = first.where.reduce<JSONValue | undefined>(
      (made, one) => put(made, one.segments, one.value),
      undefined,
    );
    return [...(Array.isArray(document) ? document : []), put(element, rest, value)];
  }
  if (typeof first === 'number') {
    const list: JSONValue[] = Array.isArray(document) ? [...document] : [];
    // A longer list would be beyond the body that a check reads.
    const index = Math.min(first, 200_000);
    while (list.length < index) {
      list.push(null);
    }
    list[index] = put(list[index], rest, value);
    return list;
  }
  const object = isObject(document) ? document : {};
  return { ...object, [first]: put(object[first], rest, value) };
}

function isObject(value: JSONValue | undefined): value is { [name: string]: JSONValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
