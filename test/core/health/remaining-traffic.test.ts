import { describe, expect, test } from '@jest/globals';
import {
  countedHours,
  dayBefore,
  describeRemaining,
  isAboveLimit,
  provenHours,
  proveRemaining,
  takesAll,
} from '../../../lambdas/core/health/remaining-traffic';
import { planOf } from '../../support/plans/plans';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const plan = planOf({ remainingTraffic: { maxRequestsPerHour: 100 } });
const hoursOf = (...requests: number[]) =>
  requests.map((count, i) => ({ from: i * HOUR, to: (i + 1) * HOUR, requests: count }));
const countOf = (...requests: number[]) => ({
  hours: hoursOf(...requests),
  bySource: [{ source: 'app/old/1', requests: requests.reduce((sum, one) => sum + one, 0) }],
});

describe('the hours that are counted', () => {
  test('are whole hours that end with the last minute that CloudWatch has', () => {
    expect(countedHours(10 * MINUTE + 1, 2.5 * HOUR + 1)).toEqual([
      { from: 28 * MINUTE, to: 88 * MINUTE },
      { from: 88 * MINUTE, to: 148 * MINUTE },
    ]);
  });

  test('are at most those of a day', () => {
    const hours = countedHours(0, 100 * HOUR);
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)?.to).toBe(100 * HOUR - 2 * MINUTE);
  });

  test('are the last minutes within the first hour, and none within the first minutes', () => {
    expect(countedHours(0, 30 * MINUTE)).toEqual([{ from: 23 * MINUTE, to: 28 * MINUTE }]);
    expect(countedHours(0, 6 * MINUTE)).toEqual([{ from: 0, to: 4 * MINUTE }]);
    expect(countedHours(0, 2 * MINUTE + 59_999)).toEqual([]);
  });

  test('are those after the first one for the proof, as far as there are any', () => {
    const from = new Date(0).toISOString();
    expect(provenHours(from, 3 * HOUR + 2 * MINUTE).map((one) => one.from)).toEqual([HOUR, 2 * HOUR]);
    expect(provenHours(from, 90 * MINUTE)).toEqual([{ from: 83 * MINUTE, to: 88 * MINUTE }]);
    expect(provenHours(from, 40 * MINUTE)).toEqual([{ from: 33 * MINUTE, to: 38 * MINUTE }]);
    expect(provenHours(from, 0)).toEqual([]);
  });

  test('are compared with the day before the shift', () => {
    expect(dayBefore('1970-01-03T00:00:00.000Z')).toEqual({ from: 24 * HOUR, to: 48 * HOUR });
  });
});

describe('the limit', () => {
  test('is exceeded by a single hour', () => {
    expect(isAboveLimit(plan, countOf(0, 100, 0))).toBe(false);
    expect(isAboveLimit(plan, countOf(0, 101, 0))).toBe(true);
  });

  test('holds for the pace of a shorter span', () => {
    const span = (requests: number) => ({ hours: [{ from: 0, to: HOUR / 4, requests }], bySource: [] });
    expect(isAboveLimit(plan, span(25))).toBe(false);
    expect(isAboveLimit(plan, span(26))).toBe(true);
  });
});

describe('what is reported', () => {
  test('has each hour, and where the requests arrive', () => {
    const bySource = [
      { source: 'app/a/1', requests: 7 },
      { source: 'app/a/1/targetgroup/tg/2', requests: 6 },
      { source: 'api/abc123', requests: 5 },
      { source: 'api/abc123/prod', requests: 4 },
      { source: 'rest-api/orders/prod', requests: 3 },
      { source: 'cloudfront/E123456789', requests: 2 },
      { source: 'net/n/3', requests: 1 },
      { source: 'app/b/1', requests: 0 },
    ];
    expect(describeRemaining(plan, { hours: hoursOf(5, 23), bySource })).toBe(
      'requests on the old path in each of the last 2 hours: 5, 23 (limit 100 per hour),' +
        ' at load balancer app/a/1: 7; targetgroup/tg/2 of load balancer app/a/1: 6; HTTP API abc123: 5;' +
        ' HTTP API abc123, stage prod: 4; REST API orders, stage prod: 3; distribution E123456789: 2;' +
        ' load balancer net/n/3: 1',
    );
  });

  test('has the flows of an NLB, and the minutes of less than an hour', () => {
    const count = {
      hours: [{ from: 0, to: 12 * MINUTE, requests: 0 }],
      bySource: [{ source: 'net/n/3', requests: 0 }],
    };
    expect(describeRemaining(plan, count)).toBe(
      '0 flows on the old path in the last 12 minutes (limit 100 per hour)',
    );
  });

  test('is the other path with direction: down', () => {
    const down = { ...plan, direction: 'down' as const };
    expect(describeRemaining(down, countOf(1))).toContain('1 requests on the new path in the last hour');
  });
});

describe('the proof', () => {
  test('lets the path go up to the limit, and keeps it above', () => {
    expect(proveRemaining(plan, countOf(100), true).canGo).toBe(true);
    expect(proveRemaining(plan, countOf(101), true).canGo).toBe(false);
  });

  test('needs a count that has ever counted something', () => {
    expect(proveRemaining(plan, countOf(0), true).canGo).toBe(true);
    expect(proveRemaining(plan, countOf(1), false).canGo).toBe(true);
    expect(proveRemaining(plan, countOf(0), false)).toEqual({
      canGo: false,
      reason:
        'nothing was counted on the old path, and nothing in the day before the shift either, so that the' +
        ' count proves nothing: correct where it is counted (app/old/1) in remainingTraffic.source',
    });
  });

  test('needs a whole minute', () => {
    expect(proveRemaining(plan, { hours: [], bySource: [] }, true)).toEqual({
      canGo: false,
      reason:
        'the old path has not been counted yet:' +
        ' CloudWatch has no whole minute since the shift was effective',
    });
  });
});

test('a plan takes all traffic from a path when it ends at 100 %, or at 0 % with direction: down', () => {
  const to = (percent: number, direction: 'up' | 'down' = 'up') =>
    takesAll({ ...plan, direction, stages: [{ percent, soakSeconds: 60 }] as unknown as typeof plan.stages });
  expect([to(100), to(50), to(0, 'down'), to(50, 'down')]).toEqual([true, false, true, false]);
});
