import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../lambdas/core/routers/route';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { FencedError, RouteBrokenError, RouteChangedError } from '../../lambdas/core/shared/errors';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { deployingStages, orderedDeployment } from '../support/accounts/code-deploy';
import { cutoverUnderWay, execution, other, takeLock } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

type Cutover = Awaited<ReturnType<typeof cutoverUnderWay>>;
const evidence = '2 of 2 checks passed, slowest 42 ms';
const shift = ({ ports, input }: Pick<Cutover, 'ports' | 'input'>, stage = 0) =>
  shiftTraffic(ports)({ ...input, stage, evidence });

/** What must stay as it is when a shift is refused. */
const state = async ({ zone, entry, decisions }: Cutover) => ({
  records: zone.records(),
  written: [...zone.written],
  entry: await entry(),
  decisions: await decisions(),
});

describe('a shift', () => {
  test('raises the route to the percent of its stage, and is in the ledger', async () => {
    const cutover = await cutoverUnderWay();
    cutover.pass(5);
    const shifted = await shift(cutover);
    const at = '2026-11-20T12:00:05.000Z';
    const { version } = await cutover.zone.router.read(cutover.plan.router);
    expect(shifted).toEqual({
      percent: 10,
      shiftedAt: at,
      change: { id: 'C1', version, route: cutover.plan.router },
      ttlSeconds: 60,
      stage: 0,
    });
    expect(cutover.zone.weights()).toEqual([90, 10]);
    expect(await cutover.entry()).toMatchObject({
      snapshot: { percent: 0 },
      expected: { percent: 10, version },
    });
    expect(await cutover.decisions()).toEqual([
      {
        ...{ key: 'shift-0', kind: 'shifted', what: 'shift to 10 %', reason: evidence, by: 'cutover' },
        ...{ execution, at, stage: 0, percent: 10 },
      },
    ]);
  });

  test('changes the weight and nothing else', async () => {
    const cutover = await cutoverUnderWay();
    const withoutWeights = (records: readonly RecordSet[]) => records.map(({ Weight: _, ...rest }) => rest);
    const before = withoutWeights(cutover.zone.records());
    await shift(cutover);
    expect(withoutWeights(cutover.zone.records())).toEqual(before);
  });

  test('continues from the shift before it, up to the last stage', async () => {
    const cutover = await cutoverUnderWay();
    for (const stage of [0, 1, 2]) {
      await shift(cutover, stage);
    }
    expect(cutover.zone.written).toEqual([10, 50, 100]);
    expect((await cutover.decisions()).map(({ key }) => key)).toEqual(['shift-0', 'shift-1', 'shift-2']);
  });

  test('throws for a stage that is not in the plan', async () => {
    const cutover = await cutoverUnderWay();
    await expect(shift(cutover, 3)).rejects.toBeInstanceOf(RangeError);
    expect(cutover.zone.written).toEqual([]);
  });
});

describe('a shift run twice', () => {
  test('leaves the same weights and decision, and a change to wait for', async () => {
    const cutover = await cutoverUnderWay();
    const first = await shift(cutover);
    const after = await state(cutover);
    const second = await shift(cutover);
    expect(second).toEqual({ ...first, change: { ...first.change, id: 'C2' } });
    expect(await state(cutover)).toEqual({ ...after, written: [10, 10] });
  });

  test('finds its own work when it is not in the ledger', async () => {
    const cutover = await cutoverUnderWay();
    const { ports, ledger } = cutover;
    const broken = { ...ledger, saveExpected: () => Promise.reject(new Error('crash')) };
    await expect(shift({ ...cutover, ports: { ...ports, ledger: broken } })).rejects.toThrow('crash');
    expect(cutover.zone.weights()).toEqual([90, 10]);
    expect((await cutover.entry())?.expected?.percent).toBe(0);

    const { change } = await shift(cutover);
    expect(cutover.zone.weights()).toEqual([90, 10]);
    expect((await cutover.entry())?.expected).toEqual({ percent: 10, version: change.version });
    await shift(cutover, 1);
    expect(cutover.zone.weights()).toEqual([50, 50]);
  });
});

