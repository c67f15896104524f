import { describe, expect, test } from '@jest/globals';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import {
  FencedError,
  LedgerCorruptError,
  PathUnhealthyError,
  RouteChangedError,
} from '../../lambdas/core/shared/errors';
import type { OperatorCommand, RouteEntry, TargetHealth } from '../../lambdas/ports';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { revertTraffic } from '../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { orderedDeployment } from '../support/accounts/code-deploy';
import { operatorCommand } from '../support/plans/operator-commands';
import { albCutoverUnderWay } from '../support/world/alb-cutover';
import { cutoverToPrepare, cutoverUnderWay, execution, other, takeLock } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { nextEntry, revertExecution } from '../support/world/revert-turn';

type Cutover = Awaited<ReturnType<typeof cutoverUnderWay>>;
const failure = { Cause: 'alarm "api-new-5xx-rate" is in ALARM' };
const reason = failure.Cause;
const noTargets: TargetHealth = { targets: async () => [] };
const revert = ({ ports, route }: Pick<Cutover, 'ports' | 'route'>, targets = noTargets) =>
  revertTraffic({ ...ports, targets })({
    execution,
    route,
    failure,
    revert: revertExecution,
    entered: nextEntry(),
  });
const decision = async ({ decisions }: Cutover) => (await decisions()).find(({ key }) => key === 'revert');
const weight = (old: number, fresh: number) => (record: RecordSet) => ({
  ...record,
  Weight: record.SetIdentifier === 'new' ? fresh : old,
});

/** A cutover that has shifted up to a stage: 10, 50 and 100 %. */
async function shiftedTo(stage: number): Promise<Cutover> {
  const cutover = await cutoverUnderWay();
  for (let i = 0; i <= stage; i += 1) {
    await shiftTraffic(cutover.ports)({ ...cutover.input, stage: i, evidence: 'fine' });
  }
  cutover.pass(60);
  return cutover;
}

