import type { Node } from './node';

/** What an expression reads: `$states`, and the variables assigned so far. */
export interface Bindings {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The library must evaluate it: the values are not of the kinds for which the result is known here. */
export const UNSURE = Symbol('unsure');

/** How many turns of the microtask queue the library would have taken. */
export interface Turns {
  count: number;
}

/**
 * Evaluates an expression, or returns `UNSURE`. It has no effects, so the library can evaluate it after all.
 * @param turns what the library would have taken is added
 */
export type Direct = (scope: Bindings, turns: Turns) => unknown;

/**
 * The expression as a function, if it is one of the simple kinds that state machines are full of: constants,
 * variables, fields of objects, `&`, `=`, `!=`, order, `+`, `-`, `and`, `or`, `? :`, `$exists` and `$not`.
 * The library creates some dozen promises for each of them. For the values for which this returns a result,
 * it is what the library returns. The turns count because they decide the order of what happens at one
 * instant: who takes them gets the same rehearsal to the byte. A test holds results and turns equal.
 * @returns null for any other expression
 */
export function directOf(node: Node): Direct | null {
  const known = Object.keys(node).every((key) => FIELDS.has(key));
  return known ? (makers[node.type]?.(node) ?? null) : null;
}

/** Fields of nodes that change nothing beyond what is read here. Predicates are not among them. */
const FIELDS = new Set([
  ...['type', 'value', 'position', 'lhs', 'rhs', 'steps'],
  ...['condition', 'then', 'else', 'name', 'procedure', 'arguments'],
]);

const makers: Readonly<Record<string, (node: Node) => Direct | null>> = {
  string: constant,
  number: constant,
  value: constant,
  variable: ({ value }) => variable(String(value)),
  path,
  binary,
  condition,
  function: call,
};

function constant({ value }: Node): Direct {
  return () => value;
}

/** What is not assigned may be one of JSONata's functions. */
function variable(name: string): Direct | null {
  if (name === '' || name === '$') {
    return null;
  }
  return name === 'states'
    ? ({ states }) => states
    : ({ variables }) => (Object.hasOwn(variables, name) ? variables[name] : UNSURE);
}

/** Fields of objects. A list on the way, or at the end, is mapped and flattened: that is for the library. */
function path({ steps }: Node): Direct | null {
  const [first, ...rest] = steps as Node[];
  const start = first?.type === 'variable' ? directOf(first) : null;
  const names = rest.map(({ value }) => String(value));
  const isPlain = rest.every((step) => step.type === 'name' && directName(step));
  if (start === null || !isPlain) {
    return null;
  }
  return (scope, turns) => {
    let value = start(scope, turns);
    turns.count += 3;
    for (const name of names) {
      if (value === undefined) {
        return undefined;
      }
      turns.count += 2;
      if (value === UNSURE || typeof value === 'function' || Array.isArray(value)) {
        return UNSURE;
      }
      const hasField = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
      value = hasField ? (value as Record<string, unknown>)[name] : undefined;
    }
    return Array.isArray(value) || typeof value === 'function' ? UNSURE : value;
  };
}

function directName(step: Node): boolean {
  return Object.keys(step).every((key) => FIELDS.has(key));
}

/** An operator for two values of the types that it is for; `UNSURE` for all others. */
type Operator = (left: unknown, right: unknown) => unknown;

const ofNumbers =
  (operate: (left: number, right: number) => number | boolean): Operator =>
  (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? operate(left, right) : UNSURE;

const isPrimitive = (value: unknown) =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

/** Nothing equals nothing, and nothing differs from nothing. */
const ofPrimitives =
  (operate: (left: unknown, right: unknown) => boolean): Operator =>
  (left, right) =>
    left === undefined || right === undefined
      ? false
      : isPrimitive(left) && isPrimitive(right)
        ? operate(left, right)
        : UNSURE;

const isText = (value: unknown) => typeof value === 'string' || value === undefined;

const operators: Readonly<Record<string, Operator>> = {
  '=': ofPrimitives((left, right) => left === right),
  '!=': ofPrimitives((left, right) => left !== right),
  '<': ofNumbers((left, right) => left < right),
  '<=': ofNumbers((left, right) => left <= right),
  '>': ofNumbers((left, right) => left > right),
  '>=': ofNumbers((left, right) => left >= right),
  '+': ofNumbers((left, right) => left + right),
  '-': ofNumbers((left, right) => left - right),
  '&': (left, right) => (isText(left) && isText(right) ? `${left ?? ''}${right ?? ''}` : UNSURE),
};

function binary({ value, lhs, rhs }: Node): Direct | null {
  const [left, right] = [directOf(lhs as Node), directOf(rhs as Node)];
  if (left === null || right === null) {
    return null;
  }
  if (value === 'and' || value === 'or') {
    return logical(value, left, right);
  }
  const operate = Object.hasOwn(operators, String(value)) ? operators[String(value)] : undefined;
  if (operate === undefined) {
    return null;
  }
  return (scope, turns) => {
    const [one, other] = [left(scope, turns), right(scope, turns)];
    turns.count += 4;
    return one === UNSURE || other === UNSURE ? UNSURE : operate(one, other);
  };
}

/** The right side is evaluated only if it decides. */
function logical(operator: 'and' | 'or', left: Direct, right: Direct): Direct {
  const decides = operator === 'or';
  return (scope, turns) => {
    const one = left(scope, turns);
    turns.count += 3;
    if (typeof one !== 'boolean' || one === decides) {
      return typeof one === 'boolean' ? one : UNSURE;
    }
    const other = right(scope, turns);
    turns.count += 2;
    return typeof other === 'boolean' ? other : UNSURE;
  };
}

function condition(node: Node): Direct | null {
  const [when, then] = [directOf(node.condition as Node), directOf(node.then as Node)];
  const otherwise = node.else === undefined ? () => undefined : directOf(node.else as Node);
  if (when === null || then === null || otherwise === null) {
    return null;
  }
  return (scope, turns) => {
    const holds = when(scope, turns);
    turns.count += holds === true || node.else !== undefined ? 3 : 2;
    return typeof holds === 'boolean' ? (holds ? then : otherwise)(scope, turns) : UNSURE;
  };
}

/** A variable of the same name would take the function's place. */
function call(node: Node): Direct | null {
  const name = String((node.procedure as Node).value);
  const [given, ...others] = node.arguments as Node[];
  const argument = given === undefined || others.length > 0 ? null : directOf(given);
  const isKnown = (node.procedure as Node).type === 'variable' && (name === 'exists' || name === 'not');
  if (argument === null || !isKnown) {
    return null;
  }
  return (scope, turns) => {
    const value = argument(scope, turns);
    turns.count += 5;
    if (value === UNSURE || Object.hasOwn(scope.variables, name)) {
      return UNSURE;
    }
    return name === 'exists' ? value !== undefined : typeof value === 'boolean' ? !value : UNSURE;
  };
}
