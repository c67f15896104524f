import type { WorkBudget } from './work-budget';

/** A value of `JSON.parse`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** An object of `JSON.parse`; only its own keys count. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Characters of a text that count as one step when it is compared or copied. */
const CHARACTERS_PER_STEP = 100;

/** The values of a list or of an object, in order; none for any other value. */
export function childrenOf(value: Json, budget: WorkBudget): readonly Json[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const children = isList(value) ? value : Object.values(value);
  budget.spend(children.length);
  return children;
}

/** `Array.isArray` for lists that are read only. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether the value is an object and not a list. */
export function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Whether two values are equal, however deep. `undefined` stands for no value and equals only itself. */
export function sameJson(left: Json | undefined, right: Json | undefined, budget: WorkBudget): boolean {
  // A list of pairs instead of recursion: a document of 256 kB may be nested 130,000 times.
  const pairs: (readonly [Json | undefined, Json | undefined])[] = [[left, right]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    budget.spend(1 + (typeof a === 'string' ? a.length / CHARACTERS_PER_STEP : 0));
    if (a === b) {
      continue;
    }
    if (isList(a) && isList(b) && a.length === b.length) {
      budget.spend(a.length);
      a.forEach((one, i) => {
        pairs.push([one, b[i]]);
      });
    } else if (isMapping(a) && isMapping(b)) {
      const keys = Object.keys(a);
      budget.spend(keys.length);
      if (keys.length !== Object.keys(b).length || !keys.every((key) => Object.hasOwn(b, key))) {
        return false;
      }
      for (const key of keys) {
        pairs.push([a[key], b[key]]);
      }
    } else {
      return false;
    }
  }
  return true;
}

/** Whether the left value is smaller: numbers and texts only. */
export function isLess(left: Json | undefined, right: Json | undefined, budget: WorkBudget): boolean {
  budget.spend(1 + (typeof left === 'string' ? left.length / CHARACTERS_PER_STEP : 0));
  return (
    ((typeof left === 'string' && typeof right === 'string') ||
      (typeof left === 'number' && typeof right === 'number')) &&
    left < right
  );
}
