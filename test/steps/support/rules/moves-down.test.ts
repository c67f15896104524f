import { describe, expect, test } from '@jest/globals';
import { startSoak } from '../../../../lambdas/core/health/soak-state';
import { routeKey } from '../../../../lambdas/core/routers/route';
import { acquireLock } from '../../../../lambdas/steps/acquire-lock';
import { evaluateHealth } from '../../../../lambdas/steps/evaluate-health';
import { preflight } from '../../../../lambdas/steps/preflight';
import { revertTraffic } from '../../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { memoryLedger } from '../../../../lib/rehearsal/aws/memory-ledger';
import { type PlanInput, planInput, planOf } from '../../../support/plans/plans';
import { alarmOf, groupOf } from '../../../support/plans/readings';
import { loadBalancer } from '../../../support/plans/routers';
import { openCalendars } from '../../../support/world/calendars';
import { began, execution, fakeClock, fakeRouter } from '../../../support/world/cutover';

const groupArn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
const [oldGroup, newGroup] = [groupArn('old'), groupArn('new')];
const falling: Partial<PlanInput> = {
  direction: 'down',
  stages: [
    { percent: 50, soakSeconds: 60 },
    { percent: 0, soakSeconds: 60 },
  ],
  health: { alarms: ['api-old-5xx'], minRequests: { count: 5, loadBalancer: 'app/old/1' } },
  preflight: { targetGroupArns: [newGroup], oldTargetGroupArns: [oldGroup] },
};

/** A route at 0/255, which a plan moves down. `healthy` has the number of healthy targets of each group. */
async function fromAll(
  over: Partial<PlanInput> = {},
  healthy: Readonly<Record<string, number>> = {},
  groups: Readonly<Record<string, object>> = {},
) {
  const plan = planOf({ ...falling, ...over });
  const route = routeKey(plan.router);
  const zone = fakeRouter(plan.router);
  const leads = (DNSName: string) => ({ AliasTarget: { DNSName } });
  zone.change(({ TTL: _, ...record }) =>
    record.SetIdentifier === 'new'
      ? { ...record, Weight: 255, ...leads('new.example.net.') }
      : { ...record, Weight: 0, ...leads('old.example.net.') },
  );
  const { clock } = fakeClock();
  const ledger = memoryLedger();
  const lock = await acquireLock({ ledger, clock })({ plan, execution, route, redriven: false });
  const asked: string[] = [];
  const state = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: `i-${i}`, state: 'healthy', reason: '' }));
  const ports = {
    ...{ ledger, clock, router: zone.router, records: zone.port },
    targets: {
      targets: async (arn: string) => {
        asked.push(arn);
        return state(healthy[arn] ?? 1);
      },
    },
    autoScalingGroups: {
      describe: async (name: string) => {
        asked.push(name);
        return groupOf({ name, targetGroupArns: [oldGroup], ...(groups[name] ?? {}) });
      },
    },
    balancers: { forwards: async () => [] },
    calendars: openCalendars,
    certificates: { describe: async () => null },
    healthChecks: { describe: async () => null },
    changeSets: { describe: async () => null },
    health: {
      alarms: async (names: readonly string[]) => names.map((name) => alarmOf({ name, state: 'OK' })),
      requests: async () => 7,
      minutes: async () => [],
      hours: async () => [],
      silent: async () => [],
      balancers: async () => null,
    },
  };
  const input = {
    plan,
    execution,
    route,
    fence: lock.fence ?? Number.NaN,
    iterations: 0,
    waitingSince: null,
  };
  return { ports, input, zone, asked, entry: () => ledger.read(route) };
}

type Cutover = Awaited<ReturnType<typeof fromAll>>;
const shift = ({ ports, input }: Cutover, stage: number) =>
  shiftTraffic(ports)({ ...input, stage, evidence: 'tested' });
const revert = ({ ports, input }: Cutover) =>
  revertTraffic(ports)({ ...input, failure: { Cause: 'why' }, revert: 'arn:revert', entered: began });

