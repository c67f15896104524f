import { describe, expect, test } from '@jest/globals';
import { ServiceBusyError } from '../../../../lambdas/core/shared/errors';
import { evaluateHealth } from '../../../../lambdas/steps/evaluate-health';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { verifyDecommission } from '../../../../lambdas/steps/verify-decommission';
import type { PlanInput } from '../../../support/plans/plans';
import { alarmOf } from '../../../support/plans/readings';
import { soakStateOf } from '../../../support/plans/soak';
import { accountAfterCutover, referencesIn } from '../../../support/templates/old-path';
import { began, cutoverUnderWay } from '../../../support/world/cutover';

/** A cutover at a stage, where somebody creates an AAAA record after that; its plan moves A alone. */
async function changedAt(stage: number, over: Partial<PlanInput> = {}) {
  const cutover = await cutoverUnderWay(over);
  const shift = (to: number) =>
    shiftTraffic(cutover.ports)({ ...cutover.input, stage: to, evidence: 'fine' });
  await shift(stage);
  const value = { TTL: 60, ResourceRecords: [{ Value: '2001:db8::1' }] };
  cutover.zone.seed([...cutover.zone.records(), { Name: 'api.example.com.', Type: 'AAAA', ...value }]);
  cutover.pass(600);
  const soakState = soakStateOf({ stage, effectiveAt: began, since: began, lastVerdict: 'pass' });
  const health = {
    alarms: async () => [alarmOf()],
    requests: async () => 250,
    minutes: async () => [],
    hours: async () => [],
    silent: async () => [],
    balancers: async () => null,
  };
  const ports = { ...cutover.ports, health, references: referencesIn(accountAfterCutover()) };
  return {
    ...cutover,
    ports,
    shift,
    evaluate: () => evaluateHealth(ports)({ ...cutover.input, soakState }),
    verify: (router = ports.router) => verifyDecommission({ ...ports, router })(cutover.input),
  };
}

const LED = /has AAAA records, which are not in router\.recordTypes: .* leads elsewhere \(2001:db8::1\)/;
const accepted = { preflight: { accept: ['other-record-type' as const] } };

describe('a record that somebody creates beside the route', () => {
  test('holds up the next shift, and is no health', async () => {
    const { evaluate, shift, zone } = await changedAt(0);
    expect(await evaluate()).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(LED),
    });
    await expect(shift(1)).rejects.toMatchObject({
      name: 'RouteChangedError',
      message: expect.stringMatching(LED),
    });
    expect(zone.written).toEqual([10]);
  });

  test('holds up nothing that the plan accepts', async () => {
    const { evaluate, shift, zone } = await changedAt(0, accepted);
    expect(await evaluate()).toMatchObject({ verdict: 'pass' });
    await shift(1);
    expect(zone.written).toEqual([10, 50]);
  });

  test('reverts nothing at the last percent, and is in the reason', async () => {
    const { evaluate } = await changedAt(2);
    expect(await evaluate()).toMatchObject({ verdict: 'pass', reason: expect.stringMatching(LED) });
  });

  test('keeps the old path at the end, accepted or not', async () => {
    for (const over of [{}, accepted]) {
      const { verify } = await changedAt(2, over);
      expect(await verify()).toMatchObject({
        ready: false,
        reason: expect.stringMatching(
          /^api\.example\.com is at 100 % .* as last written; but .* keep the old/,
        ),
      });
    }
  });
});

describe('the proof at the end', () => {
  const finding = {
    check: 'other-zone' as const,
    severity: 'warn' as const,
    reason: 'Z2 has A',
    remedy: 'move',
  };
  const around = async (found: () => Promise<{ zone: null; findings: (typeof finding)[] }>) => {
    const { zone, verify, ports } = await changedAt(2);
    zone.seed(zone.records().filter(({ Type }) => Type === 'A'));
    return () => verify({ ...ports.router, around: found } as typeof ports.router);
  };

  test('reads other zones of the name', async () => {
    const verify = await around(async () => ({ zone: null, findings: [finding] }));
    expect(await verify()).toMatchObject({
      ready: false,
      reason: expect.stringContaining('; but Z2 has A;'),
    });
    const without = await around(async () => ({ zone: null, findings: [] }));
    expect(await without()).toMatchObject({ ready: true });
  });

  test('proves nothing where those cannot be read, and is retried where the service is busy', async () => {
    const denied = await around(() => Promise.reject(new TypeError('AccessDenied')));
    expect(await denied()).toMatchObject({
      ready: false,
      reason: expect.stringContaining(
        '; but other zones of its name could not be read: TypeError: AccessDenied',
      ),
    });
    const busy = new ServiceBusyError('Throttling');
    await expect((await around(() => Promise.reject(busy)))()).rejects.toBe(busy);
  });
});
