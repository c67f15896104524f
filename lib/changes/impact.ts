import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Replacement } from '../../lambdas/core/stack-changes/stack-change';

const answers = new Map<string, Replacement>();

const REPLACEMENTS: Partial<Record<ResourceImpact, Replacement>> = {
  [ResourceImpact.WILL_UPDATE]: 'never',
  [ResourceImpact.MAY_REPLACE]: 'maybe',
  [ResourceImpact.WILL_REPLACE]: 'always',
};

/**
 * Whether a change of a property replaces its resource, from the CloudFormation database of
 * `@aws-cdk/cloudformation-diff`. `unknown` for a type or property that the database does not have; the
 * library itself reports "no change" for these.
 */
export function replacementBy(type: string, property: string): Replacement {
  const key = `${type} ${property}`;
  const known = answers.get(key);
  if (known !== undefined) {
    return known;
  }
  const template = (value: string) => ({
    Resources: { R: { Type: type, Properties: { [property]: value } } },
  });
  const { changeImpact } = fullDiff(template('old'), template('new')).resources.get('R');
  const answer = REPLACEMENTS[changeImpact] ?? 'unknown';
  answers.set(key, answer);
  return answer;
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
