import { expect, test } from '@jest/globals';
import { endsOfCutover, timesToKnow } from '../../../tools/bench-comparison/cutovers';
import { cutoverRule, formerRule, LIMIT, mannWhitneyRule } from '../../../tools/bench-comparison/rules';

/** A few draws of `npm run bench:comparison`. Their seeds are fixed, so that they cannot fail by chance. */
const cutovers = (above: number) =>
  Array.from({ length: 10 }, (_, i) =>
    endsOfCutover([cutoverRule], { requestsPerMinute: 3_000, errorRate: 0.01, above }, 7_919 * i),
  ).map(([end]) => end);

test('alike paths pass every soak, and are not reverted in the hold', () => {
  expect(cutovers(0)).toEqual(Array(10).fill({ failedAt: null, soaks: 2, passed: 2 }));
});

test('at the limit, nothing is reverted as worse, and no soak passes', () => {
  expect(cutovers(LIMIT)).toEqual(Array(10).fill({ failedAt: null, soaks: 2, passed: 0 }));
});

test('twice the limit is found in the first soak', () => {
  expect(cutovers(2 * LIMIT)).toEqual(Array(10).fill({ failedAt: 10, soaks: 0, passed: 0 }));
});

test('the rules beside it revert alike paths', () => {
  const ends = Array.from({ length: 4 }, (_, i) =>
    endsOfCutover(
      [formerRule, mannWhitneyRule],
      { requestsPerMinute: 3_000, errorRate: 0.01, above: 0 },
      7_919 * i,
    ),
  );
  expect(ends.flat().filter(({ failedAt }) => failedAt !== null).length).toBeGreaterThan(4);
});

test('it takes little longer to know than a test of fixed size does', () => {
  const service = { requestsPerMinute: 3_000, errorRate: 0.01, above: 2 * LIMIT };
  const { cutover, fixedSize } = timesToKnow(
    { service, percent: 50, wanted: 'fail' },
    { count: 40, seed: 1, minutes: 120 },
  );
  const mean = cutover.reduce<number>((sum, time) => sum + (time ?? 120), 0) / cutover.length;
  expect(mean).toBeLessThan(1.5 * (fixedSize[80] ?? 0));
});
