import { expect, test } from '@jest/globals';
import { inOrder } from '../../../lambdas/core/shared/decision-order';

const decision = (at: string, execution = 'x', key = 'k') => ({ at, execution, key });

test.each([
  ['time', decision('2026-11-20T12:00:00Z'), decision('2026-11-20T12:00:01Z')],
  ['time, not text', decision('2026-11-20T12:00:00Z'), decision('2026-11-20T12:00:00.500Z')],
  [
    'execution at the same time',
    decision('2026-11-20T12:00:00Z', 'a', 'z'),
    decision('2026-11-20T12:00:00.000Z', 'b', 'a'),
  ],
  [
    'key in the same execution',
    decision('2026-11-20T12:00:00Z', 'a', 'a'),
    decision('2026-11-20T12:00:00Z', 'a', 'b'),
  ],
])('orders decisions by %s', (_, first, second) => {
  expect(inOrder([second, first])).toEqual([first, second]);
  expect(inOrder([first, second])).toEqual([first, second]);
});

test('does not change the given list', () => {
  const given = [decision('2026-11-20T12:00:01Z'), decision('2026-11-20T12:00:00Z')];
  inOrder(given);
  expect(given[0]?.at).toBe('2026-11-20T12:00:01Z');
});

test('keeps equal decisions', () => {
  const one = decision('2026-11-20T12:00:00Z');
  expect(inOrder([one, { ...one }])).toEqual([one, one]);
});
