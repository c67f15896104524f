import { describe, expect, test } from '@jest/globals';
import { routeName } from '../../../lambdas/core/routers/route';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import { RouteBrokenError } from '../../../lambdas/core/shared/errors';
import { REVERT_NAMES, revertName } from '../../../lambdas/core/shared/revert-name';
import type { ExecutionStatus } from '../../../lambdas/ports';
import { type ReconcilePorts, reconcile } from '../../../lambdas/steps/guards/reconcile';
import { deploymentOf } from '../../support/plans/deployment';
import { began, execution, other } from '../../support/world/cutover';
import { LATER } from '../../support/world/later';
import { TURN } from '../../support/world/revert-turn';

const api = 'api.example.com';
const www = 'www.example.com';
const nothingToRepair = (count: number) => ({
  repaired: [],
  reason: `${count} locked route${count === 1 ? '' : 's'} checked, nothing to repair`,
});
const longer = (record: RecordSet) => ({ ...record, TTL: 300 });
const drift = 'the route was changed by someone else: A "old" TTL 60 → 300; A "new" TTL 60 → 300';
const away = (): Promise<never> => Promise.reject(new Error('is away'));
const ends: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** Two routes, of which the first is held by `execution`. */
async function held() {
  const deployment = deploymentOf(api, www);
  const fence = await deployment.hold(api, execution);
  const route = deployment.routeOf(api);
  return {
    ...deployment,
    fence,
    route,
    run: (over: Partial<ReconcilePorts> = {}) => reconcile({ ...deployment.ports, ...over })(),
    takeOver: () => deployment.ledger.takeOver(route, execution, TURN),
    /** What a repair leaves in the ledger. */
    decision: (reason: string) => ({
      key: 'reconcile',
      kind: 'repaired',
      what: 'repaired',
      reason,
      by: 'reconciler',
      execution,
      at: began,
    }),
  };
}
type Held = Awaited<ReturnType<typeof held>>;

/** Nothing is done, and nothing recorded but that nobody attends to the route. */
async function expectLeftAlone(
  { run, acts, decisionsOf, entryOf }: Held,
  over: Partial<ReconcilePorts> = {},
  unattended: string | null = null,
) {
  const before = await entryOf(api);
  expect(await run(over)).toEqual(nothingToRepair(1));
  expect(acts).toEqual([]);
  const reason = unattended ?? '';
  const recorded = {
    ...{ key: 'unattended', kind: 'unattended', what: 'locked and unattended', reason },
    ...{ by: 'reconciler', execution, at: began },
  };
  expect(await decisionsOf(api)).toEqual(unattended === null ? [] : [recorded]);
  expect(await entryOf(api)).toEqual(before);
}

test('repairs nothing when no route is locked', async () => {
  expect(await reconcile(deploymentOf(api, www).ports)()).toEqual(nothingToRepair(0));
});

describe.each(['RUNNING', 'PENDING_REDRIVE'] as const)('a cutover that is %s', (status) => {
  const running = async () => {
    const cutover = await held();
    cutover.forward.set(execution, status);
    return cutover;
  };

  test('is left alone when the route is as the ledger has it', async () => {
    await expectLeftAlone(await running());
  });

  test('is reverted and stopped, and recorded, when someone else has changed the route', async () => {
    const { run, acts, zoneOf, route, decisionsOf, decision } = await running();
    zoneOf(api).change(longer);
    expect(await run()).toEqual({ repaired: [`${route}: ${drift}`], reason: `${route}: ${drift}` });
    expect(acts).toEqual([
      { start: revertName(execution), input: { execution, route, failure: { Cause: drift } } },
      { stop: execution, error: 'RouteChanged', cause: drift },
    ]);
    expect(await decisionsOf(api)).toEqual([decision(drift)]);
  });

  test('is reverted and stopped, and recorded, when the route is broken', async () => {
    const { run, ports, acts, decisionsOf, decision } = await running();
    const read = () => Promise.reject(new RouteBrokenError('the record "new" is missing'));
    await run({ router: { ...ports.router, read } });
    expect(acts).toEqual([
      expect.objectContaining({ start: revertName(execution) }),
      { stop: execution, error: 'RouteChanged', cause: 'the record "new" is missing' },
    ]);
    expect(await decisionsOf(api)).toEqual([decision('the record "new" is missing')]);
  });

  test('is checked again when the route cannot be read', async () => {
    const { run, ports, acts } = await running();
    await expect(run({ router: { ...ports.router, read: away } })).rejects.toThrow();
    expect(acts).toEqual([]);
  });

  test('is left alone while its revert holds the lock, whatever the route is', async () => {
    const cutover = await running();
    await cutover.takeOver();
    cutover.zoneOf(api).change(longer);
    await expectLeftAlone(cutover);
  });
});

