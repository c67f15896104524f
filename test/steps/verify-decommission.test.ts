import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../lambdas/core/routers/route';
import { RouteBrokenError } from '../../lambdas/core/shared/errors';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { verifyDecommission } from '../../lambdas/steps/verify-decommission';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import type { PlanInput } from '../support/plans/plans';
import { accountAfterCutover, leave, referencesIn } from '../support/templates/old-path';
import { cutoverUnderWay, execution } from '../support/world/cutover';

/** A cutover that has shifted up to a stage; the last one is at 100 %. */
async function shiftedTo(stage: number, over: Partial<PlanInput> = {}, account = accountAfterCutover()) {
  const cutover = await cutoverUnderWay(over);
  await shiftTraffic(cutover.ports)({ ...cutover.input, stage, evidence: 'fine' });
  cutover.pass(60);
  return { ...cutover, account, ports: { ...cutover.ports, references: referencesIn(account) } };
}

describe('the old path', () => {
  test('can go when the route is at 100 % as last written', async () => {
    const { ports, input, decisions, zone } = await shiftedTo(2);
    const reason =
      'api.example.com is at 100 % on the new path as last written; the record "old" (weight 0) can go';
    expect(await verifyDecommission(ports)(input)).toEqual({ ready: true, reason });
    expect((await decisions()).at(-1)).toEqual({
      key: 'decommission',
      what: 'old path can go',
      reason,
      by: 'cutover',
      execution,
      at: '2026-11-20T12:01:00.000Z',
    });
    expect(zone.written).toEqual([100]);
  });

  test('must stay while it gets traffic', async () => {
    const { ports, input, decisions } = await shiftedTo(1);
    const reason =
      'api.example.com is at 50 % on the new path as last written, so the old path serves 50 %; ' +
      'keep the old path';
    expect(await verifyDecommission(ports)(input)).toEqual({ ready: false, reason });
    expect((await decisions()).at(-1)).toMatchObject({ what: 'old path must stay', reason });
  });

  test('must stay when someone else has changed the route, even at 100 %', async () => {
    const { ports, input, zone } = await shiftedTo(2);
    zone.change((record) => ({ ...record, TTL: 300 }));
    expect(await verifyDecommission(ports)(input)).toEqual({
      ready: false,
      reason:
        'api.example.com is at 100 % on the new path: A "old" TTL 60 → 300; A "new" TTL 60 ' +
        '→ 300; keep the old path',
    });
  });

  test('must stay when the route is not in the ledger', async () => {
    const { ports, input, plan } = await shiftedTo(2);
    const ledger = memoryLedger();
    expect(await verifyDecommission({ ...ports, ledger })(input)).toEqual({
      ready: false,
      reason: 'api.example.com is at 100 % on the new path; keep the old path',
    });
    expect(await ledger.decisions(routeKey(plan.router))).toHaveLength(1);
  });

  test('is not judged when the route cannot be read', async () => {
    const { ports, input, zone } = await shiftedTo(2);
    zone.change((record) => ({ ...record, Weight: 0 }));
    await expect(verifyDecommission(ports)(input)).rejects.toBeInstanceOf(RouteBrokenError);
  });
});

describe('with a decommission in the plan', () => {
  const asked = { decommission: {} };

  test('the old path can go when nothing refers to it, which is recorded with its numbers', async () => {
    const { ports, input, decisions } = await shiftedTo(2, asked);
    const reason =
      'api.example.com is at 100 % on the new path as last written; nothing references the ' +
      'old path (scanned 1 zone with 3 records, 1 alarm, 1 service in 1 cluster, 2 ' +
      'listeners and rules of 2 load balancers, 2 target groups); the old path and the ' +
      'record "old" (weight 0) can go';
    expect(await verifyDecommission(ports)(input)).toEqual({
      ready: true,
      reason,
      stillPointing: [],
      notProven: [],
    });
    expect((await decisions()).at(-1)).toMatchObject({
      key: 'decommission',
      what: 'old path can go',
      reason,
    });
  });

  test('the old path must stay while a resource refers to it, which is reported with a remedy', async () => {
    const { ports, input, account, decisions } = await shiftedTo(2, asked);
    leave(account, 'service', 1);
    const { ready, reason, stillPointing } = await verifyDecommission(ports)(input);
    const what =
      'ECS service service-1 in cluster services,' +
      ' which registers tasks with targetgroup/old/0123456789abcdef';
    expect(ready).toBe(false);
    expect(reason).toContain(`keep the old path; 1 reference to the old path: ${what} (scanned `);
    expect(stillPointing).toEqual([`${what}: update the service to remove the target group`]);
    expect((await decisions()).at(-1)).toMatchObject({ what: 'old path must stay', reason });
  });

  test('the old path must stay when the scan is incomplete', async () => {
    const { ports, input, account } = await shiftedTo(2, asked);
    account.refused.set('DescribeAlarms', 'AccessDenied');
    const { ready, reason, notProven } = await verifyDecommission(ports)(input);
    expect(ready).toBe(false);
    expect(reason).toContain('keep the old path; not proven: alarms: AccessDenied: you may not');
    expect(notProven).toEqual([
      'alarms: AccessDenied: you may not: allow cloudwatch:DescribeAlarms; in a deployment, ' +
        'with its setting "decommission"',
    ]);
  });

  test('the old path must stay while the route is not at 100 %', async () => {
    const { ports, input } = await shiftedTo(1, asked);
    const { ready, reason } = await verifyDecommission(ports)(input);
    expect(ready).toBe(false);
    expect(reason).toMatch(/so the old path serves 50 %; keep the old path; nothing references the old path/);
  });

  test('the output and the decision stay small, whatever is found', async () => {
    const { ports, input, account, decisions } = await shiftedTo(2, asked);
    const long = `${'x'.repeat(200)}-`;
    for (let n = 0; n < 3_000; n += 1) {
      account.metricAlarms.push({
        AlarmName: `${long}${n}`,
        Dimensions: [{ Name: 'LoadBalancer', Value: 'app/old/0123456789abcdef' }],
      });
    }
    const output = await verifyDecommission(ports)(input);
    expect(output.reason.length).toBeLessThanOrEqual(1_000);
    expect(output.stillPointing).toHaveLength(50);
    expect(JSON.stringify(output).length).toBeLessThan(40_000);
    expect((await decisions()).at(-1)?.reason).toContain('and 2995 more');
  });
});
