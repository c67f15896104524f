import { expect, test } from '@jest/globals';
import { nextLeadCheck } from '../../../lambdas/core/record-preparation/lead';

test.each([
  [172_800, false, 3_600],
  [3_601, false, 3_600],
  [0.2, false, 1],
  [0, false, 0],
  [-5, false, 0],
  [-5, true, 300],
  [10, true, 10],
])('with %d s of the lead left (paused: %s) the next check is after %d s', (left, paused, seconds) => {
  expect(nextLeadCheck(left, paused)).toBe(seconds);
});