describe('the preflight of a plan that moves down', () => {
  test('checks the targets of the old path alone, and hands its record to the smoke test', async () => {
    const cutover = await fromAll({}, { [newGroup]: 0 });
    expect(await preflight(cutover.ports)(cutover.input)).toMatchObject({
      verdict: 'pass',
      newRecord: { targets: [{ type: 'A', host: 'old.example.net' }] },
    });
    expect(cutover.asked).toEqual([oldGroup]);
    expect(await cutover.entry()).toMatchObject({ lock: { direction: 'down' }, snapshot: { percent: 100 } });
  });

  test('fails where the old path has no healthy target', async () => {
    const cutover = await fromAll({}, { [oldGroup]: 0 });
    expect(await preflight(cutover.ports)(cutover.input)).toMatchObject({
      verdict: 'fail',
      findings: [{ check: 'targets' }],
    });
  });

  test('checks the old Auto Scaling groups that the plan names, against the new ones', async () => {
    const preflightOfGroups = {
      ...falling.preflight,
      autoScalingGroups: [{ name: 'green', oldName: 'blue' }, { name: 'workers' }],
    };
    const cutover = await fromAll({ preflight: preflightOfGroups }, {}, { green: { desired: 9 } });
    const { verdict, findings } = await preflight(cutover.ports)(cutover.input);
    expect(cutover.asked).toEqual([oldGroup, 'blue', 'green']);
    expect([verdict, findings]).toEqual([
      'fail',
      [
        expect.objectContaining({
          check: 'instance-count',
          reason: expect.stringMatching(/"blue" can grow to 6/),
        }),
      ],
    ]);
  });

  test('checks the target group that a load balancer moves traffic to', async () => {
    const cutover = await fromAll({ preflight: {} });
    const plan = { ...cutover.input.plan, router: loadBalancer() };
    await preflight(cutover.ports)({ ...cutover.input, plan });
    expect(cutover.asked).toEqual([loadBalancer().oldTargetGroupArn]);
  });
});

test('the preflight counts the first raise from the percent that is there', async () => {
  const { ports, input, zone } = await fromAll();
  const plan = planOf({ stages: [{ percent: 100, soakSeconds: 60 }] });
  zone.change((record) => ({ ...record, Weight: record.SetIdentifier === 'new' ? 1 : 3 }));
  const run = (maxStepUp: number) => preflight({ ...ports, policy: { maxStepUp } })({ ...input, plan });
  expect((await run(74)).reason).toContain('stages[0].percent is 100 after 25; must be at most 99');
  expect((await run(75)).verdict).toBe('pass');
});

describe('a shift down', () => {
  const shifted = async (healthy: Readonly<Record<string, number>> = {}, over: Partial<PlanInput> = {}) => {
    const cutover = await fromAll(over, healthy);
    const { percent, version } = await cutover.zone.router.read(cutover.input.plan.router);
    await cutover.ports.ledger.saveSnapshot(cutover.input.route, cutover.input.fence, { percent, version });
    await shift(cutover, 0);
    return cutover;
  };

  test('lowers the percent stage by stage, and a late retry raises nothing', async () => {
    const cutover = await shifted();
    await shift(cutover, 1);
    expect(cutover.zone.written).toEqual([50, 0]);
    await expect(shift(cutover, 0)).rejects.toThrow('already at 0 %; a late retry of the shift to 50 %');
  });

  test('is reverted to the weights that were there', async () => {
    const cutover = await shifted();
    expect(await revert(cutover)).toMatchObject({ action: 'moved', shift: { percent: 100 } });
    expect(cutover.zone.weights()).toEqual([0, 255]);
  });

  test('is not reverted to a new path without a healthy target, while the old one has some', async () => {
    const cutover = await shifted({ [newGroup]: 0, [oldGroup]: 2 });
    await expect(revert(cutover)).rejects.toThrow(
      'the new path has no healthy targets and the old path has 2, so the traffic was not moved back; ' +
        'repair the new path, then start the revert again',
    );
    expect(cutover.zone.weights()).toEqual([50, 50]);
  });

  test('is judged by the requests of the old path', async () => {
    const { ports, input } = await shifted();
    const early = startSoak(0, began, 0);
    const { verdict, reason } = await evaluateHealth(ports)({ ...input, soakState: early });
    expect([verdict, reason]).toEqual(['inconclusive', expect.stringContaining('too early to judge')]);
    const few = { ...ports, health: { ...ports.health, requests: async () => 4 } };
    expect((await evaluateHealth(few)({ ...input, soakState: early })).reason).toContain(
      '4 requests seen on the old path (minimum 5)',
    );
  });

  test('counts the requests of the old path, and an OK without any says nothing', async () => {
    const source = ['api/old1', 'api/old2'];
    const health = { alarms: ['api-old-5xx'], minRequests: { count: 1, source } };
    const { ports, input } = await shifted({}, { health });
    const soakState = startSoak(0, began, 0);
    const clock = { ...ports.clock, now: () => Date.parse(began) + 3_600_000 };
    const asked: (readonly string[])[] = [];
    const evaluate = (seen: number) => {
      const requests = async (sources: readonly string[]) => {
        asked.push(sources);
        return seen;
      };
      return evaluateHealth({ ...ports, clock, health: { ...ports.health, requests } })({
        ...input,
        soakState,
      });
    };
    expect((await evaluate(0)).reason).toContain('no request is seen on the old path in the last 300 s');
    expect(new Set(asked.flat())).toEqual(new Set(source));
    expect((await evaluate(3)).verdict).toBe('pass');
  });
});

test('a plan that moves up records no direction', async () => {
  const plan = planOf(planInput());
  const ledger = memoryLedger();
  const route = routeKey(plan.router);
  await acquireLock({ ledger, clock: fakeClock().clock })({ plan, execution, route, redriven: false });
  expect((await ledger.read(route))?.lock).not.toHaveProperty('direction');
});