describe('traffic that has moved', () => {
  test.each([
    [0, 10],
    [1, 50],
    [2, 100],
  ])('at stage %i moves back to the snapshot', async (stage, percent) => {
    const cutover = await shiftedTo(stage);
    const result = await revert(cutover);
    const at = '2026-11-20T12:01:00.000Z';
    const entry = await cutover.entry();
    const { version } = await cutover.zone.router.read(cutover.plan.router);
    expect(result).toEqual({
      action: 'moved',
      reason,
      fence: entry?.lock?.fence,
      shift: {
        percent: 0,
        shiftedAt: at,
        change: { id: `C${stage + 2}`, version, route: cutover.plan.router },
        ttlSeconds: 60,
        stage: 0,
      },
      waitSeconds: 0,
      deploying: false,
      prepared: false,
      unrestored: '',
    });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(version).toBe(entry?.snapshot?.version);
    expect(entry?.lock).toMatchObject({ execution, reverting: true, revertReason: reason });
    expect(entry?.lock?.fence).toBeGreaterThan(cutover.fence);
    expect(await decision(cutover)).toEqual({
      key: 'revert',
      kind: 'shifted-back',
      percent: 0,
      what: `revert from ${percent} % to 0 %`,
      reason,
      by: 'cutover',
      execution,
      at,
    });
  });

  test('is found when the last shift is not in the ledger', async () => {
    const cutover = await shiftedTo(0);
    const { ports } = cutover;
    const ledger = { ...ports.ledger, saveExpected: () => Promise.reject(new Error('crash')) };
    const crashing = shiftTraffic({ ...ports, ledger })({ ...cutover.input, stage: 1, evidence: 'fine' });
    await expect(crashing).rejects.toThrow('crash');
    expect(await revert(cutover)).toMatchObject({ action: 'moved', shift: { percent: 0 } });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(await decision(cutover)).toMatchObject({ what: 'revert from 50 % to 0 %' });
  });

  test('is found when the first shift is not in the ledger', async () => {
    const cutover = await cutoverUnderWay();
    cutover.zone.change(weight(90, 10));
    expect(await revert(cutover)).toMatchObject({ action: 'moved' });
    expect(cutover.zone.weights()).toEqual([100, 0]);
  });

  test('moves back after a change by someone else, which is kept except for the weight', async () => {
    const cutover = await shiftedTo(1);
    cutover.zone.change((record) => ({ ...weight(70, 30)(record), TTL: 300 }));
    expect(await revert(cutover)).toMatchObject({ action: 'moved', shift: { ttlSeconds: 300 } });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(cutover.zone.records().map(({ TTL }) => TTL)).toEqual([300, 300]);
    expect(await decision(cutover)).toMatchObject({ what: 'revert from 30 % to 0 %' });
  });

  test('moves back to the snapshot, which need not be 0 %', async () => {
    const cutover = await cutoverUnderWay();
    const { ledger, route, plan, zone, fence, ports } = cutover;
    await ledger.release(route, fence, LATER);
    const later = await takeLock(ledger, route, execution, plan.router);
    zone.change(weight(95, 5));
    await ledger.saveSnapshot(route, later, await zone.router.read(plan.router));
    await shiftTraffic(ports)({ ...cutover.input, fence: later, stage: 1, evidence: 'fine' });
    expect(await revert(cutover)).toMatchObject({ action: 'moved', shift: { percent: 5 } });
    expect(zone.weights()).toEqual([95, 5]);
  });

  test('is written once more when it is back already, so that there is a change to wait for', async () => {
    const cutover = await shiftedTo(1);
    cutover.zone.change(weight(100, 0));
    expect(await revert(cutover)).toMatchObject({ action: 'moved', shift: { change: { id: 'C3' } } });
    expect(await decision(cutover)).toMatchObject({ what: 'revert from 50 % to 0 %' });
  });

  test('stays, with the lock kept for a retry, when the route changes during the write', async () => {
    const cutover = await shiftedTo(1);
    const { zone, ports } = cutover;
    const router = {
      ...zone.router,
      readForRevert: async (...args: Parameters<typeof zone.router.readForRevert>) => {
        const reading = await zone.router.readForRevert(...args);
        zone.change((record) => ({ ...record, TTL: 300 }));
        return reading;
      },
    };
    await expect(revert({ ...cutover, ports: { ...ports, router } })).rejects.toBeInstanceOf(
      RouteChangedError,
    );
    expect((await cutover.entry())?.lock).toMatchObject({ execution, reverting: true });
    expect(zone.weights()).toEqual([50, 50]);
    expect(await revert(cutover)).toMatchObject({ action: 'moved' });
    expect(zone.weights()).toEqual([100, 0]);
  });
});

describe('a revert that an operator asked for', () => {
  const ada = 'arn:aws:iam::111122223333:user/ada';

  test.each<[string, OperatorCommand['kind'][], string]>([
    ['by an abort', ['abort'], ada],
    ['by a revert', ['pause', 'revert'], ada],
    ['by no command', [], 'cutover'],
    ['by what cannot be read as a command', ['ABORT' as never], 'cutover'],
    ['by a pause, which asks for none', ['pause'], 'cutover'],
  ])('%s has in the ledger who it was', async (_, kinds, by) => {
    const cutover = await shiftedTo(0);
    for (const kind of kinds) {
      await cutover.ledger.sendCommand(cutover.route, execution, operatorCommand(kind, { by: ada }));
    }
    await revert(cutover);
    expect(await decision(cutover)).toMatchObject({ by });
  });
});

describe('a revert run twice', () => {
  test('has the effect of one', async () => {
    const cutover = await shiftedTo(1);
    const first = await revert(cutover);
    const [entry, decisions] = [await cutover.entry(), await cutover.decisions()];
    const second = await revert(cutover);
    expect(second).toMatchObject({ ...first, shift: { percent: 0, change: { id: 'C4' } } });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(await cutover.entry()).toEqual(entry);
    expect(await cutover.decisions()).toEqual(decisions);
  });

  test('continues after a crash just after the write', async () => {
    const cutover = await shiftedTo(1);
    const { ports, zone } = cutover;
    const router = {
      ...zone.router,
      putBack: async (...args: Parameters<typeof zone.router.putBack>) => {
        await zone.router.putBack(...args);
        throw new Error('crash');
      },
    };
    await expect(revert({ ...cutover, ports: { ...ports, router } })).rejects.toThrow('crash');
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', shift: { percent: 0 } });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(await decision(cutover)).toMatchObject({ what: 'revert from 50 % to 0 %' });
  });
});

