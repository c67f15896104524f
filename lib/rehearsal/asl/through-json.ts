/** Every object that has passed through JSON. All are frozen, so they need not pass through it again. */
const passed = new WeakSet<object>();

/** Deeper values are left to JSON itself, which finds out whether they have an end. */
const MAX_DEPTH = 100;

/**
 * Passes a value through JSON, as the service does between two states: what JSON cannot represent is lost.
 * The result is frozen. It is what `JSON.parse(JSON.stringify(value))` returns, without the text in between.
 * @throws TypeError for a value that contains itself, or a BigInt
 */
export function throughJson<T>(value: T): T {
  return copy(value, 0) as T;
}

/** Whether a value passes through JSON unchanged. */
export function isUnchanged(value: unknown): boolean {
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

/** Undefined for what JSON drops from an object. */
function copy(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : null;
    case 'object':
      return value === null || passed.has(value) ? value : copyObject(value, depth);
    case 'bigint':
      return JSON.stringify(value);
    default:
      return undefined;
  }
}

function copyObject(value: object, depth: number): unknown {
  if (depth > MAX_DEPTH || 'toJSON' in value) {
    return freezeAll(parsed(value));
  }
  if (Array.isArray(value)) {
    const list: unknown[] = new Array(value.length);
    for (let i = 0; i < value.length; i += 1) {
      list[i] = copy(value[i], depth + 1) ?? null;
    }
    return freeze(list);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || Object.hasOwn(value, '__proto__')) {
    return freezeAll(parsed(value));
  }
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const field = copy((value as Record<string, unknown>)[key], depth + 1);
    if (field !== undefined) {
      fields[key] = field;
    }
  }
  return freeze(fields);
}

function parsed(value: unknown): unknown {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

function freezeAll(value: unknown): unknown {
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
