import { describe, expect, test } from '@jest/globals';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { BalancerCount, PathMinute } from '../../../lambdas/core/shared/readings';
import type { HealthSource } from '../../../lambdas/ports';
import { measurePaths } from '../../../lambdas/steps/support/measures/measure-paths';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';
import { effectiveAt, secondsIn, soakStateOf } from '../../support/plans/soak';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OLD = 'app/old/0123456789abcdef';
const NEW = 'app/new/0123456789abcdef';
const away = () => Promise.reject(new Error('is away'));
const began = Date.parse(effectiveAt);
const minuteOf = (n: number, over: Partial<PathMinute> = {}): PathMinute => ({
  ...{ at: began + MINUTE_MS * n, requests: 1_000, errors: 0, latencyMs: 100 },
  ...over,
});

/** A source that has minutes of both paths, and says what it was asked. */
function sourceWith(have: {
  readonly old?: readonly PathMinute[];
  readonly new?: readonly PathMinute[];
  readonly hours?: readonly PathMinute[];
  readonly balancers?: (from: number) => BalancerCount | null;
}) {
  const asked: unknown[] = [];
  const source: HealthSource = {
    ...{ alarms: away, silent: away, requests: away },
    minutes: async ([of], statistic, from, to) => {
      asked.push(['minutes', of, statistic, from, to]);
      const path = of === OLD || of?.includes('old') ? have.old : have.new;
      return (path ?? []).filter(({ at }) => at >= from && at + MINUTE_MS <= to);
    },
    hours: async ([of], statistic, from, to) => {
      asked.push(['hours', of, statistic, from, to]);
      return have.hours ?? [];
    },
    balancers: async (_, from, to) => {
      asked.push(['balancers', from, to]);
      return have.balancers?.(from) ?? null;
    },
  };
  return { asked, source };
}

interface Given {
  readonly plan?: Plan;
  readonly percent?: number;
  readonly seconds?: number;
  readonly state?: Partial<SoakState>;
}
const planWith = (over: Partial<NonNullable<Exclude<PlanInput['health']['compare'], 'none'>>> = {}) =>
  planOf({ health: { alarms: ['a'], compare: { old: OLD, new: NEW, measures: ['errorRate'], ...over } } });
const measure = (
  source: HealthSource,
  { plan = planWith(), percent = 50, seconds = 600, state = {} }: Given = {},
) =>
  measurePaths(
    {
      health: source,
      clock: { now: () => secondsIn(seconds), aheadMs: () => 0, sleep: async () => undefined },
    },
    { plan, soakState: soakStateOf(state), at: { percent, secondsSinceEffective: seconds } },
  );
const many = (count: number, over: Partial<PathMinute> = {}, from = 0) =>
  Array.from({ length: count }, (_, n) => minuteOf(from + n, over));
const probesWith = (over: object) => ({
  ...{
    lastAt: effectiveAt,
    rounds: 9,
    failing: [],
    unsent: null,
    minutes: [],
    hours: [],
    earlierRequests: 0,
  },
  ...over,
});

