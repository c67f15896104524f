import { describe, expect, test } from '@jest/globals';
import { outlookFindings, outlookOf } from '../../../lambdas/core/comparison/outlook';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';

const OLD = 'app/old/0123456789abcdef';
const NEW = 'app/new/0123456789abcdef';
type Compare = PlanInput['health']['compare'];
const stages = [
  { percent: 0, soakSeconds: 60 },
  { percent: 10, soakSeconds: 600 },
  { percent: 50, soakSeconds: 3_600 },
  { percent: 100, soakSeconds: 600 },
];
const planWith = (compare: Compare, over: object = {}) =>
  planOf({ stages, health: { alarms: ['a'], ...(compare && { compare }) }, ...over });
const compared = { old: OLD, new: NEW };
const traffic = { requestsPerMinute: 2_000, errorRate: 0.001 };

describe('what the stages of a plan can know', () => {
  test('is of those in which both paths have traffic', () => {
    const outlook = outlookOf(planWith(compared), traffic);
    expect(outlook.map(({ percent, soakSeconds }) => [percent, soakSeconds])).toEqual([
      [10, 600],
      [50, 3_600],
    ]);
    expect(outlook.map(({ isKnowable }) => isKnowable)).toEqual([true, true]);
  });

  test('is no more with a hold, which begins once the soak has passed', () => {
    const part = planWith(compared, { stages: stages.slice(0, 2), hold: { seconds: 86_400 } });
    expect(outlookOf(part, traffic)).toMatchObject([{ percent: 10, soakSeconds: 600 }]);
  });

  test('includes what the plan waits for after the soak', () => {
    const slow = { requestsPerMinute: 300, errorRate: 0.001 };
    const knowable = (over: object) =>
      outlookOf(planWith({ ...compared, ...over }), slow).map(({ isKnowable }) => isKnowable);
    expect(knowable({})).toEqual([false, true]);
    expect(knowable({ whenUnknown: 'wait' })).toEqual([true, true]);
  });

  test.each<[string, Compare, object]>([
    ['nothing is compared', 'none', {}],
    ['the error rate is not compared', { ...compared, measures: ['latency'] }, {}],
    ['nothing says where', undefined, {}],
  ])('is nothing where %s', (_, compare, over) => {
    expect(outlookOf(planWith(compare, over), traffic)).toEqual([]);
    expect(outlookFindings(planWith(compare, over), traffic)).toEqual([]);
  });
});

describe('the findings', () => {
  const few = { requestsPerMinute: 300, errorRate: 0.001 };
  test('are of the stages that are too short, with what would do', () => {
    expect(outlookFindings(planWith(compared), few)).toEqual([
      {
        check: 'comparison',
        severity: 'warn',
        reason:
          'the stage at 10 % is too short to know whether the new path is worse: with 300 requests a minute' +
          ' and 0.10 % of errors, a new path that is like the old one passes after 145 minutes, and the' +
          ' stage has 10',
        remedy:
          'use a soak of 145 minutes, or a larger health.compare.maxErrorRateAbovePercent,' +
          ' or health.compare.whenUnknown: accept',
      },
    ]);
  });

  test('name a percent at which the soak would do', () => {
    const findings = outlookFindings(
      planWith(compared, {
        stages: [
          { percent: 10, soakSeconds: 3_600 },
          { percent: 100, soakSeconds: 0 },
        ],
      }),
      few,
    );
    expect(findings[0]?.remedy).toMatch(/^use a soak of \d+ minutes, or \d\d % of the traffic, or a larger /);
  });

  test('say when no soak would do', () => {
    const [finding] = outlookFindings(planWith({ ...compared, maxErrorRateAbovePercent: 0 }), few);
    expect(finding?.reason).toContain('passes after more than 30 days, and');
    expect(finding?.remedy).toMatch(/^use a larger /);
  });

  test('are none where what is unknown is accepted', () => {
    expect(outlookFindings(planWith({ ...compared, whenUnknown: 'accept' }), few)).toEqual([]);
    expect(outlookFindings({ ...planWith(undefined), router: loadBalancer() }, few)).toEqual([]);
  });
});
