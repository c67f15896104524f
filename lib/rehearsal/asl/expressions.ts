import { compile } from './jsonata/compile';
import type { Direct } from './jsonata/direct';
import { type Ambient, bindFunctions } from './jsonata/service-functions';
import { isUnchanged, throughJson } from './through-json';

/** What an expression sees. */
export interface Scope {
  /** `$states`. */
  readonly states: Readonly<Record<string, unknown>>;
  /** The variables assigned so far. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An error under the name that Step Functions gives it, such as `States.Timeout`. */
export class StatesError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** Text that is an expression. Spaces before `{%` or after `%}` make it plain text. */
const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The JSONata of text that is an expression; undefined for plain text. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') ? EXPRESSION.exec(text)?.[1]?.trim() : undefined;
}

/** A value of the ASL, read once: a constant, an expression, or a list or an object that contains one. */
type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'expression'; readonly source: string }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Template])[] };

/** The templates of frozen values, as those of a loaded machine are. */
const templates = new WeakMap<object, Template>();

function templateOf(value: unknown): Template {
  if (typeof value === 'string') {
    const source = expressionIn(value);
    return source === undefined ? { kind: 'constant', value } : { kind: 'expression', source };
  }
  if (typeof value !== 'object' || value === null) {
    return { kind: 'constant', value };
  }
  let template = templates.get(value);
  if (template === undefined) {
    template = readTemplate(value);
    if (Object.isFrozen(value)) {
      templates.set(value, template);
    }
  }
  return template;
}

function readTemplate(value: object): Template {
  const fields = Object.entries(value).map(([key, item]) => [key, templateOf(item)] as const);
  if (fields.every(([, item]) => item.kind === 'constant')) {
    return { kind: 'constant', value };
  }
  return Array.isArray(value)
    ? { kind: 'list', items: fields.map(([, item]) => item) }
    : { kind: 'object', fields };
}

/**
 * Evaluates a value of the ASL: text between `{%` and `%}` is JSONata, at any depth. Anything else evaluates
 * to itself.
 * @param field the field of the state, as messages name it: `Output`, or `Output/reason` for a part of it
 * @throws StatesError `States.QueryEvaluationError` for an expression that fails or has no result
 */
export function evaluate(value: unknown, scope: Scope, field: string, ambient: Ambient): Promise<unknown> {
  return fill(templateOf(value), scope, field, ambient);
}

async function fill(template: Template, scope: Scope, field: string, ambient: Ambient): Promise<unknown> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return run(template.source, scope, field, ambient);
    case 'list': {
      const items: unknown[] = [];
      for (const [i, item] of template.items.entries()) {
        items.push(
          item.kind === 'constant' ? item.value : await fill(item, scope, `${field}[${i}]`, ambient),
        );
      }
      return items;
    }
    case 'object': {
      // Not by assignment, which a key such as __proto__ would escape.
      const entries: [string, unknown][] = [];
      for (const [key, item] of template.fields) {
        const isConstant = item.kind === 'constant';
        entries.push([key, isConstant ? item.value : await fill(item, scope, `${field}/${key}`, ambient)]);
      }
      return Object.fromEntries(entries);
    }
  }
}

/** What awaiting the library's own call takes, beyond the turns within an expression. */
const TURNS_OF_THE_CALL = 2;
/** Awaiting it takes one turn. Awaiting what is no promise does as well, and makes one each time. */
const ONE_TURN = Promise.resolve();

async function run(source: string, scope: Scope, field: string, ambient: Ambient): Promise<unknown> {
  const at = `The JSONata expression '${source}' specified for the field '${field}'`;
  const turns = { count: TURNS_OF_THE_CALL };
  const known = directlyOf(source)?.(scope, turns);
  if (isUnchanged(known)) {
    for (let turn = 0; turn < turns.count; turn += 1) {
      await ONE_TURN;
    }
    return known;
  }
  let result: unknown;
  try {
    result = await evaluateSource(source, scope, ambient);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const text = code === undefined ? String(message) : `${code}: ${message}`;
    throw new StatesError('States.QueryEvaluationError', `${at} threw an error during evaluation. ${text}`);
  }
  if (result === undefined) {
    throw new StatesError('States.QueryEvaluationError', `${at} returned nothing (undefined).`);
  }
  if (!isUnchanged(result) && hasFunction(result)) {
    throw new StatesError('States.QueryEvaluationError', `${at} returned an unsupported result type.`);
  }
  return throughJson(result);
}

/** Null for an expression that the library must evaluate. What cannot be compiled fails there. */
function directlyOf(source: string): Direct | null {
  try {
    return compile(source).direct;
  } catch {
    return null;
  }
}

function evaluateSource(source: string, scope: Scope, ambient: Ambient): unknown {
  const { expression, names } = compile(source);
  const bindings: Record<string, unknown> = {};
  bindFunctions(bindings, names, ambient);
  for (const name of names) {
    if (name === 'states') {
      bindings[name] = scope.states;
    } else if (Object.hasOwn(scope.variables, name)) {
      bindings[name] = scope.variables[name];
    }
  }
  return expression.evaluate(undefined, bindings);
}

/** Whether a result is or contains a function, which JSON would drop. */
function hasFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function';
  }
  const { _jsonata_lambda, _jsonata_function } = value as Record<string, unknown>;
  return _jsonata_lambda === true || _jsonata_function === true || Object.values(value).some(hasFunction);
}
