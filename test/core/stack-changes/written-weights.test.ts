import { expect, test } from '@jest/globals';
import { changeSetFindings } from '../../../lambdas/core/stack-changes/change-set-findings';
import { highestRisk, riskOf, type StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import { withWrittenWeights, writesProperties } from '../../../lambdas/core/stack-changes/written-weights';
import { changeSetOf } from '../../support/plans/readings';

const change = (over: Partial<StackChange> = {}): StackChange => ({
  stack: 'Api',
  logicalId: 'Record',
  path: null,
  type: 'AWS::Route53::RecordSet',
  action: 'Modify',
  replacement: 'never',
  touches: true,
  causes: ['TTL'],
  notes: [],
  ...over,
});

test.each<[string, Partial<StackChange>, boolean]>([
  ['a property', {}, true],
  ['a property and an attribute', { causes: ['DeletionPolicy', 'TTL'] }, true],
  ['something that is not listed', { causes: [] }, true],
  ['a condition that may remove it', { action: 'Remove', causes: ['Condition', 'TTL'] }, true],
  ['only attributes', { causes: ['DeletionPolicy', 'UpdateReplacePolicy'] }, false],
  ['only what CloudFormation keeps', { touches: false, causes: ['TTL'] }, false],
  ['an addition', { action: 'Add', causes: [] }, false],
])('the properties are written again for a change of %s: %s', (_, over, expected) => {
  expect(writesProperties(change(over))).toBe(expected);
});

test('an update in a change set of a type that may have weights is high, and the note has the remedy', () => {
  const found = withWrittenWeights(change({ notes: ['One.'] }));
  expect(riskOf(found)).toBe('high');
  expect(found.notes).toEqual([
    'One.',
    expect.stringMatching(/over the live ones.*live weights into the template/),
  ]);
});

test.each<[string, Partial<StackChange>]>([
  ['another type', { type: 'AWS::SNS::Topic' }],
  ['an addition', { action: 'Add', causes: [] }],
  ['a removal', { action: 'Remove' }],
  ['an attribute', { causes: ['DeletionPolicy'] }],
])('a change set changes nothing about %s', (_, over) => {
  expect(withWrittenWeights(change(over))).toEqual(change(over));
});

test('the preflight reports the risk', () => {
  const reference = { stackName: 'Api', changeSetName: 'add', allow: [] };
  const [finding] = changeSetFindings(reference, changeSetOf({ changes: [change()] }), 0);
  expect(finding?.reason).toContain('not replaced: TTL (high)');
});

test('no risks are safe together', () => {
  expect(highestRisk([])).toBe('safe');
});
