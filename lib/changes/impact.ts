import type { Replacement } from '../../lambdas/core/stack-changes/stack-change';
import { specifiedProperty } from './specification/specification';

/**
 * Whether a change of a property replaces its resource, by the CloudFormation specification. `unknown` for a
 * type or property that the specification does not have.
 */
export function replacementBy(type: string, property: string): Replacement {
  return specifiedProperty(type, property).replacement;
}

/** From the lowest to the highest risk. */
const ORDER: readonly Replacement[] = ['never', 'maybe', 'unknown', 'always'];

/** The replacement with the highest risk; `never` for an empty list. */
export function worstReplacement(replacements: readonly Replacement[]): Replacement {
  return ORDER.findLast((one) => replacements.includes(one)) ?? 'never';
}

/** The replacement if its cause is uncertain. */
export function uncertain(replacement: Replacement): Replacement {
  return replacement === 'always' ? 'maybe' : replacement;
}