describe('a cutover under way is left alone', () => {
  const blind = ({ ports }: Held) => ({ router: { ...ports.router, read: away } });

  test('until it has taken its snapshot', async () => {
    const cutover = await held();
    await cutover.ledger.release(cutover.route, cutover.fence, LATER);
    await cutover.lock(api, execution);
    await expectLeftAlone(cutover, blind(cutover));
  });

  test('when the ledger does not have its router', async () => {
    const cutover = await held();
    const { ledger } = cutover;
    const read = async (route: string) => {
      const entry = await ledger.read(route);
      return entry === null ? null : { ...entry, router: null };
    };
    const ports = { ...blind(cutover), ledger: { ...ledger, read } };
    await expectLeftAlone(cutover, ports, "the ledger's entry is corrupt: `router` is missing");
  });

  test('while a shift may arrive, and is checked from then on', async () => {
    const cutover = await held();
    const { ledger, route, fence, zoneOf, pass, run } = cutover;
    await ledger.beginShift(route, fence, { until: '2026-11-20T12:00:45.000Z', percent: 10 }, null);
    zoneOf(api).change(longer);
    pass(44.999);
    await expectLeftAlone(cutover, blind(cutover));
    pass(0.001);
    expect(await run()).toMatchObject({ repaired: [`${route}: ${drift}`] });
  });

  const goingOn: [string, (cutover: Held) => Promise<unknown>][] = [
    [
      'has begun to shift',
      ({ ledger, route, fence }) => ledger.beginShift(route, fence, { until: began, percent: 10 }, null),
    ],
    [
      'has shifted',
      async ({ ledger, route, fence }) => {
        await ledger.beginShift(route, fence, { until: began, percent: 10 }, null);
        await ledger.saveExpected(route, fence, { percent: 10, version: '[]' });
      },
    ],
    ['has ended', ({ ledger, route, fence }) => ledger.release(route, fence, LATER)],
    ['is being reverted', ({ takeOver }) => takeOver()],
    [
      'has ended and another has started',
      async ({ ledger, route, fence, hold }) => {
        await ledger.release(route, fence, LATER);
        await hold(api, other);
      },
    ],
  ];
  test.each(goingOn)('when the route differs because it %s meanwhile', async (_, goOn) => {
    const cutover = await held();
    const { ports, run, acts, decisionsOf, zoneOf } = cutover;
    const read: typeof ports.router.read = async (route) => {
      zoneOf(api).change(longer);
      const reading = await ports.router.read(route);
      await goOn(cutover);
      return reading;
    };
    expect(await run({ router: { ...ports.router, read } })).toEqual(nothingToRepair(1));
    expect(acts).toEqual([]);
    expect(await decisionsOf(api)).toEqual([]);
  });

  test('when it ends in order during the check', async () => {
    const { run, acts, executions, ledger, route, fence, decisionsOf } = await held();
    const status = async (): Promise<ExecutionStatus> => {
      await ledger.release(route, fence, LATER);
      return 'FAILED';
    };
    expect(await run({ executions: { ...executions, status } })).toEqual(nothingToRepair(1));
    expect(acts).toEqual([]);
    expect(await decisionsOf(api)).toEqual([]);
  });

  test('when the ledger loses it during the check', async () => {
    const { run, acts, ledger, ports, zoneOf } = await held();
    zoneOf(api).change(longer);
    let reads = 0;
    const read = async (route: string) => {
      reads += 1;
      return reads > ports.routes.length ? null : ledger.read(route);
    };
    expect(await run({ ledger: { ...ledger, read } })).toEqual(nothingToRepair(1));
    expect(acts).toEqual([]);
  });
});

