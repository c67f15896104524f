import { canonical } from '../../lambdas/core/shared/canonical';
import type { Value } from './template';

/**
 * Whether two values of templates are equal. Stricter than `@aws-cdk/cloudformation-diff`, which reads
 * numbers from text and so considers version 14.1 equal to 14.10, and account 012345678901 equal to
 * 12345678901.
 */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  return valueKey(one) === valueKey(other);
}

/** A text that is the same for equal values, whatever the order of their fields. */
export function valueKey(value: Value | undefined): string {
  return JSON.stringify(canonical(value)) ?? '';
}

/** Whether two `DependsOn` are equal: each is one name, or several in any order. */
export function sameDependencies(one: Value | undefined, other: Value | undefined): boolean {
  const names = (value: Value | undefined) => [value ?? []].flat().map(valueKey).sort();
  return same(names(one), names(other));
}
