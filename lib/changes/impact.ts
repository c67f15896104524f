import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Replacement } from '../../lambdas/core/stack-changes/stack-change';

const answers = new Map<string, Replacement>();

const REPLACEMENTS: Partial<Record<ResourceImpact, Replacement>> = {
  [ResourceImpact.WILL_UPDATE]: 'never',
  [ResourceImpact.MAY_REPLACE]: 'maybe',
  [ResourceImpact.WILL_REPLACE]: 'always',
};

/**
 * Whether a change of a property replaces its resource, as the library's database of CloudFormation has it. `unknown` for a type or property that
 * is not in it: the library itself says "no change" then.
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

/** From the least to the worst. */
const ORDER: readonly Replacement[] = ['never', 'maybe', 'unknown', 'always'];

/** The worst of several; `never` of none. */
export function worstReplacement(replacements: readonly Replacement[]): Replacement {
  return ORDER.findLast((one) => replacements.includes(one)) ?? 'never';
}

/** What a replacement comes to when its cause is not certain. */
export function uncertain(replacement: Replacement): Replacement {
  return replacement === 'always' ? 'maybe' : replacement;
}
