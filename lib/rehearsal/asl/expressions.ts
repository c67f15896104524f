import jsonata from 'jsonata';

/** What an expression sees: `$states` and the variables assigned so far. */
export type Scope = Readonly<Record<string, unknown>>;

/** An error by the name that the service gives it. */
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

/** What expressions have yielded and nobody changes: a plan that is handed on with each look has come through JSON once. */
const results = new WeakSet<object>();

const compiled = new Map<string, jsonata.Expression>();

/**
 * Evaluates a value of the ASL: text between `{%` and `%}` is JSONata, in whatever depth; the rest is itself.
 * @throws StatesError `States.QueryEvaluationError` for an expression that fails or yields nothing
 */
export async function evaluate(template: unknown, scope: Scope): Promise<unknown> {
  if (typeof template === 'string') {
    const expression = /^\{%([\s\S]*)%\}$/.exec(template)?.[1];
    return expression === undefined ? template : run(expression.trim(), scope);
  }
  if (Array.isArray(template)) {
    return Promise.all(template.map((item) => evaluate(item, scope)));
  }
  if (typeof template === 'object' && template !== null) {
    const entries = Object.entries(template).map(
      async ([key, item]) => [key, await evaluate(item, scope)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  return template;
}

async function run(source: string, scope: Scope): Promise<unknown> {
  let result: unknown;
  try {
    result = await compile(source).evaluate(undefined, {
      ...scope,
      parse,
    });
  } catch (error) {
    throw new StatesError('States.QueryEvaluationError', `${source}: ${(error as Error).message}`);
  }
  if (result === undefined) {
    throw new StatesError('States.QueryEvaluationError', `${source}: the result is undefined`);
  }
  if (typeof result === 'object' && result !== null && results.has(result)) {
    return result;
  }
  const copy = throughJson(result);
  if (typeof copy === 'object' && copy !== null) {
    results.add(copy);
  }
  return copy;
}

function compile(source: string): jsonata.Expression {
  let expression = compiled.get(source);
  if (expression === undefined) {
    // The service has no input document at the top level: $ and $$ are refused when a state machine is created.
    if (/\$(?![\w$])|\$\$/.test(source.replace(/'[^']*'/g, ''))) {
      throw new Error('$ and $$ are not allowed; use $states.input');
    }
    expression = jsonata(source);
    compiled.set(source, expression);
  }
  return expression;
}

/** Everything between two states is JSON: what JSON cannot carry is lost here as it is in the service. */
export function throughJson<T>(value: T): T {
  return isItself(value) ? value : (JSON.parse(JSON.stringify(value)) as T);
}

/** Whether a value comes through JSON as it is. */
function isItself(value: unknown): boolean {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'string':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    default:
      return value === null;
  }
}
