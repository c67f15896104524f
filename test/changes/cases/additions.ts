import { expect } from '@jest/globals';
import { judgeChanges, type Risk, rejectedOf } from '../../../lambdas/core/stack-changes/stack-change';
import { diffOf } from '../../support/templates/templates';

/** Lines of live resources, the properties of the added resource `New`, its risk, and words of its notes. */
export type AdditionCase = [name: string, live: string[], added: string[], risk: Risk, words: RegExp];

/** Checks the addition of `New`, and of what else is in its lines, to the live resources. */
export function expectAddition(live: readonly string[], added: readonly string[], risk: Risk, words: RegExp) {
  const { changes } = judgeChanges(diffOf(resourcesOf(live), resourcesOf([...live, ...added])));
  const found = changes.find(({ logicalId }) => logicalId === 'New');
  expect([found?.action, found?.risk, found?.notes.join(' ')]).toEqual([
    'Add',
    risk,
    expect.stringMatching(words),
  ]);
  const others = changes.filter(({ logicalId }) => logicalId !== 'New');
  expect(rejectedOf(others).map(({ logicalId, notes }) => [logicalId, notes])).toEqual([]);
  expect(rejectedOf(changes)).toHaveLength(risk === 'safe' ? 0 : 1);
}

/** A template with these resources, and one that is always there. */
export function resourcesOf(lines: readonly string[]): string {
  return ['Resources:', 'Kept: { Type: AWS::CDK::Metadata }', ...lines].join('\n  ');
}

/** A resource as one line; `properties` as in `Name: a, Port: 80`. */
export const lineOfResource = (type: string, properties = '', id = 'New') =>
  `${id}: { Type: '${type}', Properties: { ${properties} } }`;
