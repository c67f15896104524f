import { describe, expect, test } from '@jest/globals';
import { findingsForPlan } from '../../../../lambdas/core/preflight/finding';
import { readName } from '../../../../lambdas/core/routers/route53/read-name';
import { recordHealthFindings } from '../../../../lambdas/core/routers/route53/record-health';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { planInput, planOf } from '../../../support/plans/plans';

const routeOf = (over: object = {}) =>
  planOf({ router: { ...planInput().router, ...over } }).router as Route53;
const route = routeOf();
const alias = (DNSName: string, EvaluateTargetHealth: boolean) => ({
  AliasTarget: { DNSName, HostedZoneId: 'Z32O12XQLNTSW2', EvaluateTargetHealth },
});
const record = (SetIdentifier: string, Weight: number, more: object = {}, Type = 'A') => ({
  ...{ Name: 'api.example.com.', Type, SetIdentifier, Weight },
  ...alias(`${SetIdentifier}.example.net.`, false),
  ...more,
});
const checked = { HealthCheckId: 'hc-1' };

describe('health of a record', () => {
  test('is no finding where neither record can be unhealthy', () => {
    expect(recordHealthFindings(route, [record('old', 100), record('new', 0)])).toEqual([]);
  });

  test('of the old path stops as a health check, and warns as an evaluated target', () => {
    const old = record('old', 100, { ...checked, ...alias('old.example.net.', true) });
    expect(recordHealthFindings(route, [old, record('new', 0)])).toEqual([
      {
        check: 'old-record-health',
        severity: 'stop',
        reason:
          'A "old", of the old path, has the health check hc-1: while that is unhealthy, Route 53 answers' +
          ' with the new record at any percent',
        remedy:
          'remove the health check from that record, or accept it with preflight.accept: [old-record-health]',
      },
      {
        check: 'old-record-health',
        severity: 'warn',
        reason:
          'A "old", of the old path, evaluates the health of its target: while that is unhealthy, Route 53' +
          ' answers with the new record at any percent',
        remedy: 'set EvaluateTargetHealth to false',
      },
    ]);
  });

  test('of the new path does the same, and can be named by the plan', () => {
    const fresh = record('new', 0, { ...checked, ...alias('new.example.net.', true) });
    expect(recordHealthFindings(route, [record('old', 100), fresh])).toEqual([
      {
        check: 'new-record-health',
        severity: 'stop',
        remedyDown:
          'leave it: the clients that it takes off the new path go where this plan moves the others',
        reason:
          'A "new", of the new path, has the health check hc-1: while that is unhealthy, Route 53 answers' +
          ' with the old record at any percent',
        remedy:
          'if it watches an alarm of health.alarms, name that alarm in router.newHealthCheck.alarm, so that' +
          ' the cutover checks it and reverts with it; else remove the health check from that record, or' +
          ' accept it with preflight.accept: [new-record-health]',
      },
      {
        check: 'new-record-health',
        severity: 'warn',
        reason:
          'A "new", of the new path, evaluates the health of its target: while that is unhealthy, Route 53' +
          ' answers with the old record at any percent',
        remedy: 'set EvaluateTargetHealth to false',
      },
    ]);
  });

  test('is found for each type of record', () => {
    const pairOf = (Type: string) => [record('old', 100, {}, Type), record('new', 0, checked, Type)];
    const found = recordHealthFindings(route, [...pairOf('A'), ...pairOf('AAAA')]);
    expect(found.map(({ reason }) => reason.slice(0, 10))).toEqual(['A "new", o', 'AAAA "new"']);
  });

  test('is left to the stricter check of router.newHealthCheck', () => {
    const named = routeOf({ newHealthCheck: { alarm: 'api-new-5xx-rate' } });
    const pair = [record('old', 100, checked), record('new', 0, checked)];
    expect(readName(named, pair).findings).toEqual([]);
    expect(readName(route, pair).findings).toHaveLength(2);
  });

  test.each([
    ['up', 'old', 'stop'],
    ['down', 'old', 'stop'],
    ['up', 'new', 'stop'],
    ['down', 'new', 'warn'],
  ] as const)('in a plan that moves %s, of the %s path: %s', (direction, path, severity) => {
    const pair = (['old', 'new'] as const).map((id) => record(id, 50, id === path ? checked : {}));
    const plan = { direction, stages: [{ percent: 10 }], preflight: { accept: [] } };
    const found = findingsForPlan(plan, 50, recordHealthFindings(route, pair));
    expect(found).toMatchObject([{ check: `${path}-record-health`, severity }]);
    expect(found[0]?.remedy.startsWith('leave it: ')).toBe(severity === 'warn');
    expect(found[0]).not.toHaveProperty('remedyDown');
  });
});
