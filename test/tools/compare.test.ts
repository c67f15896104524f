import { describe, expect, test } from '@jest/globals';
import { goldenDifferences, templateDifferences } from '../../tools/compare/without-texts';

const golden = {
  outcome: 'reverted',
  reason: 'an alarm fired',
  stages: [{ percent: 10, shiftedAt: 0, reason: null }],
  timeline: [{ at: 0, event: 'AcquireLock', detail: 'lock acquired' }],
};

describe('golden results', () => {
  test('texts may change, and an entry of the timeline may gain a field', () => {
    const after = {
      ...golden,
      reason: 'other words',
      timeline: [{ at: 0, kind: 'lock', event: 'AcquireLock', detail: 'other words' }],
    };
    expect(goldenDifferences(golden, after)).toEqual([]);
  });

  test.each([
    ['an outcome', { ...golden, outcome: 'succeeded' }, '.outcome: "reverted" → "succeeded"'],
    ['a time', { ...golden, timeline: [{ ...golden.timeline[0], at: 1 }] }, '.timeline[0].at: 0 → 1'],
    ['a count', { ...golden, timeline: [] }, '.timeline: 1 → 0 entries'],
    ['a new field elsewhere', { ...golden, extra: 1 }, '.extra: only after'],
    [
      'a field that is gone',
      { ...golden, stages: [{ percent: 10, reason: null }] },
      '.stages[0].shiftedAt: only before',
    ],
  ])('%s that changes is a difference', (_, after, difference) => {
    expect(goldenDifferences(golden, after)).toEqual([difference]);
  });
});

describe('templates', () => {
  const hash = (letter: string) => letter.repeat(64);
  const template = (
    id: string,
    asset: string,
    definition: object = { Comment: 'one', StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
  ) => ({
    Resources: {
      [id]: {
        Type: 'X',
        Properties: { Key: `${hash(asset)}.zip`, DefinitionString: JSON.stringify(definition) },
      },
    },
  });

  test('asset hashes and the comments of a state machine may change', () => {
    const definition = {
      Comment: 'two',
      StartAt: 'A',
      States: { A: { Comment: 'new', Type: 'Pass', Next: 'B' } },
    };
    expect(templateDifferences(template('Id', 'a'), template('Id', 'b', definition))).toEqual([]);
  });

  test('a logical id that changes is a difference', () => {
    expect(templateDifferences(template('Id', 'a'), template('Other', 'a'))).toEqual([
      '.Resources.Other: only after',
      '.Resources.Id: only before',
    ]);
  });

  test('a transition that changes is a difference', () => {
    const definition = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'C' } } };
    expect(templateDifferences(template('Id', 'a'), template('Id', 'a', definition))).toEqual([
      '.Resources.Id.Properties.DefinitionString.States.A.Next: "B" → "C"',
    ]);
  });
});
