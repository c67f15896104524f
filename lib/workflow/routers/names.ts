import type { Problem } from '../../../lambdas/core/validation/problems';

/** Each name that stands more than once, once. */
export function repeatedNames(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

/** A problem for each name that a field lists more than once. */
export function repeatedProblems(field: string, names: readonly string[]): Problem[] {
  return repeatedNames(names).map((name) => ({ path: field, message: `has "${name}" twice; name it once` }));
}
