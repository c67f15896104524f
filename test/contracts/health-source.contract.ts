import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AlarmReading } from '../../lambdas/core/shared/readings';
import type { HealthSource } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** An alarm to be set up. */
export type SeededAlarm =
  | {
      readonly name: string;
      readonly kind: 'metric';
      readonly state: AlarmReading['state'];
      readonly evaluationPeriods: number;
      /** Seconds. */
      readonly period: number;
    }
  | {
      readonly name: string;
      readonly kind: 'composite';
      readonly state: AlarmReading['state'];
      readonly rule: string;
    };

/** A health source, and how a test fills it. */
export interface HealthSourceHarness {
  readonly source: HealthSource;
  /** Region and account of the alarms, as in an ARN: `eu-west-1:111122223333`. */
  readonly alarmPlace: string;
  /** Epoch milliseconds of a whole minute. The ten minutes from it on can be filled with requests. */
  readonly minute: number;
  /** Epoch milliseconds: the hour that has these ten minutes. It is over. */
  readonly hour: number;
  seedAlarms(alarms: readonly SeededAlarm[]): Promise<void>;
  /** The load balancer itself answers so many requests with a 5XX in that minute. */
  seedOwnErrors(loadBalancer: string, minutesLater: number, count: number): Promise<void>;
  /** Counts requests of a source in the minute that starts `minutesLater` after `minute`. */
  seedRequests(
    source: string,
    minutesLater: number,
    count: number,
    more?: { readonly errors: number; readonly latencyMs: number },
  ): Promise<void>;
}

