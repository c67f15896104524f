import { describe, expect, test } from '@jest/globals';
import { secondsToDecide } from '../../../lambdas/core/estimate/probe-estimate';
import { planInput, planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';

const planWith = (smokeTest: object, router: object = planInput().router) =>
  planOf({ router, smokeTest: { baseUrl: 'https://gw-api.example.com', ...smokeTest } } as never);
const checks = (...timeouts: number[]) => timeouts.map((timeoutMs, i) => ({ path: `/${i}`, timeoutMs }));

describe('the seconds from a failure that lasts to the decision', () => {
  test('are none without probes', () => {
    expect(secondsToDecide(planWith({ checks: checks(5_000) }), 'soak')).toBe(0);
  });

  test('are an interval, two more until the third failure, a time-out, and an evaluation', () => {
    const plan = planWith({ checks: checks(1_000, 4_000), everySeconds: 10, holdEverySeconds: 60 });
    expect(secondsToDecide(plan, 'soak')).toBe(10 + 2 * 10 + 4 + 2);
    expect(secondsToDecide(plan, 'hold')).toBe(60 + 2 * 10 + 4 + 2);
  });

  test('follow the failures in a row, down to one', () => {
    const plan = planWith({ checks: checks(1_000), everySeconds: 10, failuresInARow: 1 });
    expect(secondsToDecide(plan, 'soak')).toBe(10 + 1 + 2);
  });

  test('have a round that is longer than the interval in its place', () => {
    const plan = planWith({ checks: checks(8_000), everySeconds: 5 });
    expect(secondsToDecide(plan, 'soak')).toBe(5 + 2 * 8 + 8 + 2);
  });

  test('count the requests of a round in batches of the concurrency', () => {
    const both = { ...planInput().router, recordTypes: ['A', 'AAAA'] };
    const probes = { checks: checks(5_000, 5_000), everySeconds: 10 };
    // 2 checks at the base URL, and at the targets of A and of AAAA.
    expect(secondsToDecide(planWith({ ...probes, concurrency: 5 }, both), 'soak')).toBe(10 + 20 + 10 + 2);
    expect(secondsToDecide(planWith({ ...probes, concurrency: 6 }, both), 'soak')).toBe(10 + 20 + 5 + 2);
    expect(secondsToDecide(planWith({ ...probes, concurrency: 2 }, loadBalancer()), 'soak')).toBe(37);
  });

  test('leave out checks that are not repeated', () => {
    const post = { path: '/orders', method: 'POST', timeoutMs: 60_000 };
    const plan = planWith({ checks: [...checks(1_000), post], everySeconds: 10 });
    expect(secondsToDecide(plan, 'soak')).toBe(10 + 20 + 1 + 2);
  });

  test('have no round beyond the deadline of the smoke test', () => {
    const probes = { checks: checks(60_000, 60_000), everySeconds: 10, concurrency: 1 };
    expect(secondsToDecide(planWith({ ...probes, deadlineSeconds: 30 }), 'soak')).toBe(10 + 60 + 30 + 2);
    expect(secondsToDecide(planWith(probes), 'soak')).toBe(10 + 120 + 60 + 2);
  });
});