describe('a comparison below 100 %', () => {
  test('reads the minutes that are complete, from the shift and from the evaluation before', async () => {
    const { source, asked } = sourceWith({ old: many(8), new: many(8) });
    const { evidence } = await measure(source, { seconds: 610 });
    expect(asked.slice(0, 2)).toEqual([
      ['minutes', OLD, 'p99', began, began + 8 * MINUTE_MS],
      ['minutes', NEW, 'p99', began, began + 8 * MINUTE_MS],
    ]);
    expect(evidence?.errors.minutes).toBe(8);
    await measure(source, { seconds: 730, state: { comparison: evidence as never } });
    expect(asked.filter((one) => (one as string[])[0] === 'minutes').at(-1)).toEqual([
      ...['minutes', NEW, 'p99', began + 8 * MINUTE_MS, began + 10 * MINUTE_MS],
    ]);
  });

  test.each([
    ['before the first minute is complete', 179],
    ['before the shift is effective', -60],
  ])('reads no minutes %s', async (_, seconds) => {
    const { source, asked } = sourceWith({});
    const { evidence, judgements } = await measure(source, { seconds });
    expect(asked.filter((one) => (one as string[])[0] === 'minutes')).toEqual([]);
    expect(evidence).toMatchObject({ upTo: began, errors: { minutes: 0 } });
    expect(judgements).toMatchObject([{ verdict: 'inconclusive', undecided: { whenUnknown: 'revert' } }]);
  });

  test('takes off what probes have sent, and leaves out minutes whose probes are not known', async () => {
    const { source } = sourceWith({ old: many(8), new: many(8, { requests: 1_100 }) });
    const own = (n: number) => ({ at: began + MINUTE_MS * n, requests: 100, errors: 0 });
    const all = probesWith({ minutes: [0, 1, 2, 3, 4, 5, 6, 7].map(own) });
    const { evidence } = await measure(source, { state: { probes: all } });
    expect(evidence?.errors).toMatchObject({ minutes: 8, newRequests: 8_000, oldRequests: 8_000 });
    const some = probesWith({ minutes: [5, 6, 7].map(own), hours: [{ at: began, requests: 500 }] });
    const { evidence: left } = await measure(source, { state: { probes: some } });
    expect(left).toMatchObject({ upTo: began + 8 * MINUTE_MS, errors: { minutes: 3, newRequests: 3_000 } });
  });

  test('asks again for minutes whose data is late', async () => {
    const late = sourceWith({ old: many(3), new: many(3) });
    const { evidence } = await measure(late.source);
    expect(evidence?.upTo).toBe(began + 3 * MINUTE_MS);
    const there = sourceWith({ old: many(8), new: many(8) });
    const { evidence: all } = await measure(there.source, { state: { comparison: evidence as never } });
    expect(all).toEqual((await measure(there.source)).evidence);
  });

  test('has nothing to compare at 0 %', async () => {
    const { source, asked } = sourceWith({});
    const reason = 'there is no traffic on the new path to compare with the old one';
    expect(await measure(source, { percent: 0 })).toEqual({ judgements: [{ verdict: 'pass', reason }] });
    expect(asked).toEqual([]);
  });

  test('is not made where the plan has none', async () => {
    const { source, asked } = sourceWith({});
    expect(await measure(source, { plan: planOf() })).toEqual({ judgements: [] });
    expect(asked).toEqual([]);
  });
});

