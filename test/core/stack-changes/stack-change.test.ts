import { describe, expect, test } from '@jest/globals';
import type { AllowedChange } from '../../../lambdas/core/stack-changes/allowed-changes';
import {
  type ChangeAction,
  type ChangeVerdict,
  describeChange,
  judgeChanges,
  type Replacement,
  type Risk,
  rejectedOf,
  riskOf,
} from '../../../lambdas/core/stack-changes/stack-change';
import { changeOf } from '../../support/plans/readings';

const entryOf = (over: Partial<AllowedChange> = {}): AllowedChange => ({
  stack: 'Api',
  logicalId: 'Topic',
  reason: 'it is unused',
  expires: '2027-01-31',
  ...over,
});

test.each<[ChangeAction, Replacement, Risk, ChangeVerdict]>([
  ['Add', 'never', 'safe', 'go'],
  ['SyncWithActual', 'never', 'safe', 'go'],
  ['Import', 'never', 'medium', 'investigate'],
  ['Modify', 'never', 'medium', 'investigate'],
  ['Modify', 'maybe', 'high', 'redesign'],
  ['Modify', 'unknown', 'high', 'redesign'],
  ['Modify', 'always', 'critical', 'stop'],
  ['Remove', 'never', 'critical', 'stop'],
  ['Move', 'never', 'critical', 'stop'],
  ['Dynamic', 'never', 'critical', 'stop'],
])('%s with replacement %s has risk %s and verdict %s', (action, replacement, risk, verdict) => {
  const [judged] = judgeChanges([changeOf({ action, replacement })]).changes;
  expect(judged).toMatchObject({ risk, verdict, accepted: null });
});

test('a change of metadata is safe', () => {
  expect(riskOf(changeOf({ action: 'Modify', replacement: 'always', touches: false }))).toBe('safe');
});

test.each<[ChangeAction, boolean, Risk, Risk]>([
  ['Add', true, 'high', 'high'],
  ['Modify', true, 'safe', 'medium'],
  ['Modify', false, 'medium', 'medium'],
  ['Remove', true, 'high', 'critical'],
])('%s, touching %p, of at least %s risk has risk %s', (action, touches, leastRisk, risk) => {
  expect(riskOf(changeOf({ action, touches, leastRisk }))).toBe(risk);
});

describe('an entry of an allow file', () => {
  const removal = changeOf({ action: 'Remove', path: 'Api/Topic/Resource' });
  const { logicalId: _, ...anywhere } = entryOf();

  test.each<[string, AllowedChange, boolean]>([
    ['the resource', entryOf(), true],
    ['the resource and the action', entryOf({ action: 'Remove' }), true],
    ['another action', entryOf({ action: 'Modify' }), false],
    ['another resource', entryOf({ logicalId: 'Queue' }), false],
    ['another stack', entryOf({ stack: 'Api/Nested' }), false],
    ['the construct', { ...anywhere, path: 'Api/Topic/Resource' }, true],
    ['another construct', { ...anywhere, path: 'Api/Topic' }, false],
  ])('with %s: %j is accepted: %p', (_name, entry, accepted) => {
    const { changes, unused } = judgeChanges([removal], [entry]);
    expect(changes[0]?.accepted).toBe(accepted ? entry : null);
    expect(changes[0]?.risk).toBe('critical');
    expect(unused).toEqual(accepted ? [] : [entry]);
    expect(rejectedOf(changes)).toHaveLength(accepted ? 0 : 1);
  });

  test('does not accept a safe change', () => {
    const { changes, unused } = judgeChanges([changeOf()], [entryOf()]);
    expect(changes[0]?.accepted).toBeNull();
    expect(unused).toHaveLength(1);
    expect(rejectedOf(changes)).toEqual([]);
  });
});

test.each([
  [changeOf(), 'Add Topic (AWS::SNS::Topic) of Api'],
  [
    changeOf({ action: 'Modify', causes: ['DisplayName', 'Tags'] }),
    'Modify Topic (AWS::SNS::Topic) of Api, not replaced: DisplayName, Tags',
  ],
  [
    changeOf({ action: 'Modify', replacement: 'maybe', causes: ['A'] }),
    'Modify Topic (AWS::SNS::Topic) of Api, may be replaced: A',
  ],
])('describes change %#', (change, text) => {
  expect(describeChange(change)).toBe(text);
});