describe('a cutover that ended and still holds the lock', () => {
  test.each(ends)('is reverted when it is %s', async (status) => {
    const { run, acts, forward, route, decisionsOf, decision } = await held();
    forward.set(execution, status);
    const why = `the execution is ${status} and still held the lock, and traffic may have moved`;
    expect(await run()).toEqual({
      repaired: [`${route}: ${why}; its revert was started`],
      reason: `${route}: ${why}; its revert was started`,
    });
    const failure = { Error: status, Cause: why };
    expect(acts).toEqual([{ start: revertName(execution), input: { execution, route, failure } }]);
    expect(await decisionsOf(api)).toEqual([decision(`${why}; its revert was started`)]);
  });

  test('is reverted when its execution does not exist any more', async () => {
    const { run, acts, forward } = await held();
    forward.delete(execution);
    const Cause = 'the execution is gone and still held the lock, and traffic may have moved';
    expect((await run()).repaired).toHaveLength(1);
    expect(acts).toMatchObject([
      { start: revertName(execution), input: { failure: { Error: 'gone', Cause } } },
    ]);
  });

  test('is reverted before anything moved too, so that the route is unlocked', async () => {
    const { lock, forward, ports, acts, decisionsOf } = deploymentOf(api);
    await lock(api, execution);
    forward.set(execution, 'ABORTED');
    const Cause = 'the execution is ABORTED and still held the lock';
    expect((await reconcile(ports)()).reason).toMatch(/still held the lock; its revert was started$/);
    expect(acts).toMatchObject([{ start: revertName(execution), input: { failure: { Cause } } }]);
    expect(await decisionsOf(api)).toHaveLength(1);
  });

  test('is unlocked after a success, without moving traffic', async () => {
    const { run, acts, forward, route, entryOf, decisionsOf, decision } = await held();
    forward.set(execution, 'SUCCEEDED');
    const reason = 'the cutover succeeded without releasing its lock; the lock was released';
    expect(await run()).toEqual({ repaired: [`${route}: ${reason}`], reason: `${route}: ${reason}` });
    expect(await entryOf(api)).toMatchObject({ lock: null });
    expect(acts).toEqual([]);
    expect(await decisionsOf(api)).toEqual([decision(reason)]);
    expect(await run()).toEqual(nothingToRepair(0));
  });

  test.each([...ends, 'SUCCEEDED' as const, null])(
    'is reverted when its revert never ran and it is %s',
    async (status) => {
      const { run, acts, forward, takeOver, entryOf } = await held();
      await takeOver();
      if (status === null) {
        forward.delete(execution);
      } else {
        forward.set(execution, status);
      }
      expect((await run()).repaired).toHaveLength(1);
      expect(acts).toMatchObject([{ start: revertName(execution) }]);
      expect((await entryOf(api))?.lock).toMatchObject({ reverting: true });
    },
  );

  const reverts: readonly ExecutionStatus[] = ['RUNNING', 'PENDING_REDRIVE', ...ends];
  test.each(reverts)('is left alone when its revert is %s', async (status) => {
    for (const reverting of [false, true]) {
      const cutover = await held();
      cutover.forward.set(execution, 'ABORTED');
      cutover.reverts.set(revertName(execution), status);
      cutover.inputs.set(revertName(execution), { execution, route: cutover.route });
      if (reverting) {
        await cutover.takeOver();
      }
      const failed = 'the execution is ABORTED, and its revert has ended without releasing the lock';
      await expectLeftAlone(cutover, {}, ends.includes(status) ? failed : null);
    }
  });

  test('is recorded as unattended once, however often it is found', async () => {
    const { run, forward, reverts, inputs, route, decisionsOf, pass } = await held();
    forward.set(execution, 'ABORTED');
    reverts.set(revertName(execution), 'FAILED');
    inputs.set(revertName(execution), { execution, route });
    for (let times = 0; times < 3; times += 1) {
      await run();
      pass(300);
    }
    expect(await decisionsOf(api)).toMatchObject([{ kind: 'unattended', at: began }]);
  });

  test.each([undefined, '', 7])(
    'whose execution is %s is unattended, and recorded for nobody',
    async (made) => {
      const { ledger, route, run, decisionsOf, logged } = await held();
      const read = async (of: string) => {
        const entry = await ledger.read(of);
        return { ...entry, lock: { ...entry?.lock, execution: made } } as never;
      };
      await run({ ledger: { ...ledger, read }, routes: [route] });
      expect(await decisionsOf(api)).toEqual([]);
      expect(logged.at(-1)?.detail).toMatchObject({ RoutesLockedUnattended: 1 });
    },
  );
});