describe('a comparison at 100 %', () => {
  /** The hours of seven days before, the first of them at noon. */
  const days = (count: number, errors: number) =>
    Array.from({ length: count }, (_, day) => ({
      ...{ at: began - (day + 1) * 24 * HOUR_MS, requests: 3_600, latencyMs: 100 },
      errors: errors + day,
    }));
  const at100 = { percent: 100, seconds: 3_000 };

  test('reads the old path in the seven days and the hour before the stage, and new minutes', async () => {
    const { source, asked } = sourceWith({ new: many(60), hours: days(7, 10) });
    const startedAt = new Date(began - 10 * MINUTE_MS).toISOString();
    await measure(source, { ...at100, state: { startedAt } });
    expect(asked.slice(0, 3)).toEqual([
      ['hours', OLD, 'p99', began - (1 + 7 * 24) * HOUR_MS, began - HOUR_MS],
      ['minutes', OLD, 'p99', began - 70 * MINUTE_MS, began - 10 * MINUTE_MS],
      ['minutes', NEW, 'p99', began, began + 48 * MINUTE_MS],
    ]);
  });

  test.each([
    ['fails beyond what the days before had at their worst', 60, 7, 'fail'],
    ['passes within it', 4, 7, 'pass'],
    ['passes where the days before are too few, and says so', 60, 2, 'pass'],
  ])('%s', async (_, errors, count, verdict) => {
    const { source } = sourceWith({ new: many(60, { errors }), hours: days(count, 10) });
    const { judgements } = await measure(source, at100);
    expect(judgements).toMatchObject([{ verdict }]);
    expect(judgements[0]?.reason).toMatch(
      count < 3 ? /^error rate: nothing to compare with yet: / : /^error rate: .* the days before/,
    );
  });

  test('passes with a fault that the old path had just before as well', async () => {
    const old = many(30, { errors: 60 }, -30);
    const { source } = sourceWith({ old, new: many(60, { errors: 60 }), hours: days(7, 10) });
    const startedAt = new Date(began).toISOString();
    const { judgements } = await measure(source, { ...at100, state: { startedAt } });
    expect(judgements).toMatchObject([{ verdict: 'pass' }]);
  });

  test('takes the requests of probes off', async () => {
    const probes = probesWith({ minutes: [{ at: began, requests: 600, errors: 300 }] }) as never;
    const { source } = sourceWith({ new: many(48, { errors: 300 }), hours: days(7, 10) });
    const { evidence } = await measure(source, { ...at100, state: { probes } });
    expect(evidence?.hour).toMatchObject({ minutes: 48, requests: 47_400, errors: 47 * 300 });
  });

  test('is never undecided', async () => {
    const { source } = sourceWith({ new: many(1, { errors: 9 }), hours: days(7, 10) });
    const plan = planWith({ measures: ['errorRate', 'latency', 'throughput'] });
    const { judgements } = await measure(source, { ...at100, plan, seconds: 200 });
    expect(judgements.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass']);
  });
});

describe('a comparison that the plan does not write', () => {
  const alb = (compare?: 'none') => ({
    ...planOf({ health: { alarms: ['a'], ...(compare && { compare }) } }),
    router: loadBalancer(),
  });
  const [old, worse] = [many(40), many(40, { errors: 40 })];

  test('is of the target groups of the router, and can fail', async () => {
    const { source, asked } = sourceWith({ old, new: worse });
    const { judgements } = await measure(source, { plan: alb(), seconds: 3_000 });
    expect(judgements).toMatchObject([
      { verdict: 'fail', reason: expect.stringContaining('the limit is 0.50') },
    ]);
    expect(asked).toHaveLength(2);
  });

  test('passes with what it does not know', async () => {
    const { source } = sourceWith({ old: many(1), new: many(1) });
    const { judgements } = await measure(source, { plan: alb() });
    expect(judgements).toMatchObject([{ verdict: 'pass', reason: expect.stringContaining('not known yet') }]);
    expect(judgements[0]).not.toHaveProperty('undecided');
  });

  test('is not made where the plan says none', async () => {
    const { source, asked } = sourceWith({ old, new: worse });
    expect(await measure(source, { plan: alb('none') })).toEqual({ judgements: [] });
    expect(asked).toEqual([]);
  });
});

describe('what a load balancer answers itself', () => {
  const groups = { old: 'app/x/1/targetgroup/old/1', new: 'app/x/1/targetgroup/new/2' };
  const startedAt = new Date(began - MINUTE_MS).toISOString();

  test('is watched beside the target groups, since the shift and in the hour before', async () => {
    const balancers = (from: number) => ({ requests: 1_800, ownErrors: from < began ? 0 : 400 });
    const { source, asked } = sourceWith({ old: many(8), new: many(8), balancers });
    const { judgements } = await measure(source, { plan: planWith(groups), state: { startedAt } });
    expect(judgements.at(-1)).toEqual({
      verdict: 'inconclusive',
      reason: expect.stringContaining('the load balancer itself answered 400 of 2200 requests with a 5XX'),
    });
    expect(asked.filter((one) => (one as string[])[0] === 'balancers')).toEqual([
      ['balancers', began - MINUTE_MS - HOUR_MS, began - MINUTE_MS],
      ['balancers', began, secondsIn(600)],
    ]);
  });

  test.each([
    ['before the shift', (from: number) => (from < began ? null : { requests: 1, ownErrors: 900 })],
    ['since', (from: number) => (from < began ? { requests: 1, ownErrors: 0 } : null)],
  ])('is nothing where it is not counted %s', async (_, balancers) => {
    const { source } = sourceWith({ old: many(8), new: many(8), balancers });
    const { judgements } = await measure(source, { plan: planWith(groups) });
    expect(judgements).toHaveLength(1);
  });
});
