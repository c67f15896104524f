import * as v from 'valibot';
import {
  type AnySchema,
  asSchema,
  descriptionOf,
  droppedNames,
  type Keys,
  listsForObjects,
  resolve,
  schemaAt,
} from './schema-places';

/** A problem of an input, such as a plan: the field, what was found and what is allowed. */
export interface Problem {
  /** The path of the field, such as `stages[1].percent`; empty for the whole input. */
  readonly path: string;
  /** What was found and what is allowed: `is 120; must be …`. Contains no secret; long values are cut. */
  readonly message: string;
}

/** A valid value, or all problems of an invalid one. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** All problems, one per line. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n');
}

/** Fields that have another name now: the old path, such as `again` or `faults[].rate`, and the new name. */
export type RenamedFields = Readonly<Record<string, string>>;

/** Checks a value against a schema and returns every problem. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  renamed: RenamedFields = {},
): Checked<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  const lists = listsForObjects(asSchema(schema), value, []);
  const dropped = droppedNames(asSchema(schema), value, []);
  if (result.success && lists.length === 0 && dropped.length === 0) {
    return { ok: true, value: result.output };
  }
  const problems = [
    ...lists.map((keys) => ({ path: pathOf(keys), message: `is a list; must be ${nounFor('Object')}` })),
    ...dropped.map((keys) => ({
      path: pathOf(keys),
      message: 'is a name that every object of JavaScript has; must be another name, or be removed',
    })),
    ...(result.issues ?? [])
      .filter((issue) => !lists.some((keys) => keys.every((key, i) => issue.path?.[i]?.key === key)))
      .flatMap(insideUnion)
      .flatMap((issue) => everyUnknownField(asSchema(schema), value, issue))
      .map((issue) => renamedField(issue, renamed) ?? toProblem(schema, value, issue)),
  ];
  // A pipe continues after a problem, so -0.5 is reported twice: it is not a whole number, and it is below
  // the minimum.
  const lines = problems.map((problem) => describeProblems([problem]));
  return { ok: false, problems: problems.filter((_, i) => lines.indexOf(lines[i] as string) === i) };
}

/**
 * Where a field is a word or a mapping and a mapping was written: what is wrong inside of it. valibot reports
 * only that no alternative fits.
 */
function insideUnion(issue: v.BaseIssue<unknown>): readonly v.BaseIssue<unknown>[] {
  const all = issue.type === 'union' ? (issue.issues as readonly v.BaseIssue<unknown>[]) : [];
  const from = issue.path ?? [];
  const inside = all.flatMap((one) =>
    one.path === undefined ? [] : Object.assign({ ...one }, { path: [...from, ...one.path] }),
  );
  const isOneMapping = !Array.isArray(issue.input) && inside.length > 0 && inside.length < all.length;
  // What is inside of one that may be a secret is not named.
  const isSecret = from.some(({ key }) => SECRET_FIELDS.has(key as string));
  return isOneMapping && !isSecret ? inside : [issue];
}

/** The same for each unknown field of the mapping: valibot reports the first one alone. */
function everyUnknownField(
  schema: AnySchema,
  document: unknown,
  issue: v.BaseIssue<unknown>,
): readonly v.BaseIssue<unknown>[] {
  const place = issue.path?.at(-1);
  if (place === undefined || !OBJECTS.has(issue.type) || issue.expected !== 'never') {
    return [issue];
  }
  const above = issue.path?.slice(0, -1) as [v.IssuePathItem];
  const keys = above.map((item) => item.key as string | number);
  const known = schemaAt(schema, document, keys)?.entries;
  const names = Object.keys(place.input as object).filter((key) => !Object.hasOwn(known ?? {}, key));
  return known === undefined
    ? [issue]
    : names.map((key) => ({ ...issue, input: key, path: [...above, { ...place, key } as v.IssuePathItem] }));
}

function pathOf(keys: Keys): string {
  const secret = keys.findIndex((key) => SECRET_FIELDS.has(key));
  return keys
    .map((key, i) => (secret >= 0 && i > secret && !isName(key) ? '…' : key))
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`))
    .join('');
}

/** Whether a key is an index or can be the name of a header. Anything else may be a secret. */
function isName(key: string | number): boolean {
  return typeof key === 'number' || /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/.test(key);
}

/** The problem of a field that is unknown because it has another name now; null for any other issue. */
function renamedField(issue: v.BaseIssue<unknown>, renamed: RenamedFields): Problem | null {
  const path = pathOf((issue.path ?? []).map((item) => item.key as string | number));
  const name = new Map(Object.entries(renamed)).get(path.replace(/\[\d+\]/g, '[]'));
  const isUnknown = OBJECTS.has(issue.type) && issue.expected === 'never';
  return isUnknown && name !== undefined ? { path, message: `was renamed; use ${name}` } : null;
}

/** Fields whose values may be secrets and are therefore never quoted. */
const SECRET_FIELDS = new Set<string | number>([
  'headers',
  'body',
  'clientCertificate',
  'expectHeaders',
  'expectText',
  'HOOK_PLAN',
]);

/** valibot's names of objects that reject, drop or keep unknown fields. */
const OBJECTS = new Set(['strict_object', 'object', 'loose_object']);

function toProblem(schema: v.GenericSchema, document: unknown, issue: v.BaseIssue<unknown>): Problem {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const isUnknown = OBJECTS.has(issue.type) && issue.expected === 'never';
  // A header that is written next to `headers`, with its value in the name, is an unknown field.
  const path = pathOf(isUnknown ? keys.map((key) => (isName(key) ? key : '…')) : keys);
  const entries = schemaAt(asSchema(schema), document, keys.slice(0, -1))?.entries;
  if (OBJECTS.has(issue.type) && issue.expected !== 'Object' && entries !== undefined) {
    return isUnknown
      ? { path, message: `is not a field; allowed fields: ${Object.keys(entries).join(', ')}` }
      : { path, message: `is missing; ${hintOf(entries[String(keys.at(-1))])}` };
  }
  if (issue.type === 'variant' && issue.expected !== 'Object') {
    const must = `must be one of ${issue.expected?.replace(/[()]/g, '').replace(/ \| /g, ', ')}`;
    return {
      path,
      message: issue.input === undefined ? `is missing; ${must}` : `is ${show(issue.input)}; ${must}`,
    };
  }
  const must = issue.message.startsWith('must') ? issue.message : `must be ${nounFor(issue.expected)}`;
  return {
    path,
    message: `is ${keys.some((key) => SECRET_FIELDS.has(key)) ? 'not valid' : show(issue.input)}; ${must}`,
  };
}

function hintOf(schema: AnySchema | undefined): string {
  const plain = resolve(schema, undefined) ?? schema;
  return descriptionOf(plain) ?? `must be ${nounFor(plain?.type)}`;
}

function nounFor(type: string | null | undefined): string {
  switch (type) {
    case 'strict_object':
    case 'object':
    case 'loose_object':
    case 'Object':
    case 'variant':
    case 'record':
      return 'a mapping';
    case 'array':
    case 'Array':
      return 'a list';
    case 'literal':
      return 'the value that the schema names';
    default:
      return `${type}`;
  }
}

/** A value as a message quotes it: short and on one line. */
function show(value: unknown): string {
  if (value === undefined) {
    return 'missing';
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) {
    return 'a mapping';
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  // What follows a "?" is the query of a URL or the filter of a JSONPath; what precedes an "@", a password.
  const json = JSON.stringify(value.replace(/\?.+$/s, '?…').replace(/\/\/[^/]*@/, '//…@'));
  return json.length > 80 ? `${json.slice(0, 77)}…"` : json;
}
