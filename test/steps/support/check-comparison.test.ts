import { expect, test } from '@jest/globals';
import type { PathMinute } from '../../../lambdas/core/shared/readings';
import { checkComparison } from '../../../lambdas/steps/support/measures/check-comparison';
import { planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-08T12:34:56.000Z');
const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef' };
const plan = planOf({
  stages: [
    { percent: 10, soakSeconds: 600 },
    { percent: 100, soakSeconds: 600 },
  ],
  health: { alarms: ['a'], compare },
});

function reading(old: Partial<PathMinute> | null) {
  const asked: unknown[] = [];
  const health = {
    hours: async ([source]: readonly string[], statistic: string, from: number, to: number) => {
      asked.push([source, statistic, from, to]);
      const hours = Array.from({ length: 168 }, (_, i) => ({
        ...{ at: from + i * HOUR_MS, requests: 6_000, errors: 60, latencyMs: 40 },
        ...old,
      }));
      return source === compare.old && old !== null ? hours : [];
    },
  };
  return { asked, health };
}
const clock = { now: () => NOW };

test('reads the whole hours of the last seven days, and finds a stage that is too short', async () => {
  const { asked, health } = reading({});
  const to = Date.parse('2026-11-08T12:00:00.000Z');
  const [finding, ...others] = await checkComparison(health, clock, plan);
  expect(asked).toEqual([
    [compare.old, 'p99', to - 168 * HOUR_MS, to],
    [compare.new, 'p99', to - 168 * HOUR_MS, to],
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ check: 'comparison', severity: 'warn' });
  expect(finding?.reason).toContain('with 100 requests a minute and 1.00 % of errors');
});

test('finds nothing where there is enough traffic', async () => {
  expect(await checkComparison(reading({ requests: 6_000_000 }).health, clock, plan)).toEqual([]);
});

test('finds a path without requests, which nothing can be compared with', async () => {
  expect(await checkComparison(reading(null).health, clock, plan)).toEqual([
    {
      check: 'comparison',
      severity: 'warn',
      reason: 'no request was counted on the old path in 7 days, to compare with',
      remedy: 'correct health.compare.old, or set health.compare: none',
    },
  ]);
});

test.each([
  ['no comparison', planOf({ health: { alarms: ['a'], compare: 'none' } })],
  ['one by default', { ...planOf(), router: loadBalancer() }],
])('reads nothing for %s', async (_, other) => {
  const { asked, health } = reading({});
  expect(await checkComparison(health, clock, other)).toEqual([]);
  expect(asked).toEqual([]);
});
