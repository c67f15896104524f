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
])('%s, replaced %s: %s, %s', (action, replacement, risk, verdict) => {
  const [judged] = judgeChanges([changeOf({ action, replacement })]).changes;
  expect(judged).toMatchObject({ risk, verdict, accepted: null });
});

test('what touches nothing is safe', () => {
  expect(riskOf(changeOf({ action: 'Modify', replacement: 'always', touches: false }))).toBe('safe');
});

describe('an entry of an allow file accepts', () => {
  const removal = changeOf({ action: 'Remove', path: 'Api/Topic/Resource' });
  const { logicalId: _, ...anywhere } = entryOf();

  test.each<[string, AllowedChange, boolean]>([
    ['its resource', entryOf(), true],
    ['its resource and action', entryOf({ action: 'Remove' }), true],
    ['no other action', entryOf({ action: 'Modify' }), false],
    ['no other resource', entryOf({ logicalId: 'Queue' }), false],
    ['no other stack', entryOf({ stack: 'Api/Nested' }), false],
    ['its construct', { ...anywhere, path: 'Api/Topic/Resource' }, true],
    ['no other construct', { ...anywhere, path: 'Api/Topic' }, false],
  ])('%s', (_name, entry, accepted) => {
    const { changes, unused } = judgeChanges([removal], [entry]);
    expect(changes[0]?.accepted).toBe(accepted ? entry : null);
    expect(changes[0]?.risk).toBe('critical');
    expect(unused).toEqual(accepted ? [] : [entry]);
    expect(rejectedOf(changes)).toHaveLength(accepted ? 0 : 1);
  });

  test('nothing that is safe by itself', () => {
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
])('%#: %s', (change, text) => {
  expect(describeChange(change)).toBe(text);
});
