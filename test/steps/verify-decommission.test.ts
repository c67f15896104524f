import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../lambdas/core/routers/route';
import { RouteBrokenError } from '../../lambdas/core/shared/errors';
import type { HealthSource } from '../../lambdas/ports';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { countedAny } from '../../lambdas/steps/support/measures/count-remaining';
import { verifyDecommission } from '../../lambdas/steps/verify-decommission';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import type { PlanInput } from '../support/plans/plans';
import { accountAfterCutover, leave, referencesIn } from '../support/templates/old-path';
import { began, cutoverUnderWay, execution } from '../support/world/cutover';

/** A cutover that has shifted up to a stage; the last one is at 100 %. */
async function shiftedTo(stage: number, over: Partial<PlanInput> = {}, account = accountAfterCutover()) {
  const cutover = await cutoverUnderWay(over);
  await shiftTraffic(cutover.ports)({ ...cutover.input, stage, evidence: 'fine' });
  cutover.pass(60);
  const counting = countingHealth();
  const ports = { ...cutover.ports, references: referencesIn(account), health: counting.health };
  return { ...cutover, account, counting, ports };
}

/** Counts one number of requests in every span after the shift, another before it. */
function countingHealth() {
  const counting = {
    since: (_sources: readonly string[], _hours: number): number | null => 0,
    before: 5_000 as number | null,
    asked: [] as { readonly sources: readonly string[]; readonly hours: number }[],
    health: {} as HealthSource,
  };
  const read: Pick<HealthSource, 'requests'> = {
    requests: async (sources, from, to) => {
      if (to <= Date.parse(began)) {
        return counting.before;
      }
      counting.asked.push({ sources, hours: (to - from) / 3_600_000 });
      return counting.since(sources, (to - Date.parse(began)) / 3_600_000);
    },
  };
  counting.health = read as HealthSource;
  return counting;
}

describe('the old path', () => {
  test('can go when the route is at 100 % as last written', async () => {
    const { ports, input, decisions, zone } = await shiftedTo(2);
    const reason =
      'api.example.com is at 100 % on the new path as last written; requests on the old path were not' +
      ' counted: say where in remainingTraffic.source; the record "old" (weight 0) can go';
    expect(await verifyDecommission(ports)(input)).toEqual({ ready: true, reason });
    expect((await decisions()).at(-1)).toEqual({
      key: 'decommission',
      kind: 'proof',
      verdict: 'pass',
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
      'api.example.com is at 100 % on the new path as last written; requests on the old path were not ' +
      'counted: say where in remainingTraffic.source; nothing references the ' +
      'old path (scanned 1 zone with 3 records, 1 alarm, 1 service in 1 cluster, 2 ' +
      'listeners and rules of 2 load balancers, 2 target groups, 1 Auto Scaling group); the old path and ' +
      'the record "old" (weight 0) can go';
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

describe('the requests that still arrive at the old path', () => {
  const soakState = { startedAt: began, effectiveAt: began };
  const source = 'app/old/0123456789abcdef';
  const held = async (over: Partial<PlanInput> = {}, seconds = 72 * 3_600) => {
    const cutover = await shiftedTo(2, { remainingTraffic: { source }, ...over });
    cutover.pass(seconds);
    return { ...cutover, verify: () => verifyDecommission(cutover.ports)({ ...cutover.input, soakState }) };
  };

  test('keep it, when there were more in an hour of the last day than the plan accepts', async () => {
    const { verify, counting, decisions } = await held();
    counting.since = (_, hours) => (hours > 60 && hours < 61 ? 61 : 0);
    const { ready, reason } = await verify();
    expect(ready).toBe(false);
    expect(reason).toContain('requests on the old path in each of the last 24 hours: 0, ');
    expect(reason).toContain(
      `61 (limit 60 per hour), at load balancer ${source}: 61; keep the old path`.slice(3),
    );
    expect(counting.asked).toHaveLength(24);
    expect(counting.asked.every(({ hours }) => hours === 1)).toBe(true);
    expect((await decisions()).at(-1)).toMatchObject({ what: 'old path must stay', reason });
  });

  test('do not keep it up to the limit, and are reported', async () => {
    const { verify, counting } = await held();
    counting.since = () => 60;
    const { ready, reason } = await verify();
    expect(ready).toBe(true);
    expect(reason).toContain('60, 60 (limit 60 per hour), at load balancer');
    expect(reason).toContain('the record "old" (weight 0) can go');
  });

  test('are counted source by source', async () => {
    const sources = [source, 'rest-api/orders/prod'];
    const { verify, counting } = await held({ remainingTraffic: { source: sources } }, 2 * 3_600 + 120);
    counting.since = ([of]) => (of === source ? 3 : null);
    expect((await verify()).reason).toContain('in the last hour (limit 60 per hour), at load balancer');
    expect(counting.asked.map((one) => one.sources)).toEqual([[source], ['rest-api/orders/prod']]);
  });

  test('prove nothing when none was counted before the shift either', async () => {
    const { verify, counting } = await held();
    counting.before = null;
    const { ready, reason } = await verify();
    expect(ready).toBe(false);
    expect(reason).toContain(`correct where it is counted (${source}) in remainingTraffic.source`);
  });

  test('keep it when CloudWatch has no whole minute yet', async () => {
    const { verify } = await held({}, 0);
    expect(await verify()).toMatchObject({
      ready: false,
      reason: expect.stringContaining('has not been counted yet'),
    });
  });

  test('keep it when they cannot be counted', async () => {
    const { verify, ports } = await held();
    ports.health.requests = () => Promise.reject(new RangeError('no answer'));
    expect(await verify()).toMatchObject({
      ready: false,
      reason: expect.stringContaining('requests on the old path could not be counted: RangeError: no answer'),
    });
  });

  test.each([{}, { decommission: {} }])(
    'are not counted without a source, which is reported, with %j',
    async (over) => {
      const { verify } = await held({ remainingTraffic: {}, ...over });
      const { ready, reason } = await verify();
      expect(ready).toBe(true);
      expect(reason).toContain(
        'requests on the old path were not counted: say where in remainingTraffic.source',
      );
    },
  );

  test('are not counted where the plan leaves it a part of the traffic', async () => {
    const stages = [{ percent: 50, soakSeconds: 60 }];
    const cutover = await cutoverUnderWay({ stages, remainingTraffic: { source } });
    await shiftTraffic(cutover.ports)({ ...cutover.input, stage: 0, evidence: 'fine' });
    const { health, asked } = countingHealth();
    const ports = { ...cutover.ports, references: referencesIn(accountAfterCutover()), health };
    const { reason } = await verifyDecommission(ports)({ ...cutover.input, soakState });
    expect(asked).toEqual([]);
    expect(reason).toContain('so the old path serves 50 %; keep the old path');
  });
});

test('nothing is counted in a span where the plan names no source', async () => {
  const { ports, plan } = await shiftedTo(2);
  ports.health.requests = async (sources) => sources.length;
  expect(await countedAny(ports.health, plan, { from: 0, to: 1 })).toBe(false);
});