describe('traffic that never moved', () => {
  test('is left as it is, and the lock can be released', async () => {
    const cutover = await cutoverUnderWay();
    const result = await revert(cutover);
    const fence = (await cutover.entry())?.lock?.fence;
    expect(result).toEqual({
      ...{ action: 'unlock', reason, fence, unrestored: '' },
      ...{ deploying: false, prepared: false },
    });
    expect(fence).toBeGreaterThan(cutover.fence);
    expect(cutover.zone.written).toEqual([]);
  });

  test('is left as it is when someone else has changed other fields than the weight', async () => {
    const cutover = await cutoverUnderWay();
    cutover.zone.change((record) => ({ ...record, TTL: 300 }));
    expect(await revert(cutover)).toMatchObject({ action: 'unlock' });
    expect(cutover.zone.written).toEqual([]);
  });

  test('is left as it is when there is no snapshot yet', async () => {
    const { ports, route, plan, zone } = await cutoverUnderWay();
    const ledger = memoryLedger();
    const fence = await takeLock(ledger, route, execution, plan.router);
    zone.change(weight(80, 20));
    expect(await revert({ ports: { ...ports, ledger }, route })).toEqual({
      action: 'unlock',
      reason,
      fence: fence + 1,
      deploying: false,
      prepared: false,
      unrestored: '',
    });
    expect(zone.weights()).toEqual([80, 20]);
  });

  test('is compared with the snapshot when the ledger expects nothing', async () => {
    const cutover = await cutoverUnderWay();
    const { ports, zone } = cutover;
    const forgetful = async () => {
      const entry = await ports.ledger.read(cutover.route);
      return entry === null ? null : { ...entry, expected: null };
    };
    const ledger = { ...ports.ledger, read: forgetful };
    zone.change(weight(50, 50));
    expect(await revert({ ...cutover, ports: { ...ports, ledger } })).toMatchObject({ action: 'moved' });
    expect(zone.weights()).toEqual([100, 0]);
  });
});

describe('a first shift that may still arrive', () => {
  const begin = ({ ledger, route, fence }: Cutover) =>
    ledger.beginShift(route, fence, { until: '2026-11-20T12:00:45.000Z', percent: 10 }, null);

  test('is waited for, to the second, and then the snapshot is written once more', async () => {
    const cutover = await cutoverUnderWay();
    await begin(cutover);
    cutover.pass(10.999);
    const result = await revert(cutover);
    const fence = (await cutover.entry())?.lock?.fence;
    expect(result).toEqual({ action: 'wait', reason, fence, waitSeconds: 35 });
    cutover.pass(34);
    expect(await revert(cutover)).toMatchObject({ action: 'wait', waitSeconds: 1 });
    cutover.pass(0.001);
    expect(cutover.zone.written).toEqual([]);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 0 });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(await cutover.ledger.decisions(cutover.route)).toContainEqual(
      expect.objectContaining({ what: 'revert to 0 %, in case the first shift has landed' }),
    );
  });

  test('is reverted when it has arrived, and the step repeats while another try may arrive', async () => {
    const cutover = await cutoverUnderWay();
    await begin(cutover);
    cutover.zone.change(weight(90, 10));
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 45 });
    expect(cutover.zone.weights()).toEqual([100, 0]);
    expect(await revert(cutover)).toMatchObject({ action: 'wait', waitSeconds: 45 });
    cutover.pass(45);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 0 });
    expect(await decision(cutover)).toMatchObject({ what: 'revert from 10 % to 0 %' });
  });

  test('is reverted, and the step repeats up to the end of the lease', async () => {
    const cutover = await cutoverUnderWay();
    await begin(cutover);
    cutover.zone.change(weight(90, 10));
    cutover.pass(44.999);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 1 });
  });

  test('is reverted without a repeat once no other try can arrive', async () => {
    const cutover = await cutoverUnderWay();
    await begin(cutover);
    cutover.zone.change(weight(90, 10));
    cutover.pass(45);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 0 });
  });

  test('is waited for when it is a later shift, although that fails after the revert', async () => {
    const cutover = await shiftedTo(0);
    const { version } = await cutover.zone.router.read(cutover.plan.router);
    const lease = { until: '2026-11-20T12:01:30.000Z', percent: 10 };
    await cutover.ledger.beginShift(cutover.route, cutover.fence, lease, null);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 30 });
    const late = cutover.zone.router.write(cutover.plan.router, 50, version);
    await expect(late).rejects.toBeInstanceOf(RouteChangedError);
    expect(cutover.zone.weights()).toEqual([100, 0]);
    // The next cutover could bring the weights to what that shift expects.
    expect(await revert(cutover)).toMatchObject({ action: 'wait', waitSeconds: 30 });
    cutover.pass(30);
    expect(await revert(cutover)).toMatchObject({ action: 'moved', waitSeconds: 0 });
  });
});

