import { describe, expect, test } from '@jest/globals';
import {
  healthCheckFindings,
  newHealthCheckIds,
  recordFindings,
} from '../../../../lambdas/core/routers/route53/new-health-check';
import type { HealthCheckReading } from '../../../../lambdas/core/shared/readings';
import { planInput, planOf } from '../../../support/plans/plans';

const alarm = 'api-new-5xx-rate';
const remedy = 'give the new records the healthCheckId of a NewPathHealthCheck on that alarm';
const both = 'when both paths are unhealthy, all records count as healthy and the new one is served again';
const { router } = planOf({ router: { ...planInput().router, newHealthCheck: { alarm } } });
const versionOf = (fresh: object, old: object = {}) =>
  JSON.stringify([
    ...['A', 'AAAA'].map((Type) => ({ Type, SetIdentifier: 'old', Weight: 100, ...old })),
    ...['A', 'AAAA'].map((Type) => ({ Type, SetIdentifier: 'new', Weight: 0, ...fresh })),
  ]);
const aliasOf = (EvaluateTargetHealth: boolean) => ({
  AliasTarget: { DNSName: 'lb.example.net.', EvaluateTargetHealth },
});

describe('recordFindings', () => {
  test('finds nothing when every new record carries a health check and no old one can be unhealthy', () => {
    const version = versionOf({ HealthCheckId: 'hc-1', ...aliasOf(true) }, aliasOf(false));
    expect(recordFindings(router, version)).toEqual([]);
    expect(newHealthCheckIds(router, version)).toEqual(['hc-1']);
  });

  test('finds each new record without a health check', () => {
    expect(recordFindings(router, versionOf({}))).toEqual([
      { check: 'health-check', severity: 'stop', reason: 'A "new" carries no health check', remedy },
      { check: 'health-check', severity: 'stop', reason: 'AAAA "new" carries no health check', remedy },
    ]);
    expect(newHealthCheckIds(router, versionOf({}))).toEqual([]);
  });

  test.each([
    [{ HealthCheckId: 'hc-2' }, `A "old", of the old path, carries a health check: ${both}`, 'remove it'],
    [
      aliasOf(true),
      `A "old", of the old path, evaluates its target's health: ${both}`,
      'set EvaluateTargetHealth to false',
    ],
  ])('finds an old record with %j, which can be unhealthy too', (old, reason, what) => {
    const found = recordFindings(router, versionOf({ HealthCheckId: 'hc-1' }, old));
    expect(found).toHaveLength(2);
    expect(found[0]).toEqual({ check: 'health-check', severity: 'stop', reason, remedy: what });
  });
});

describe('healthCheckFindings', () => {
  const reading = (over: Partial<HealthCheckReading> = {}): HealthCheckReading => ({
    kind: 'CLOUDWATCH_METRIC',
    alarm,
    alarmRegion: 'eu-west-1',
    disabled: false,
    inverted: false,
    withoutData: 'LastKnownStatus',
    ...over,
  });
  const problems = (found: HealthCheckReading | null) =>
    healthCheckFindings({ name: alarm, region: 'eu-west-1' }, 'hc-1', found).map(({ reason }) => reason);

  test('finds nothing in a health check on the alarm of the plan', () => {
    expect(problems(reading())).toEqual([]);
  });

  test.each([
    [null, 'health check hc-1 does not exist'],
    [
      reading({ alarm: 'another' }),
      `health check hc-1 (CLOUDWATCH_METRIC) watches alarm "another", not "${alarm}"`,
    ],
    [
      reading({ kind: 'HTTPS', alarm: null, withoutData: null }),
      `health check hc-1 (HTTPS) watches no alarm, not "${alarm}"`,
    ],
    [
      reading({ kind: 'CALCULATED' }),
      `health check hc-1 (CALCULATED) watches alarm "${alarm}", not "${alarm}"`,
    ],
    [
      reading({ alarmRegion: 'us-east-1' }),
      `health check hc-1 watches the alarm "${alarm}" of us-east-1, not that of eu-west-1`,
    ],
    [reading({ disabled: true }), 'health check hc-1 is disabled, so it never stops the new records'],
    [
      reading({ inverted: true }),
      'health check hc-1 is inverted, so it stops the new records while the alarm is OK',
    ],
    [
      reading({ withoutData: 'Healthy' }),
      'health check hc-1 counts as Healthy while the alarm has no data, which moves traffic',
    ],
  ])('finds what is wrong with %j', (found, reason) => {
    expect(problems(found)).toEqual([reason]);
  });

  test('reports everything that is wrong at once', () => {
    expect(problems(reading({ disabled: true, inverted: true, withoutData: 'Unhealthy' }))).toHaveLength(3);
  });
});
