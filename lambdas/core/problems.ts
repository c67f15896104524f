import * as v from 'valibot';

/** One thing that is wrong with a plan or scenario: where, and what would be right. */
export interface Problem {
  /** Path to the field, such as `stages[1].percent`; empty for the document itself. */
  readonly path: string;
  /** What was found and what would be right. Never a secret: long values are cut. */
  readonly message: string;
}

/** A value that was checked, or everything that is wrong with it. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Each problem on a line of its own. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n');
}

/** Checks a value against a schema and tells everything that is wrong, in our words. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): Checked<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  const lists = listsForObjects(schema as unknown as AnySchema, value, []);
  if (result.success && lists.length === 0) {
    return { ok: true, value: result.output };
  }
  const problems = [
    ...lists.map((keys) => ({ path: pathOf(keys), message: `is a list; must be ${nounFor('Object')}` })),
    ...(result.issues ?? [])
      .filter((issue) => !lists.some((keys) => keys.every((key, i) => issue.path?.[i]?.key === key)))
      .map((issue) => toProblem(schema, value, issue)),
  ];
  // A pipe goes on after a fault, so -0.5 is told twice: no whole number, and below the minimum.
  const lines = problems.map((problem) => describeProblems([problem]));
  return { ok: false, problems: problems.filter((_, i) => lines.indexOf(lines[i] as string) === i) };
}

type Keys = readonly (string | number)[];

function pathOf(keys: Keys): string {
  return keys.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}

/** Places of lists where an object is wanted. The schema library takes a list for an object. */
function listsForObjects(schema: AnySchema | undefined, value: unknown, keys: Keys): Keys[] {
  const plain = schema?.wrapped ?? schema;
  if (Array.isArray(value)) {
    return plain !== undefined && nounFor(plain.type) === nounFor('Object')
      ? [keys]
      : value.flatMap((one, i) => listsForObjects(plain?.item, one, [...keys, i]));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const here = resolve(plain, value);
  return Object.entries(value).flatMap(([key, one]) =>
    listsForObjects(here?.entries?.[key] ?? here?.value, one, [...keys, key]),
  );
}

/** Fields whose values may be secrets, and so are never quoted. */
const SECRET_BEARERS = new Set<string | number>(['headers', 'body', 'expectHeaders', 'expectText']);

function toProblem(schema: v.GenericSchema, document: unknown, issue: v.BaseIssue<unknown>): Problem {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const path = pathOf(keys);
  const last = keys.at(-1);
  const parent = schemaAt(schema, document, keys.slice(0, -1));
  if (issue.type === 'strict_object' && parent !== undefined && issue.expected !== 'Object') {
    return issue.expected === 'never'
      ? { path, message: `is not a field; known here: ${Object.keys(parent.entries ?? {}).join(', ')}` }
      : { path, message: `is missing; ${hintOf(parent.entries?.[String(last)])}` };
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
    message: `is ${keys.some((key) => SECRET_BEARERS.has(key)) ? 'not right' : show(issue.input)}; ${must}`,
  };
}

/** What we look at in a valibot schema, whatever its kind. */
interface AnySchema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly item?: AnySchema;
  readonly value?: AnySchema;
  readonly wrapped?: AnySchema;
  readonly key?: string;
  readonly options?: readonly AnySchema[];
  readonly pipe?: readonly (AnySchema & { readonly description?: string })[];
  readonly literal?: unknown;
}

/** The schema that governs the place in the document. */
function schemaAt(
  schema: v.GenericSchema,
  document: unknown,
  keys: readonly (string | number)[],
): AnySchema | undefined {
  let here: AnySchema | undefined = resolve(schema as unknown as AnySchema, document);
  let value = document;
  for (const key of keys) {
    value = (value as Record<string | number, unknown> | undefined)?.[key];
    here = here && resolve(here.entries?.[key] ?? here.item ?? here.value, value);
  }
  return here;
}

/** Looks through `optional` and picks the member of a variant that the value's own key names. */
function resolve(schema: AnySchema | undefined, value: unknown): AnySchema | undefined {
  if (schema?.wrapped !== undefined) {
    return resolve(schema.wrapped, value);
  }
  if (schema?.type === 'variant' && schema.key !== undefined) {
    const kind = (value as Record<string, unknown> | undefined)?.[schema.key];
    return schema.options?.find((option) => option.entries?.[schema.key as string]?.literal === kind);
  }
  return schema;
}

function hintOf(schema: AnySchema | undefined): string {
  const plain = resolve(schema, undefined) ?? schema;
  return descriptionOf(plain) ?? `must be ${nounFor(plain?.type)}`;
}

/** What a field says of itself, also when its schema is part of another pipe. */
function descriptionOf(schema: AnySchema | undefined): string | undefined {
  return schema?.pipe
    ?.map((item) => item.description ?? descriptionOf(item))
    .find((one) => one !== undefined);
}

function nounFor(type: string | null | undefined): string {
  switch (type) {
    case 'strict_object':
    case 'Object':
    case 'variant':
    case 'record':
      return 'an object with fields';
    case 'array':
    case 'Array':
      return 'a list';
    case 'literal':
      return 'the word that the schema names';
    default:
      return `${type}`;
  }
}

/** A value as it is quoted in a message: short, on one line. */
function show(value: unknown): string {
  if (value === undefined) {
    return 'missing';
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) {
    return 'an object';
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}…"` : json;
}
