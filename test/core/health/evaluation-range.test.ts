import { expect, test } from '@jest/globals';
import {
  compositeEvaluationRangeSeconds,
  metricEvaluationRangeSeconds,
} from '../../../lambdas/core/health/evaluation-range';

test.each([
  [1, 10, 30],
  [3, 30, 130],
  [1, 60, 180],
  [3, 60, 300],
  [2, 300, 960],
])('an alarm of %i periods of %i s reaches back %i s', (periods, period, seconds) => {
  expect(metricEvaluationRangeSeconds(periods, period)).toBe(seconds);
});

test.each([
  [[180], 190],
  [[180, 960, 30], 970],
  [[], 190],
])('a composite alarm whose alarms reach back %j s reaches back %i s', (children, seconds) => {
  expect(compositeEvaluationRangeSeconds(children)).toBe(seconds);
});