describe('a shift on its way', () => {
  test('is in the ledger, with its reason, from before the write until it has arrived', async () => {
    const cutover = await cutoverUnderWay();
    const { zone, ports } = cutover;
    const known: unknown[] = [];
    const router = {
      ...zone.router,
      write: async (...args: Parameters<typeof zone.router.write>) => {
        known.push((await cutover.entry())?.shiftingUntil);
        known.push((await cutover.decisions()).map(({ what }) => what));
        return await zone.router.write(...args);
      },
    };
    cutover.pass(5);
    await shift({ ...cutover, ports: { ...ports, router } });
    expect(known).toEqual(['2026-11-20T12:00:50.000Z', ['shift to 10 %']]);
    expect((await cutover.entry())?.shiftingUntil).toBeNull();
  });

  test('is not written when the lock is lost just before', async () => {
    const cutover = await cutoverUnderWay();
    const { zone, ports, ledger, route } = cutover;
    const router = {
      ...zone.router,
      read: async (of: typeof cutover.plan.router) => {
        await ledger.takeOver(route, execution, TURN);
        return await zone.router.read(of);
      },
    };
    await expect(shift({ ...cutover, ports: { ...ports, router } })).rejects.toBeInstanceOf(FencedError);
    expect(zone.written).toEqual([]);
  });

  test('never lowers the percent when it comes late', async () => {
    const cutover = await cutoverUnderWay();
    await shift(cutover, 0);
    await shift(cutover, 1);
    const before = await state(cutover);
    await expect(shift(cutover, 0)).rejects.toMatchObject({
      name: 'FencedError',
      message: `${cutover.route} is already at 50 %; a late retry of the shift to 10 % changes nothing`,
    });
    expect(await state(cutover)).toEqual(before);
  });
});

describe('a route that someone else has changed is left as it is', () => {
  test.each<[string, (record: RecordSet) => RecordSet, RegExp]>([
    [
      'in its weights',
      (one) => ({ ...one, Weight: one.SetIdentifier === 'new' ? 20 : 80 }),
      new RegExp(
        '^api\\.example\\.com was changed by someone else: A "old" Weight 100 → 80; ' +
          'A "new" Weight 0 → 20; nothing was shifted$',
      ),
    ],
    ['in its TTL', (one) => ({ ...one, TTL: 300 }), /A "old" TTL 60 → 300/],
    [
      'in its TTL and to the weights of the stage',
      (one) => ({ ...one, TTL: 300, Weight: one.SetIdentifier === 'new' ? 10 : 90 }),
      /A "new" Weight 0 → 10/,
    ],
    [
      'to the weights of the stage, before any try can have written them',
      (one) => ({ ...one, Weight: one.SetIdentifier === 'new' ? 10 : 90 }),
      /A "new" Weight 0 → 10/,
    ],
    ['to the weights of a later stage', (one) => ({ ...one, Weight: 50 }), /Weight 100 → 50/],
  ])('%s', async (_, change, message) => {
    const cutover = await cutoverUnderWay();
    cutover.zone.change(change);
    const before = await state(cutover);
    await expect(shift(cutover)).rejects.toMatchObject({
      name: 'RouteChangedError',
      message: expect.stringMatching(message),
    });
    expect(await state(cutover)).toEqual(before);
  });

  test('between the read and the write', async () => {
    const cutover = await cutoverUnderWay();
    const { zone, ports } = cutover;
    const router = {
      ...zone.router,
      read: async (route: typeof cutover.plan.router) => {
        const reading = await zone.router.read(route);
        zone.change((record) => ({ ...record, TTL: 300 }));
        return reading;
      },
    };
    const before = await cutover.entry();
    await expect(shift({ ...cutover, ports: { ...ports, router } })).rejects.toBeInstanceOf(
      RouteChangedError,
    );
    expect(zone.written).toEqual([]);
    expect(await cutover.entry()).toEqual({
      ...before,
      shiftingUntil: '2026-11-20T12:00:45.000Z',
      shiftingTo: 10,
      leaseUntil: '2026-11-20T12:00:45.000Z',
    });
  });

  test('and broken', async () => {
    const cutover = await cutoverUnderWay();
    cutover.zone.change((record) => ({ ...record, Weight: 0 }));
    await expect(shift(cutover)).rejects.toBeInstanceOf(RouteBrokenError);
    expect(cutover.zone.written).toEqual([]);
  });
});