describe('an unhealthy old path', () => {
  const arn = (name: string) =>
    `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
  const [old, other1, fresh] = [arn('old'), arn('old-2'), arn('new')];
  /** Target groups with so many healthy targets and an unhealthy one each; null: no such group. */
  const healthy = (counts: Readonly<Record<string, number | null>>): TargetHealth => ({
    targets: async (of) => {
      const count = counts[of] ?? null;
      return count === null
        ? null
        : ['unhealthy', ...Array.from({ length: count }, () => 'healthy')].map((state, i) => ({
            id: `i-${i}`,
            state,
            reason: '',
          }));
    },
  });
  /** A cutover at 50 % whose plan names these groups. */
  const shifted = async (groups: { readonly old: readonly string[]; readonly new: readonly string[] }) => {
    const cutover = await shiftedTo(1);
    const { ledger } = cutover.ports;
    const read = async () => {
      const entry = await ledger.read(cutover.route);
      return entry?.lock == null ? entry : { ...entry, lock: { ...entry.lock, targetGroupArns: groups } };
    };
    return { ...cutover, ports: { ...cutover.ports, ledger: { ...ledger, read } } };
  };

  test.each([
    [{ [old]: 0, [other1]: 0, [fresh]: 2 }, 2],
    [{ [old]: null, [other1]: null, [fresh]: 1 }, 1],
  ])('gets no traffic back while the new path can serve: %j', async (counts, left) => {
    const cutover = await shifted({ old: [old, other1], new: [fresh] });
    await expect(revert(cutover, healthy(counts))).rejects.toEqual(
      new PathUnhealthyError(
        `the old path has no healthy targets and the new path has ${left}, so the traffic ` +
          `was not moved back;` +
          ' repair the old path, then start the revert again',
      ),
    );
    expect(cutover.zone.weights()).toEqual([50, 50]);
    expect((await cutover.entry())?.lock?.reverting).toBe(true);
  });

  test.each([
    ['one of its targets is healthy', { [old]: 0, [other1]: 1, [fresh]: 2 }],
    ['the new path has no healthy targets either', { [old]: 0, [other1]: 0, [fresh]: 0 }],
    ['the target group of the new path does not exist', { [old]: 0, [other1]: 0, [fresh]: null }],
  ])('gets the traffic back when %s', async (_, counts) => {
    const cutover = await shifted({ old: [old, other1], new: [fresh] });
    expect(await revert(cutover, healthy(counts))).toMatchObject({ action: 'moved' });
    expect(cutover.zone.weights()).toEqual([100, 0]);
  });

  test.each([old, fresh])('gets the traffic back when %s cannot be read', async (unreadable) => {
    const cutover = await shifted({ old: [old, other1], new: [fresh] });
    const known = healthy({ [old]: 0, [other1]: 0, [fresh]: 2 });
    const targets: TargetHealth = {
      targets: (of) => (of === unreadable ? Promise.reject(new Error('is away')) : known.targets(of)),
    };
    expect(await revert(cutover, targets)).toMatchObject({ action: 'moved' });
  });

  describe('whose target group the router names', () => {
    const shiftedForward = async () => {
      const cutover = await albCutoverUnderWay();
      await shiftTraffic(cutover.ports)({ ...cutover.input, stage: 0, iterations: 0, evidence: 'fine' });
      const { oldTargetGroupArn, newTargetGroupArn } = cutover.input.plan.router;
      const { ports, route } = cutover;
      const back = (targets: TargetHealth) =>
        revertTraffic({ ...ports, targets })({
          ...{ execution, route, failure },
          ...{ revert: revertExecution, entered: nextEntry() },
        });
      return { back, old: oldTargetGroupArn, fresh: newTargetGroupArn };
    };

    test('gets no traffic back while that is empty and the new one can serve', async () => {
      const { back, old, fresh } = await shiftedForward();
      await expect(back(healthy({ [old]: 0, [fresh]: 1 }))).rejects.toThrow(PathUnhealthyError);
      const { back: again } = await shiftedForward();
      expect(await again(healthy({ [old]: 1, [fresh]: 1 }))).toMatchObject({ action: 'moved' });
    });

    test('gets its traffic back when that has no health checks, as a Lambda function', async () => {
      const { back, old } = await shiftedForward();
      const targets = async (of: string) => [
        of === old
          ? { id: 'lambda', state: 'unavailable', reason: '', unchecked: true as const }
          : { id: 'i-1', state: 'healthy', reason: '' },
      ];
      expect(await back({ targets })).toMatchObject({ action: 'moved' });
    });
  });

  test('is not checked when the plan names no target group of it', async () => {
    const cutover = await shifted({ old: [], new: [fresh] });
    expect(await revert(cutover, healthy({ [fresh]: 2 }))).toMatchObject({ action: 'moved' });
  });
});

describe('an execution without the lock', () => {
  const nothing = (route: string) => ({
    action: 'nothing',
    reason: `${execution} does not hold the lock of ${route}; there is nothing to revert`,
  });
  const cases: [string, (cutover: Cutover) => Promise<unknown>][] = [
    ['because it was released', ({ ledger, route, fence }) => ledger.release(route, fence, LATER)],
    [
      'because another execution holds it',
      async ({ ledger, route, fence, plan }) => {
        await ledger.release(route, fence, LATER);
        await takeLock(ledger, route, other, plan.router);
      },
    ],
  ];
  test.each(cases)('%s moves nothing and takes no lock', async (_, lose) => {
    const cutover = await shiftedTo(1);
    await lose(cutover);
    const [before, written] = [await cutover.entry(), [...cutover.zone.written]];
    expect(await revert(cutover)).toEqual(nothing(cutover.route));
    expect(cutover.zone.written).toEqual(written);
    expect(await cutover.entry()).toEqual(before);
    expect(await decision(cutover)).toBeUndefined();
  });

  test('because the ledger is empty moves nothing', async () => {
    const cutover = await shiftedTo(1);
    const ports = { ...cutover.ports, ledger: memoryLedger() };
    expect(await revert({ ...cutover, ports })).toEqual(nothing(cutover.route));
  });
});

test('throws when the ledger has lost the route', async () => {
  const cutover = await shiftedTo(1);
  const { ports } = cutover;
  const ledger = { ...ports.ledger, read: async () => null };
  await expect(revert({ ...cutover, ports: { ...ports, ledger } })).rejects.toBeInstanceOf(FencedError);
  expect(cutover.zone.weights()).toEqual([50, 50]);
});

test('records that were prepared are restored after the traffic is back', async () => {
  const cutover = await cutoverToPrepare();
  await prepareRecords(cutover.ports)(cutover.input);
  const { ledger, route, input, zone, plan } = cutover;
  await ledger.saveSnapshot(route, input.fence, await zone.router.read(plan.router));
  cutover.pass(60);
  expect(await revert(cutover)).toMatchObject({ prepared: true });
});

describe('prepared records without a snapshot', () => {
  const withoutSnapshot = async (stages: number) => {
    const cutover = await cutoverToPrepare();
    const { ports, input, ledger, route, zone, plan } = cutover;
    await prepareRecords(ports)(input);
    await ledger.saveSnapshot(route, input.fence, await zone.router.read(plan.router));
    for (let stage = 0; stage < stages; stage += 1) {
      await shiftTraffic(ports)({ ...input, stage, evidence: 'fine', iterations: 0 });
    }
    cutover.pass(60);
    const read: typeof ledger.read = async (key) =>
      ({ ...(await ledger.read(key)), snapshot: null }) as never;
    return { ...cutover, ports: { ...ports, ledger: { ...ledger, read } } };
  };

  test('are restored, and nothing is moved, while no shift was recorded', async () => {
    expect(await revert(await withoutSnapshot(0))).toMatchObject({ action: 'unlock', prepared: true });
  });

  test('fail loudly after a shift, and keep the lock', async () => {
    await expect(revert(await withoutSnapshot(1))).rejects.toThrow('`snapshot` is missing');
  });

  test('fail loudly while a first shift may be on its way', async () => {
    const cutover = await withoutSnapshot(0);
    const { route, fence, ledger } = { ...cutover, fence: cutover.input.fence };
    await ledger.beginShift(route, fence, { until: '2026-11-20T12:01:45.000Z', percent: 10 }, null);
    await expect(revert(cutover)).rejects.toThrow('`snapshot` is missing');
  });
});

describe('a deployment that was ordered', () => {
  test.each([
    ['is reported while it may be under way', null, true],
    ['is not reported once it is done', '2026-11-20T12:03:00.000Z', false],
  ])('%s', async (_, doneAt, deploying) => {
    const cutover = await cutoverUnderWay();
    await cutover.ledger.saveDeployment(cutover.route, cutover.fence, orderedDeployment({ doneAt }), null);
    expect(await revert(cutover)).toMatchObject({ action: 'unlock', deploying });
    const shifted = await shiftedTo(0);
    await shifted.ledger.saveDeployment(shifted.route, shifted.fence, orderedDeployment({ doneAt }), null);
    expect(await revert(shifted)).toMatchObject({ action: 'moved', deploying });
  });
});

describe('an entry of the ledger that cannot be that of the cutover', () => {
  const until = '2026-11-20T12:00:30.000Z';
  const corrupt: [string, (entry: RouteEntry) => object, string][] = [
    ['no router', () => ({ router: null }), '`router` is missing'],
    ['a router of no kind', () => ({ router: { kind: 'dns' } }), '`router` is not a router'],
    [
      'the router of another route',
      ({ router }) => ({ router: { ...router, recordName: 'www.example.com' } }),
      '`router` is that of route53/',
    ],
    ['no snapshot, after a shift', () => ({ snapshot: null }), '`snapshot` is missing'],
    [
      'no snapshot, with a shift on its way',
      () => ({ snapshot: null, expected: null, shiftingUntil: until }),
      '`snapshot` is missing',
    ],
    ...[-1, 101, 0.5, Number.NaN].map((percent): [string, (entry: RouteEntry) => object, string] => [
      `a snapshot of ${percent} %`,
      ({ snapshot }) => ({ snapshot: { ...snapshot, percent } }),
      '`snapshot.',
    ]),
  ];

  test.each(corrupt)('with %s fails loudly, writes nothing and keeps the lock', async (_, made, message) => {
    const cutover = await shiftedTo(1);
    const { ports, zone } = cutover;
    const read: typeof ports.ledger.read = async (of) => {
      const entry = await ports.ledger.read(of);
      return entry === null ? null : ({ ...entry, ...made(entry) } as RouteEntry);
    };
    const reverting = revert({ ...cutover, ports: { ...ports, ledger: { ...ports.ledger, read } } });
    await expect(reverting).rejects.toThrow(message);
    await expect(reverting).rejects.toBeInstanceOf(LedgerCorruptError);
    expect(zone.weights()).toEqual([50, 50]);
    expect((await cutover.entry())?.lock).toMatchObject({ execution });
  });

  test('is not one without a snapshot while only a preparation is on its way', async () => {
    const cutover = await shiftedTo(0);
    const { ports } = cutover;
    const read: typeof ports.ledger.read = async (of) => {
      const entry = await ports.ledger.read(of);
      const prepared = {
        original: '[]',
        kept: '[]',
        left: '[]',
        loweredFrom: null,
        leadSeconds: 0,
        what: '',
      };
      const early = { snapshot: null, expected: null, shiftingUntil: until, prepared };
      return entry === null ? null : { ...entry, ...early };
    };
    const result = await revert({ ...cutover, ports: { ...ports, ledger: { ...ports.ledger, read } } });
    expect(result).toMatchObject({ action: 'unlock', prepared: true });
  });
});

test('no target group is read for a lock that names none', async () => {
  const cutover = await shiftedTo(1);
  const asked: string[] = [];
  const targets: TargetHealth = {
    targets: async (arn) => {
      asked.push(arn);
      return [];
    },
  };
  expect(await revert(cutover, targets)).toMatchObject({ action: 'moved' });
  expect(asked).toEqual([]);
});
