import { describe, expect, test } from '@jest/globals';
import { comparisonOf } from '../../../lambdas/core/comparison/comparison-of';
import { unknownLimitOf, unknownWait } from '../../../lambdas/core/comparison/unknown-wait';
import { pathSources } from '../../../lambdas/core/measures/measures';
import { compareOf } from '../../../lambdas/core/plan/compare-of';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';

type Written = PlanInput['health']['compare'];
const planWith = (compare?: Written) => planOf({ health: { alarms: ['a'], ...(compare && { compare }) } });
const albWith = (compare?: Written) => ({ ...planWith(compare), router: loadBalancer() });
const written = { old: 'app/old/1', new: ['app/new/1', 'app/new/2'] };

describe('the comparison of a plan', () => {
  test('is what it writes, with where both paths are measured', () => {
    expect(comparisonOf(planWith(written))).toMatchObject({
      ...{ isDefault: false, old: ['app/old/1'], new: ['app/new/1', 'app/new/2'] },
      compare: { measures: ['errorRate', 'latency', 'throughput'], whenUnknown: 'revert' },
    });
    expect(comparisonOf(albWith({ measures: ['latency'] }))).toMatchObject({
      ...{ isDefault: false, compare: { measures: ['latency'] } },
      ...pathSources(albWith()),
    });
  });

  test('is the error rate where it writes nothing and the router knows both paths', () => {
    expect(comparisonOf(albWith())).toMatchObject({
      ...{
        isDefault: true,
        compare: { measures: ['errorRate'], maxErrorRateAbovePercent: 0.5, confidence: 0.99 },
      },
      ...pathSources(albWith()),
    });
  });

  test.each([
    ['says none', albWith('none')],
    ['writes nothing, and its router knows no path', planWith()],
    ['moves down', { ...albWith(), direction: 'down' as const }],
    ['names only one path', { ...planWith({ old: 'app/old/1' }) }],
  ])('is nothing where it %s', (_, plan) => {
    expect(comparisonOf(plan)).toBeNull();
  });
});

test('what a plan writes is nothing for none', () => {
  expect(compareOf(albWith('none').health)).toBeUndefined();
  expect(compareOf(albWith().health)).toBeUndefined();
});

describe('how long a comparison waits to be known', () => {
  const compare = (over: object) => planWith({ ...written, ...over });
  test.each([
    ['wait', 60, 60],
    ['wait', undefined, 86_400],
    ['accept', undefined, null],
    ['revert', undefined, null],
  ] as const)('%s with a limit of %p: %p s', (whenUnknown, unknownLimitSeconds, seconds) => {
    const { health } = compare({ whenUnknown, ...(unknownLimitSeconds && { unknownLimitSeconds }) });
    expect(unknownLimitOf(compareOf(health) as never)).toBe(seconds);
    expect(unknownWait({ health }, 10)).toEqual({ limitSeconds: seconds ?? 0 });
  });

  test.each([0, 100, null])('is nothing at %p %%, where it holds nothing back', (percent) => {
    expect(unknownWait(compare({ whenUnknown: 'wait' }), percent)).toBeNull();
  });

  test('is nothing for a comparison by default', () => {
    expect(unknownWait(albWith(), 10)).toBeNull();
  });
});
