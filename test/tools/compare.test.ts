import { describe, expect, test } from '@jest/globals';
import { goldenDifferences, templateDifferences } from '../../tools/compare/without-texts';

const golden = {
  outcome: 'reverted',
  reason: 'an alarm fired',
  stages: [{ percent: 10, shiftedAt: 0, reason: null }],
  timeline: ['0.076 AcquireLock: lock acquired', '0.1 fault began: errors'],
};

describe('golden results', () => {
  test('texts may change, and names of events that are no states', () => {
    const timeline = ['0.076 AcquireLock: other words', '0.1 operator: other words'];
    expect(goldenDifferences(golden, { ...golden, reason: 'other words', timeline })).toEqual([]);
  });

  test.each([
    ['an outcome', { ...golden, outcome: 'succeeded' }, '.outcome: "reverted" → "succeeded"'],
    [
      'a time',
      { ...golden, timeline: ['0.077 AcquireLock: lock acquired', '0.1 fault began: errors'] },
      '.timeline[0]: "0.076 AcquireLock" → "0.077 AcquireLock"',
    ],
    [
      'a state',
      { ...golden, timeline: ['0.076 Preflight: lock acquired', '0.1 fault began: errors'] },
      '.timeline[0]: "0.076 AcquireLock" → "0.076 Preflight"',
    ],
    ['a count', { ...golden, timeline: ['0.076 AcquireLock: a'] }, '.timeline: 2 → 1 entries'],
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

  test('ids of metrics within an alarm may change, and what they measure may not', () => {
    const alarm = (id: string, name: string) => ({
      Metrics: [{ Expression: `FILL(${id}, 0)` }, { Id: id, MetricStat: { Metric: { MetricName: name } } }],
    });
    expect(templateDifferences(alarm('one', 'Failed'), alarm('two', 'Failed'))).toEqual([]);
    expect(templateDifferences(alarm('one', 'Failed'), alarm('two', 'Aborted'))).toHaveLength(1);
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
