import jsonata from 'jsonata';

/** What an expression sees: `$states` and the variables assigned so far. */
export type Scope = Readonly<Record<string, unknown>>;

/** An error under the name that Step Functions gives it, such as `States.Timeout`. */
export class StatesError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** `$parse` of Step Functions. */
const parse = (text: string): unknown => JSON.parse(text);

interface Compiled {
  readonly expression: jsonata.Expression;
  /** The variables that it uses. Binding a variable takes time, and an execution has dozens. */
  readonly names: readonly string[];
}

const compiled = new Map<string, Compiled>();

/**
 * Evaluates a value of the ASL: text between `{%` and `%}` is JSONata, at any depth. Anything else evaluates
 * to itself.
 * @throws StatesError `States.QueryEvaluationError` for an expression that fails or has no result
 */
export async function evaluate(template: unknown, scope: Scope): Promise<unknown> {
  if (typeof template === 'string') {
    return /^\{%[\s\S]*%\}$/.test(template) ? run(template, scope) : template;
  }
  if (Array.isArray(template)) {
    return Promise.all(template.map((item) => evaluate(item, scope)));
  }
  if (typeof template === 'object' && template !== null) {
    const values = await Promise.all(Object.values(template).map((item) => evaluate(item, scope)));
    return Object.fromEntries(Object.keys(template).map((key, i) => [key, values[i]]));
  }
  return template;
}

async function run(template: string, scope: Scope): Promise<unknown> {
  const source = template.slice(2, -2).trim();
  let result: unknown;
  try {
    const { expression, names } = compile(source);
    const bindings: Record<string, unknown> = { parse };
    for (const name of names) {
      if (Object.hasOwn(scope, name)) {
        bindings[name] = scope[name];
      }
    }
    result = await expression.evaluate(undefined, bindings);
  } catch (error) {
    throw new StatesError('States.QueryEvaluationError', `${source}: ${(error as Error).message}`);
  }
  if (result === undefined) {
    throw new StatesError('States.QueryEvaluationError', `${source}: the result is undefined`);
  }
  return throughJson(result);
}

function compile(source: string): Compiled {
  let found = compiled.get(source);
  if (found === undefined) {
    const code = source.replace(/'[^']*'/g, '');
    // The service has no input document at the top level: it refuses $ and $$ when a state machine is
    // created.
    if (/\$(?![\w$])|\$\$/.test(code)) {
      throw new Error('$ and $$ are not allowed; use $states.input');
    }
    // It does not support $eval either (Step Functions developer guide, transforming data with JSONata).
    if (/\$eval\b/.test(code)) {
      throw new Error('$eval is not supported; use $parse');
    }
    const names = new Set([...code.matchAll(/\$(\w+)/g)].map(([, name]) => name as string));
    found = { expression: jsonata(source), names: [...names] };
    compiled.set(source, found);
  }
  return found;
}

/** Every object that has passed through JSON. All are frozen, so they need not pass through it again. */
const passed = new WeakSet<object>();

/**
 * Passes a value through JSON, as the service does between two states: what JSON cannot represent is lost.
 * The result is frozen.
 */
export function throughJson<T>(value: T): T {
  if (value === undefined || isUnchanged(value)) {
    return value;
  }
  return hasUnchangedParts(value) ? freeze({ ...value }) : freezeAll(JSON.parse(JSON.stringify(value)));
}

/** Whether a value passes through JSON unchanged. */
function isUnchanged(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      return value === null || passed.has(value);
    default:
      return false;
  }
}

/**
 * Whether a value is a new object of parts that pass through JSON unchanged, such as the arguments of a
 * function.
 */
function hasUnchangedParts(value: unknown): value is object {
  const isPlain =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
  return isPlain && Object.values(value).every(isUnchanged);
}

function freezeAll<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freezeAll);
    return freeze(value);
  }
  return value;
}

function freeze<T extends object>(value: T): T {
  passed.add(value);
  return Object.freeze(value);
}
