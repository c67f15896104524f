import { resolved } from './resolve';

/** The condition keys of a request, by name. A key with several values has a list. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

type Test = (wanted: string, found: string) => boolean;

/** The operators that the policies of the project use. */
const tests: Readonly<Record<string, Test>> = {
  StringEquals: (wanted, found) => wanted === found,
  StringLike: (wanted, found) => matches(wanted, found),
  ArnEquals: (wanted, found) => matches(wanted, found),
  ArnLike: (wanted, found) => matches(wanted, found),
  Bool: (wanted, found) => wanted === found,
};

/** Whether a text matches a pattern of IAM: `*` is any text, `?` any character. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's').test(text);
}

/**
 * Whether a `Condition` of a statement holds: all operators and all keys, and for each one of the values.
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 * @throws Error on an operator that it does not know
 */
export function holds(condition: unknown, keys: ConditionKeys): boolean {
  const blocks = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>);
  return blocks.every(([operator, block]) =>
    Object.entries(block).every(([key, values]) => holdsFor(operator, valuesOf(keys, key), listOf(values))),
  );
}

function holdsFor(operator: string, found: readonly string[] | null, wanted: readonly string[]): boolean {
  if (operator === 'Null') {
    return wanted.includes(String(found === null));
  }
  const [, set, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(operator) ?? [];
  const test = tests[name];
  if (test === undefined) {
    throw new Error(`the evaluator does not know the operator ${operator}`);
  }
  const passes = (one: string) => wanted.some((value) => test(value, one));
  if (set === 'ForAllValues') {
    // Also true without the key.
    return (found ?? []).every(passes);
  }
  if (set === undefined && (found ?? []).length > 1) {
    throw new Error(`${operator} compares a key that has several values; it needs a set operator`);
  }
  return (found ?? []).some(passes);
}

/** Null when the request does not have the key. Names of keys are compared without case. */
function valuesOf(keys: ConditionKeys, key: string): readonly string[] | null {
  const found = Object.entries(keys).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? null : [found[1]].flat();
}

function listOf(values: unknown): string[] {
  return [values].flat().map(resolved);
}
