import { expect, test } from '@jest/globals';
import { inOrder } from '../../../lambdas/core/shared/decision-order';

const decision = (at: string, execution = 'x', key = 'k') => ({ at, execution, key });

test.each([
  ['by time', decision('2026-11-20T12:00:00Z'), decision('2026-11-20T12:00:01Z')],
  ['by time, not by text', decision('2026-11-20T12:00:00Z'), decision('2026-11-20T12:00:00.500Z')],
  [
    'then by execution',
    decision('2026-11-20T12:00:00Z', 'a', 'z'),
    decision('2026-11-20T12:00:00.000Z', 'b', 'a'),
  ],
  ['then by key', decision('2026-11-20T12:00:00Z', 'a', 'a'), decision('2026-11-20T12:00:00Z', 'a', 'b')],
])('%s', (_, first, second) => {
  expect(inOrder([second, first])).toEqual([first, second]);
  expect(inOrder([first, second])).toEqual([first, second]);
});

test('leaves what it was given as it was', () => {
  const given = [decision('2026-11-20T12:00:01Z'), decision('2026-11-20T12:00:00Z')];
  inOrder(given);
  expect(given[0]?.at).toBe('2026-11-20T12:00:01Z');
});

test('the same decision twice keeps its place', () => {
  const one = decision('2026-11-20T12:00:00Z');
  expect(inOrder([one, { ...one }])).toEqual([one, one]);
});