test('when something else uses every name of a revert, that is an error and nothing starts', async () => {
  const { run, acts, forward, reverts } = await held();
  forward.set(execution, 'ABORTED');
  for (let attempt = 0; attempt < REVERT_NAMES; attempt += 1) {
    reverts.set(revertName(execution, attempt), 'SUCCEEDED');
  }
  await expect(run()).rejects.toThrow(
    'are used, by reverts that failed or by executions that revert something else',
  );
  expect(acts).toEqual([]);
});

describe('several routes', () => {
  test('are all checked, and each has its own reason', async () => {
    const { run, hold, forward, routeOf, route, acts } = await held();
    await hold(www, other);
    forward.set(execution, 'SUCCEEDED').set(other, 'ABORTED');
    const { repaired, reason } = await run();
    expect(repaired).toEqual([
      expect.stringMatching(`^${route}: the cutover succeeded`),
      expect.stringMatching(`^${routeOf(www)}: the execution is ABORTED`),
    ]);
    expect(reason).toBe(repaired.join('; '));
    expect(acts).toHaveLength(1);
  });

  const broken: [string, (cutover: Held) => Partial<ReconcilePorts>][] = [
    [
      'its ledger',
      ({ ledger, route }) => ({
        ledger: { ...ledger, read: (of) => (of === route ? away() : ledger.read(of)) },
      }),
    ],
    [
      'its execution',
      ({ executions }) => ({
        executions: { ...executions, status: (of) => (of === execution ? away() : executions.status(of)) },
      }),
    ],
    [
      'its route',
      ({ ports }) => ({
        router: { ...ports.router, read: (of) => (routeName(of) === api ? away() : ports.router.read(of)) },
      }),
    ],
  ];
  test.each(broken)('are all checked when one fails for %s, which is thrown', async (_, breaking) => {
    const cutover = await held();
    const { run, hold, zoneOf, acts, decisionsOf } = cutover;
    await hold(www, other);
    zoneOf(www).change(longer);
    await expect(run(breaking(cutover))).rejects.toThrow('is away');
    expect(acts).toMatchObject([{ start: revertName(other) }, { stop: other }]);
    expect(await decisionsOf(www)).toMatchObject([{ reason: drift }]);
  });
});

describe('a repair that fails', () => {
  const drifted = async () => {
    const cutover = await held();
    cutover.zoneOf(api).change(longer);
    return cutover;
  };

  test('to stop the cutover throws, after its revert was started and recorded', async () => {
    const { run, acts, executions, decisionsOf, decision } = await drifted();
    await expect(run({ executions: { ...executions, stop: away } })).rejects.toThrow('is away');
    expect(acts).toMatchObject([{ start: revertName(execution) }]);
    expect(await decisionsOf(api)).toEqual([decision(drift)]);
  });

  test('to write the ledger throws, after its revert was started', async () => {
    const { run, acts, ledger } = await drifted();
    await expect(run({ ledger: { ...ledger, record: away } })).rejects.toThrow('is away');
    expect(acts).toMatchObject([{ start: revertName(execution) }]);
  });

  test('to start the revert throws, and records nothing', async () => {
    const { run, acts, executions, decisionsOf } = await drifted();
    await expect(run({ executions: { ...executions, startRevert: away } })).rejects.toThrow('is away');
    expect(acts).toEqual([]);
    expect(await decisionsOf(api)).toEqual([]);
  });

  test('is continued by the next run, which starts and records nothing twice', async () => {
    const { run, acts, executions, decisionsOf } = await drifted();
    await expect(run({ executions: { ...executions, stop: away } })).rejects.toThrow('is away');
    await run();
    expect(acts).toMatchObject([{ start: revertName(execution) }, { stop: execution }]);
    expect(await decisionsOf(api)).toHaveLength(1);
  });
});

