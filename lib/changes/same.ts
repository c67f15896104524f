import { canonical } from '../../lambdas/core/shared/canonical';
import { specifiedProperty } from './specification/specification';
import type { Value } from './template';
import { canonicalValue } from './values/canonical-value';
import { specifiedValue } from './values/specified-value';

/** Values of templates never change, and most are compared more than once. */
const keys = new WeakMap<object, string>();

/**
 * Whether two values of templates are equal, whatever their spelling. Stricter than
 * `@aws-cdk/cloudformation-diff`, which reads numbers from text and so considers version 14.1 equal to 14.10,
 * and account 012345678901 equal to 12345678901.
 */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || valueKey(one) === valueKey(other);
}

/**
 * Whether two values of a property are equal. A property that the specification knows as a boolean or a
 * number is compared as one.
 */
export function sameProperty(
  type: string,
  name: string,
  one: Value | undefined,
  other: Value | undefined,
): boolean {
  if (same(one, other)) {
    return true;
  }
  if (one === undefined || other === undefined) {
    return false;
  }
  const { value } = specifiedProperty(type, name);
  const key = (of: Value) => valueKey(specifiedValue(canonicalValue(of), value));
  return value.kind !== 'text' && key(one) === key(other);
}

/** A text that is the same for equal values, whatever the order of their fields and their spelling. */
export function valueKey(value: Value | undefined): string {
  if (value === undefined || typeof value === 'string') {
    return value === undefined ? '' : JSON.stringify(value);
  }
  const key = keys.get(value) ?? JSON.stringify(canonical(canonicalValue(value)));
  keys.set(value, key);
  return key;
}

/** Whether two `DependsOn` are equal: each is one name, or several in any order. */
export function sameDependencies(one: Value | undefined, other: Value | undefined): boolean {
  const names = (value: Value | undefined) => [value ?? []].flat().map(valueKey).sort();
  return same(names(one), names(other));
}