/** What every health source must do. */
export function describeHealthSource(
  name: string,
  make: () => Promise<HealthSourceHarness>,
  gaps: Gaps<'composites' | 'percentiles'> = {},
): void {
  describe(`${name} as a health source`, () => {
    let harness: HealthSourceHarness;

    beforeEach(async () => {
      harness = await make();
    });

    const metric = (alarm: string, state: AlarmReading['state'] = 'OK', evaluationPeriods = 2, period = 60) =>
      ({ name: alarm, kind: 'metric', state, evaluationPeriods, period }) as const;
    const composite = (alarm: string, rule: string, state: AlarmReading['state'] = 'OK') =>
      ({ name: alarm, kind: 'composite', state, rule }) as const;

    describe('alarms', () => {
      test.each(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)('reads the state %s', async (state) => {
        await harness.seedAlarms([metric('api-5xx', state)]);
        // Where nothing evaluates the alarm, it keeps its state by ignoring missing data, which is read too.
        expect(await harness.source.alarms(['api-5xx'])).toMatchObject([
          { name: 'api-5xx', kind: 'metric', state, reason: expect.any(String), evaluationRangeSeconds: 240 },
        ]);
      });

      test.each([
        { evaluationPeriods: 3, period: 60, evaluationRangeSeconds: 300 },
        { evaluationPeriods: 1, period: 300, evaluationRangeSeconds: 660 },
        { evaluationPeriods: 3, period: 10, evaluationRangeSeconds: 50 },
      ])(
        'reads a range of $evaluationRangeSeconds s for $evaluationPeriods periods of $period s',
        async (one) => {
          await harness.seedAlarms([metric('api-p99', 'OK', one.evaluationPeriods, one.period)]);
          expect(await harness.source.alarms(['api-p99'])).toMatchObject([
            { evaluationRangeSeconds: one.evaluationRangeSeconds },
          ]);
        },
      );

      test('reads alarms of several ranges, each with its own', async () => {
        await harness.seedAlarms([metric('api-5xx', 'OK', 3, 60), metric('api-p99', 'OK', 1, 300)]);
        expect(await harness.source.alarms(['api-5xx', 'api-p99'])).toMatchObject([
          { name: 'api-5xx', evaluationRangeSeconds: 300 },
          { name: 'api-p99', evaluationRangeSeconds: 660 },
        ]);
      });

      testUnless(
        gaps.composites,
        'reads a composite alarm, whose range is the longest in its rule and 10 s',
        async () => {
          await harness.seedAlarms([
            metric('api-5xx', 'OK', 2, 60),
            metric('api-p99', 'ALARM', 3, 60),
            composite('api-unhealthy', 'ALARM("api-5xx") OR ALARM(api-p99)', 'ALARM'),
          ]);
          expect(await harness.source.alarms(['api-unhealthy'])).toMatchObject([
            { name: 'api-unhealthy', kind: 'composite', state: 'ALARM', evaluationRangeSeconds: 310 },
          ]);
        },
      );

      testUnless(gaps.composites, 'reads a composite alarm over another composite alarm', async () => {
        await harness.seedAlarms([
          metric('api-5xx', 'OK', 2, 60),
          composite('api-unhealthy', 'ALARM("api-5xx")'),
          composite('any-unhealthy', 'ALARM("api-unhealthy")'),
        ]);
        expect(await harness.source.alarms(['any-unhealthy'])).toMatchObject([
          { evaluationRangeSeconds: 260 },
        ]);
      });

      test('leaves out a name that does not exist', async () => {
        await harness.seedAlarms([metric('api-5xx')]);
        const found = await harness.source.alarms(['api-5xy', 'api-5xx', 'api']);
        expect(found.map((one) => one.name)).toEqual(['api-5xx']);
      });

      test('reads an alarm by its ARN, and names it so', async () => {
        await harness.seedAlarms([metric('api-5xx', 'ALARM'), metric('api-p99')]);
        const arn = `arn:aws:cloudwatch:${harness.alarmPlace}:alarm:api-5xx`;
        expect(await harness.source.alarms(['api-p99', arn])).toMatchObject([
          { name: 'api-p99', state: 'OK' },
          { name: arn, state: 'ALARM', evaluationRangeSeconds: 240 },
        ]);
      });

      test('takes no alarm of the same name for the one of an ARN in another account', async () => {
        await harness.seedAlarms([metric('api-5xx')]);
        const [region] = harness.alarmPlace.split(':');
        const arn = `arn:aws:cloudwatch:${region}:999988887777:alarm:api-5xx`;
        expect(await harness.source.alarms([arn])).toEqual([]);
      });

      test('returns no alarms for no names', async () => {
        await harness.seedAlarms([metric('api-5xx')]);
        expect(await harness.source.alarms([])).toEqual([]);
      });

      test('reads more alarms than one call accepts', async () => {
        const names = Array.from({ length: 120 }, (_, i) => `alarm-${i}`);
        await harness.seedAlarms(names.map((one) => metric(one)));
        const found = await harness.source.alarms([...names, 'no-such-alarm']);
        expect(found.map((one) => one.name).sort()).toEqual([...names].sort());
      });
    });

    describe('requests', () => {
      const balancer = 'app/new-alb/0123456789abcdef';
      const count = (fromSeconds: number, toSeconds: number) =>
        harness.source.requests(
          [balancer],
          harness.minute + fromSeconds * 1000,
          harness.minute + toSeconds * 1000,
        );

      beforeEach(async () => {
        await harness.seedRequests(balancer, 0, 100);
        await harness.seedRequests(balancer, 1, 20);
        await harness.seedRequests(balancer, 2, 3);
      });

      test.each([
        { from: 0, to: 180, sum: 123, why: 'whole minutes' },
        { from: 0, to: 120, sum: 120, why: 'the end is exclusive' },
        { from: 1, to: 180, sum: 23, why: 'a minute that began before is not counted' },
        { from: 60, to: 180, sum: 23, why: 'the start is inclusive' },
      ])('counts $sum requests from $from s to $to s ($why)', async ({ from, to, sum }) => {
        expect(await count(from, to)).toBe(sum);
      });

      test.each([
        { from: 1, to: 60, why: 'no whole minute begins in it' },
        { from: 60, to: 60, why: 'it is empty' },
        { from: 300, to: 600, why: 'no data in it' },
      ])('finds no data from $from s to $to s ($why)', async ({ from, to }) => {
        expect(await count(from, to)).toBeNull();
      });

      testUnless(gaps.percentiles, 'reads minutes with errors and latency', async () => {
        await harness.seedRequests(balancer, 4, 50, { errors: 2, latencyMs: 120 });
        const { minute, source } = harness;
        const found = await source.minutes([balancer], 'p99', minute + 1_000, minute + 330_000);
        expect(found.map(({ at, requests, errors }) => [(at - minute) / 60_000, requests, errors])).toEqual([
          [1, 20, 0],
          [2, 3, 0],
          [4, 50, 2],
        ]);
        expect(found.at(-1)?.latencyMs).toBeCloseTo(120, 6);
      });

      testUnless(gaps.percentiles, 'reads whole hours with errors and latency', async () => {
        await harness.seedRequests(balancer, 4, 50, { errors: 2, latencyMs: 120 });
        const { source, hour } = harness;
        const hours = (from: number, to: number) => source.hours([balancer], 'p99', hour + from, hour + to);
        const found = await hours(0, 3_600_000);
        expect(found.map(({ at, requests, errors }) => [at - hour, requests, errors])).toEqual([[0, 173, 2]]);
        expect(found[0]?.latencyMs).toBeCloseTo(120, 6);
        // Neither an hour that began before, nor one that ends later.
        expect(await hours(1, 3_600_000)).toEqual([]);
        expect(await hours(0, 3_599_999)).toEqual([]);
        expect(await source.hours(['app/other/fedcba9876543210'], 'p99', hour, hour + 3_600_000)).toEqual([]);
      });

      test('reads no minutes where there is no data', async () => {
        const { minute, source } = harness;
        expect(await source.minutes([balancer], 'p99', minute + 300_000, minute + 600_000)).toEqual([]);
        expect(await source.minutes([balancer], 'p99', minute + 1, minute + 59_999)).toEqual([]);
      });

      describe('of two target groups of one load balancer', () => {
        const shared = 'app/shared/0123456789abcdef';
        const [old, fresh] = [`${shared}/targetgroup/old/1111`, `${shared}/targetgroup/new/2222`];

        beforeEach(async () => {
          await harness.seedRequests(old, 5, 70);
          await harness.seedRequests(fresh, 5, 30);
          await harness.seedOwnErrors(shared, 5, 9);
        });

        test('are counted apart, and added where a path has both', async () => {
          const { minute, source } = harness;
          const [from, to] = [minute + 300_000, minute + 360_000];
          expect(await source.requests([old], from, to)).toBe(70);
          expect(await source.requests([fresh], from, to)).toBe(30);
          expect(await source.requests([old, fresh], from, to)).toBe(100);
          const minutes = await source.minutes([fresh], 'p99', from, to);
          expect(minutes.map(({ requests, errors }) => [requests, errors])).toEqual([[30, 0]]);
        });

        test('have their load balancer beside them, whose own errors are in no group', async () => {
          const { minute, source } = harness;
          const [from, to] = [minute + 300_000, minute + 360_000];
          expect(await source.balancers([fresh], from, to)).toEqual({ requests: 100, ownErrors: 9 });
          expect(await source.balancers([balancer], from, to)).toBeNull();
        });
      });

      test('counts no requests of another load balancer', async () => {
        const { minute, source } = harness;
        expect(await source.requests(['app/other/fedcba9876543210'], minute, minute + 180_000)).toBeNull();
      });
    });
  });
}