describe('nothing is shifted without the lock', () => {
  const cases: [string, (cutover: Cutover) => Promise<unknown>][] = [
    ['when it was released', ({ ledger, route, fence }) => ledger.release(route, fence, LATER)],
    [
      'when another execution holds it',
      async ({ ledger, route, fence, plan }) => {
        await ledger.release(route, fence, LATER);
        await takeLock(ledger, route, other, plan.router);
      },
    ],
    ['when a revert has taken it over', ({ ledger, route }) => ledger.takeOver(route, execution, TURN)],
  ];
  test.each(cases)('%s', async (_, lose) => {
    const cutover = await cutoverUnderWay();
    await lose(cutover);
    const before = await state(cutover);
    await expect(shift(cutover)).rejects.toMatchObject({
      name: 'FencedError',
      message:
        `the lock of ${cutover.route} is no longer held under fence ${cutover.fence}; nothing ` +
        `was shifted`,
    });
    expect(await state(cutover)).toEqual(before);
  });

  test('when it is being reverted, even under this fence', async () => {
    const cutover = await cutoverUnderWay();
    const fence = (await cutover.ledger.takeOver(cutover.route, execution, TURN)) ?? Number.NaN;
    const input = { ...cutover.input, fence };
    await expect(shift({ ...cutover, input })).rejects.toBeInstanceOf(FencedError);
    expect(cutover.zone.written).toEqual([]);
  });

  test('when the route is not in the ledger', async () => {
    const cutover = await cutoverUnderWay();
    const ports = { ...cutover.ports, ledger: memoryLedger() };
    await expect(shift({ ...cutover, ports })).rejects.toBeInstanceOf(FencedError);
    expect(cutover.zone.written).toEqual([]);
  });

  test('or without a snapshot', async () => {
    const { plan, ports, zone, input } = await cutoverUnderWay();
    const ledger = memoryLedger();
    const route = routeKey(plan.router);
    const fence = await takeLock(ledger, route, execution, plan.router);
    const bare = { ports: { ...ports, ledger }, input: { ...input, fence } };
    await expect(shift(bare)).rejects.toBeInstanceOf(FencedError);
    expect(zone.written).toEqual([]);
  });

  test('and the ledger stays unchanged when the lock is lost after the write', async () => {
    const cutover = await cutoverUnderWay();
    const { ledger, route, zone, ports } = cutover;
    const router = {
      ...zone.router,
      write: async (...args: Parameters<typeof zone.router.write>) => {
        const change = await zone.router.write(...args);
        await ledger.takeOver(route, execution, TURN);
        return change;
      },
    };
    await expect(shift({ ...cutover, ports: { ...ports, router } })).rejects.toBeInstanceOf(FencedError);
    expect(await cutover.entry()).toMatchObject({ expected: { percent: 0 }, lock: { reverting: true } });
  });
});

describe('a stage that deploys', () => {
  const at = '2026-11-20T12:03:00.000Z';

  test('is shifted to when its deployment is done, which is in the decision', async () => {
    const cutover = await cutoverUnderWay({ stages: deployingStages(0) });
    await cutover.ledger.saveDeployment(
      cutover.route,
      cutover.fence,
      orderedDeployment({ doneAt: at }),
      null,
    );
    await shift(cutover);
    expect((await cutover.decisions()).at(-1)?.reason).toBe(
      `${evidence}; deployment d-000000001 of shop/api was done at ${at}`,
    );
  });

  test.each([
    ['nothing was ordered', null],
    ['its deployment is under way', orderedDeployment()],
    ['the deployment of another stage is done', orderedDeployment({ stage: 1, doneAt: at })],
  ])('is not shifted to while %s', async (_, ordered) => {
    const cutover = await cutoverUnderWay({ stages: deployingStages(0) });
    if (ordered !== null) {
      await cutover.ledger.saveDeployment(cutover.route, cutover.fence, ordered, null);
    }
    const before = await state(cutover);
    await expect(shift(cutover)).rejects.toThrow(
      'the deployment of stage 0 is not done; nothing was shifted',
    );
    expect(await state(cutover)).toEqual(before);
  });
});

describe('after a shift that was announced and not written', () => {
  const announced = async () => {
    const cutover = await cutoverUnderWay();
    const write = () => Promise.reject(new Error('killed'));
    const router = { ...cutover.zone.router, write };
    await expect(shift({ ...cutover, ports: { ...cutover.ports, router } })).rejects.toThrow('killed');
    expect(await cutover.entry()).toMatchObject({ shiftingUntil: expect.any(String), shiftingTo: 10 });
    return cutover;
  };

  // Only the exact records that the announced shift leaves are its own work.
  test.each<[string, (record: RecordSet) => RecordSet]>([
    ['the TTL', (one) => ({ ...one, TTL: 300 })],
    ['the weights to others than those announced', (one) => ({ ...one, Weight: 50 })],
    ['the values', (one) => ({ ...one, ResourceRecords: [{ Value: '203.0.113.9' }] })],
    [
      'the TTL, beside the weights that were announced',
      (one) => ({ ...one, TTL: 300, Weight: one.SetIdentifier === 'new' ? 10 : 90 }),
    ],
  ])('refuses when someone else has changed %s, during the lease and after it', async (_, change) => {
    for (const seconds of [1, 1_000]) {
      const cutover = await announced();
      cutover.zone.change(change);
      cutover.pass(seconds);
      const before = await state(cutover);
      await expect(shift(cutover)).rejects.toMatchObject({ name: 'RouteChangedError' });
      expect(await state(cutover)).toEqual(before);
    }
  });

  test('shifts when the records are still those before it', async () => {
    const cutover = await announced();
    await shift(cutover);
    expect(cutover.zone.weights()).toEqual([90, 10]);
  });
});