describe('the metric of routes that are locked while nothing works on them', () => {
  const metricOf = (value: number) => ({
    _aws: {
      Timestamp: Date.parse(began),
      CloudWatchMetrics: [
        {
          Namespace: 'Cutover',
          Dimensions: [['LedgerTable']],
          Metrics: [{ Name: 'RoutesLockedUnattended', Unit: 'Count' }],
        },
      ],
    },
    LedgerTable: 'ledger',
    RoutesLockedUnattended: value,
  });
  const none = [{ level: 'info', detail: metricOf(0) }];

  test('is 0 when no route is locked', async () => {
    const { ports, logged } = deploymentOf(api, www);
    await reconcile(ports)();
    expect(logged).toEqual(none);
  });

  test.each(['RUNNING', 'PENDING_REDRIVE', 'ABORTED', 'SUCCEEDED'] as const)(
    'is 0 for a cutover that is %s, which works on it or was repaired now',
    async (status) => {
      const { run, forward, logged } = await held();
      forward.set(execution, status);
      await run();
      expect(logged).toEqual(none);
    },
  );

  test('is 0 while the revert runs', async () => {
    const { run, forward, takeOver, logged } = await held();
    forward.set(execution, 'ABORTED');
    await run();
    await takeOver();
    await run();
    expect(logged).toEqual([...none, ...none]);
  });

  test.each(ends)('names the route whose revert is %s, in every run until it is free', async (status) => {
    const { run, forward, reverts, logged, ledger, route, takeOver } = await held();
    forward.set(execution, 'ABORTED');
    await run();
    const fence = (await takeOver()) as number;
    reverts.set(revertName(execution), status);
    await run();
    await run();
    await ledger.release(route, fence, LATER);
    await run();
    const one = { level: 'error', detail: { ...metricOf(1), routes: [route] } };
    expect(logged).toEqual([...none, one, one, ...none]);
  });

  test('counts nothing that ended during the check', async () => {
    const { run, forward, inputs, reverts, logged, ledger, route, fence, executions } = await held();
    forward.set(execution, 'ABORTED');
    inputs.set(revertName(execution), { execution, route });
    reverts.set(revertName(execution), 'FAILED');
    const describeRevert = async (name: string) => {
      await ledger.release(route, fence, LATER);
      return executions.describeRevert(name);
    };
    await run({ executions: { ...executions, describeRevert } });
    expect(logged).toEqual(none);
  });

  test('is not 0 when a route could not be checked, and counts those that could', async () => {
    const { run, hold, forward, inputs, reverts, logged, executions, routeOf } = await held();
    const status = (of: string) => (of === execution ? away() : executions.status(of));
    await expect(run({ executions: { ...executions, status } })).rejects.toThrow('is away');
    expect(logged).toEqual([]);
    await hold(www, other);
    forward.set(other, 'ABORTED');
    inputs.set(revertName(other), { execution: other, route: routeOf(www) });
    reverts.set(revertName(other), 'FAILED');
    await expect(run({ executions: { ...executions, status } })).rejects.toThrow('is away');
    expect(logged).toEqual([{ level: 'error', detail: { ...metricOf(1), routes: [routeOf(www)] } }]);
  });
});

test('the log names unattended routes in their order, whichever was checked first', async () => {
  const { run, hold, forward, inputs, reverts, logged, executions, routeOf } = await held();
  await hold(www, other);
  for (const [of, name] of [
    [execution, api],
    [other, www],
  ] as const) {
    forward.set(of, 'ABORTED');
    inputs.set(revertName(of), { execution: of, route: routeOf(name) });
    reverts.set(revertName(of), 'FAILED');
  }
  let isOtherDone: () => void = () => undefined;
  const otherDone = new Promise<void>((resolve) => {
    isOtherDone = resolve;
  });
  const describeRevert = async (name: string) => {
    if (name === revertName(execution)) {
      await otherDone;
    } else {
      setImmediate(isOtherDone);
    }
    return executions.describeRevert(name);
  };
  await run({ executions: { ...executions, describeRevert } });
  expect(logged.map(({ detail }) => detail.routes)).toEqual([[routeOf(api), routeOf(www)]]);
});
