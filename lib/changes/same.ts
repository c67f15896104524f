import type { Value } from './template';

/**
 * Whether two values of templates say the same. Stricter than `@aws-cdk/cloudformation-diff`, which reads numbers out of text and so takes version
 * 14.1 for 14.10 and the account 012345678901 for 12345678901.
 */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  return canonical(one) === canonical(other);
}

/** A text that is the same for values that say the same. */
export function canonical(value: Value | undefined): string {
  if (value === undefined || typeof value === 'string') {
    return JSON.stringify(value) ?? 'undefined';
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  const fields = Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .sort();
  return `{${fields.join(',')}}`;
}

/** Whether two `DependsOn` say the same, each one name or several in any order. */
export function sameDependencies(one: Value | undefined, other: Value | undefined): boolean {
  const names = (value: Value | undefined) => [value ?? []].flat().map(canonical).sort();
  return same(names(one), names(other));
}
