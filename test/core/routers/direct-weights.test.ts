import { describe, expect, test } from '@jest/globals';
import {
  foundIn,
  planDirect,
  type StandingWeight,
  standsAt,
} from '../../../lambdas/core/routers/direct-weights';

const paths = { old: 'blue', new: 'green' };
const standing = (group: string, weights: Record<string, StandingWeight['weight']>): StandingWeight[] =>
  Object.entries(weights).map(([id, weight]) => ({ group, id, weight }));

describe('planDirect', () => {
  test('takes a group with both paths as a pair', () => {
    expect(planDirect(paths, standing('A', { blue: 50, green: 50 }))).toEqual({
      pairs: [{ group: 'A', before: { old: 50, new: 50 } }],
      leftAlone: [],
      notices: [],
    });
  });

  test('takes pairs whose weights are both 0, disagree or cannot be read', () => {
    const change = planDirect(paths, [
      ...standing('A', { blue: 0, green: 0 }),
      ...standing('AAAA', { blue: 90, green: 10 }),
      ...standing('key', { blue: 'invalid', green: 'invalid' }),
    ]);
    expect(change.pairs.map(({ before }) => before)).toEqual([
      { old: 0, new: 0 },
      { old: 90, new: 10 },
      { old: null, new: null },
    ]);
  });

  test('names a third record with a share, and not one without', () => {
    const { pairs, notices } = planDirect(paths, standing('A', { blue: 1, green: 1, red: 7, grey: 0 }));
    expect(pairs).toHaveLength(1);
    expect(notices).toEqual(['A: a third, "red" with weight 7, keeps its share']);
  });

  test.each([
    ['new', { blue: 100 }, 'green'],
    ['old', { green: 100 }, 'blue'],
    ['new, of another routing policy,', { blue: 100, green: null }, 'green'],
  ] as const)('leaves a group alone whose %s path is missing', (_, weights, missing) => {
    expect(planDirect(paths, standing('AAAA', weights))).toEqual({
      pairs: [],
      leftAlone: [`AAAA: nothing with a weight is called "${missing}", so its traffic stays where it is`],
      notices: [],
    });
  });

  test('names a group with neither path, and does not count it as ours', () => {
    const simple = { group: 'AAAA', id: null, weight: null };
    expect(planDirect(paths, [...standing('A', { blue: 1, green: 0 }), simple])).toEqual({
      pairs: [{ group: 'A', before: { old: 1, new: 0 } }],
      leftAlone: [],
      notices: [
        'AAAA: has neither path of the pair and is left alone; found a simple record without a weight',
      ],
    });
  });
});

test.each([
  [100, 0, true],
  [255, 0, false],
  [0, 100, false],
])('a route at 100/0 stands at %i/%i: %s', (old, fresh, expected) => {
  const change = planDirect(paths, standing('A', { blue: 100, green: 0 }));
  expect(standsAt(change, { old, new: fresh })).toBe(expected);
});

test('a route stands at weights only when each of its pairs does', () => {
  const both = [...standing('A', { blue: 100, green: 0 }), ...standing('AAAA', { blue: 0, green: 100 })];
  expect(standsAt(planDirect(paths, both), { old: 100, new: 0 })).toBe(false);
});

test('lists what stands in a group', () => {
  expect(foundIn(standing('A', { blue: 0, green: 9 }))).toBe(
    'found "blue" with weight 0, "green" with weight 9',
  );
});

test.each([
  [100, 0, true],
  [100, 1, false],
  [99, 0, false],
])('a pair of 100 and 0 stands at %i and %i: %p', (old, fresh, expected) => {
  const change = planDirect(paths, standing('A', { blue: 100, green: 0 }));
  expect(standsAt(change, { old, new: fresh })).toBe(expected);
});
