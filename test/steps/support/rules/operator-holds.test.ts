import { describe, expect, test } from '@jest/globals';
import { MAX_ITERATIONS } from '../../../../lambdas/core/estimate/estimate';
import type { OperatorCommand } from '../../../../lambdas/core/shared/operator-command';
import type { Clock, Ledger } from '../../../../lambdas/ports';
import { prepareRecords } from '../../../../lambdas/steps/prepare-records';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { startDeployment } from '../../../../lambdas/steps/start-deployment';
import { currentCommands } from '../../../../lambdas/steps/support/read-commands';
import { memoryLedger } from '../../../../lib/rehearsal/aws/memory-ledger';
import { deployingStages, fakeCodeDeploy } from '../../../support/accounts/code-deploy';
import { operatorCommand } from '../../../support/plans/operator-commands';
import { began, cutoverToPrepare, cutoverUnderWay, execution } from '../../../support/world/cutover';

type Kind = OperatorCommand['kind'];
const commandOf = (kind: Kind) => operatorCommand(kind, { at: began });

/** Calls back before the nth call of any method of any of the ports, and counts the calls. */
function interrupted<Ports extends object>(ports: Ports, at: number, act: () => Promise<unknown>) {
  const counted = { calls: 0 };
  const wrap = <T extends object>(port: T): T =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        async (...args: unknown[]) => {
          counted.calls += 1;
          if (counted.calls === at) {
            await act();
          }
          return (method as (...all: unknown[]) => unknown)(...args);
        },
      ]),
    ) as T;
  const wrapped = Object.entries(ports).map(([name, port]) => [name, name === 'clock' ? port : wrap(port)]);
  return { ports: Object.fromEntries(wrapped) as Ports, counted };
}

/** A step that begins something, in a world in which a command can come between any two of its calls. */
interface Beginning {
  readonly ledger: Ledger;
  readonly route: string;
  readonly run: (at: number, act: () => Promise<unknown>) => { done: Promise<unknown>; calls: () => number };
  /** Whether anything reached the router or CodeDeploy. */
  readonly hasActed: () => boolean;
  /** Whether the ledger has the lease of the step. */
  readonly hasLease: () => Promise<boolean>;
}

const beginnings: [string, (iterations?: number) => Promise<Beginning>][] = [
  [
    'a shift',
    async (iterations = 0) => {
      const { ports, input, ledger, route, zone, entry } = await cutoverUnderWay();
      return {
        ...{ ledger, route, hasActed: () => zone.written.length > 0 },
        run: (at, act) => {
          const one = interrupted(ports, at, act);
          const done = shiftTraffic(one.ports)({ ...input, stage: 0, evidence: 'fine', iterations });
          return { done, calls: () => one.counted.calls };
        },
        hasLease: async () => ((await entry())?.shiftingUntil ?? null) !== null,
      };
    },
  ],
  [
    'a preparation',
    async (iterations = 0) => {
      const { ports, input, ledger, route, zone, entry } = await cutoverToPrepare();
      return {
        ...{ ledger, route, hasActed: () => zone.replaced.length > 0 },
        run: (at, act) => {
          const one = interrupted(ports, at, act);
          const done = prepareRecords(one.ports)({ ...input, iterations });
          return { done, calls: () => one.counted.calls };
        },
        hasLease: async () => ((await entry())?.prepared ?? null) !== null,
      };
    },
  ],
  [
    'a deployment',
    async (iterations = 0) => {
      const { ports, input, ledger, route, entry } = await cutoverUnderWay({ stages: deployingStages(0) });
      const codeDeploy = fakeCodeDeploy();
      return {
        ...{ ledger, route, hasActed: () => codeDeploy.asked.includes('create') },
        run: (at, act) => {
          const one = interrupted({ ...ports, deployments: codeDeploy.deployments }, at, act);
          const done = startDeployment(one.ports)({ ...input, stage: 0, evidence: 'fine', iterations });
          return { done, calls: () => one.counted.calls };
        },
        hasLease: async () => ((await entry())?.deployment ?? null) !== null,
      };
    },
  ],
];

describe.each(beginnings)('%s', (_, make) => {
  const never = async () => undefined;

  test.each<[Kind, string]>([
    ['pause', 'PausedError'],
    ['abort', 'AbortedError'],
  ])('never begins after %s, sent between any two calls', async (kind, name) => {
    const undisturbed = (await make()).run(0, never);
    await undisturbed.done;
    expect(undisturbed.calls()).toBeGreaterThan(3);
    const began: boolean[] = [];
    for (let at = 1; at <= undisturbed.calls(); at += 1) {
      const { ledger, route, run, hasActed, hasLease } = await make();
      let leased = false;
      const { done } = run(at, async () => {
        leased = await hasLease();
        await ledger.sendCommand(route, execution, commandOf(kind));
      });
      if (leased || (await outcomeOf(done)) === null) {
        await done;
      } else {
        await expect(done).rejects.toMatchObject({ name });
      }
      // What had its lease before the command is under way; nothing else has begun.
      expect(hasActed()).toBe(leased);
      began.push(leased);
    }
    expect(new Set(began)).toEqual(new Set([false, true]));
  });

  test.each<Kind>(['resume', 'approve'])('is not held back by %s', async (kind) => {
    const { ledger, route, run, hasActed } = await make();
    await run(2, () => ledger.sendCommand(route, execution, commandOf(kind))).done;
    expect(hasActed()).toBe(true);
  });

  test('begins once a pause is over, and not on an approval', async () => {
    const { ledger, route, run, hasActed } = await make();
    await ledger.sendCommand(route, execution, commandOf('pause'));
    await ledger.sendCommand(route, execution, commandOf('approve'));
    await expect(run(0, never).done).rejects.toThrow(/^paused by ada: lunch; nothing was \w+$/);
    expect(hasActed()).toBe(false);
    await ledger.sendCommand(route, execution, commandOf('resume'));
    await run(0, never).done;
    expect(hasActed()).toBe(true);
  });

  test('ends the cutover when a pause would fill the execution history', async () => {
    const { ledger, route, run, hasActed } = await make(MAX_ITERATIONS);
    await ledger.sendCommand(route, execution, commandOf('pause'));
    await expect(run(0, never).done).rejects.toMatchObject({
      name: 'AbortedError',
      message: expect.stringMatching(/^paused by ada: lunch; the execution history is nearly full after \d+/),
    });
    expect(hasActed()).toBe(false);
  });

  test('that has begun is completed over a pause, and not over an abort', async () => {
    const { ledger, route, run } = await make();
    const crash = () => Promise.reject(new Error('crash'));
    const { done, calls } = run(0, never);
    await done;
    const other = await make();
    const last = calls();
    // The lease is taken and the work is done; only the ledger does not have it.
    await expect(other.run(last, crash).done).rejects.toThrow('crash');
    await other.ledger.sendCommand(other.route, execution, commandOf('pause'));
    await other.run(0, never).done;
    expect(other.hasActed()).toBe(true);
    expect(await ledger.read(route)).toMatchObject({ lock: { execution } });
  });
});

test('a shift that may have landed is not reported as one that never began after an abort', async () => {
  const { ports, input, ledger, route, zone } = await cutoverUnderWay();
  const crash = { ...ports, ledger: { ...ledger, saveExpected: () => Promise.reject(new Error('crash')) } };
  const shift = (over: typeof ports) => shiftTraffic(over)({ ...input, stage: 0, evidence: 'fine' });
  await expect(shift(crash)).rejects.toThrow('crash');
  await ledger.sendCommand(route, execution, commandOf('abort'));
  await expect(shift(ports)).rejects.toMatchObject({ name: 'AbortedUnderWayError' });
  expect(zone.written).toEqual([10]);
});

test('a shift whose lease has run out without landing has not begun', async () => {
  const { ports, input, ledger, route, fence, zone, pass } = await cutoverUnderWay();
  await ledger.beginShift(route, fence, { until: began, percent: 10 }, 0);
  await ledger.sendCommand(route, execution, commandOf('pause'));
  pass(1);
  const shift = shiftTraffic(ports)({ ...input, stage: 0, evidence: 'fine' });
  await expect(shift).rejects.toMatchObject({ name: 'PausedError' });
  expect(zone.written).toEqual([]);
});

describe('what cannot be read as a command', () => {
  const wrong = { ...commandOf('pause'), kind: 'Resume' } as never;
  const ahead = { ...commandOf('approve'), at: '2099-01-01T00:00:00Z' };
  const read = (ports: { ledger: Ledger; clock: Clock }, route: string) =>
    currentCommands(ports, { route, execution });

  test('lifts no pause, and is recorded once with what is wrong', async () => {
    const { ports, ledger, route, decisions, entry } = await cutoverUnderWay();
    for (const command of [commandOf('pause'), wrong]) {
      await ledger.sendCommand(route, execution, command);
    }
    for (let i = 0; i < 3; i += 1) {
      expect(await read(ports, route)).toMatchObject({ paused: { by: 'ada' }, resumed: null });
    }
    expect(await decisions()).toMatchObject([
      {
        key: 'refused-command-2',
        what: 'command refused',
        reason:
          'command 2 was refused and changes nothing: kind: is "Resume"; ' +
          'must be one of "approve", "promote", "pause", "resume", "abort", "revert"',
        by: 'cutover',
      },
    ]);
    expect((await entry())?.commands.refused).toEqual([1]);
  });

  test('never counts later, even when its time has come', async () => {
    const { ports, ledger, route } = await cutoverUnderWay();
    const soon = { ...ahead, at: '2026-11-20T12:10:00Z' };
    await ledger.sendCommand(route, execution, soon);
    expect((await read(ports, route)).approvals).toEqual([]);
    const clock = { ...ports.clock, now: () => Date.parse(soon.at) };
    expect((await read({ ...ports, clock }, route)).approvals).toEqual([]);
  });

  test('does not hold back a shift', async () => {
    const { ports, input, ledger, route, zone } = await cutoverUnderWay();
    await ledger.sendCommand(route, execution, ahead);
    await shiftTraffic(ports)({ ...input, stage: 0, evidence: 'fine' });
    expect(zone.written).toEqual([10]);
  });

  test('is nothing to an execution that does not hold the lock', async () => {
    const { ports, ledger, route } = await cutoverUnderWay();
    await ledger.sendCommand(route, execution, commandOf('abort'));
    const nothing = { aborted: null, paused: null, resumed: null, approvals: [], promotions: [] };
    expect(await currentCommands(ports, { route, execution: 'arn:other' })).toEqual(nothing);
    expect(await read({ ...ports, ledger: memoryLedger() }, route)).toEqual(nothing);
  });
});

/** The error's name; null when there was none. */
async function outcomeOf(done: Promise<unknown>): Promise<string | null> {
  return done.then(
    () => null,
    (error: Error) => error.name,
  );
}

describe('an announced shift that has not landed', () => {
  const announced = async (seconds: number) => {
    const { ports, input, ledger, route, zone, pass } = await cutoverUnderWay();
    const write = () => Promise.reject(new Error('killed'));
    const shift = (over: typeof ports) => shiftTraffic(over)({ ...input, stage: 0, evidence: 'fine' });
    await expect(shift({ ...ports, router: { ...ports.router, write } })).rejects.toThrow('killed');
    await ledger.sendCommand(route, execution, commandOf('pause'));
    pass(seconds);
    return { shift: shift(ports), zone };
  };

  test('is completed over a pause while it may still land', async () => {
    const { shift, zone } = await announced(44);
    await shift;
    expect(zone.written).toEqual([10]);
  });

  test('is held back by a pause from the end of its lease on', async () => {
    const { shift, zone } = await announced(45);
    await expect(shift).rejects.toMatchObject({ name: 'PausedError' });
    expect(zone.written).toEqual([]);
  });
});

describe('an announced deployment that may not have arrived', () => {
  const announced = async (seconds: number, kind: Kind = 'pause') => {
    const { ports, input, ledger, route, pass } = await cutoverUnderWay({ stages: deployingStages(0) });
    const codeDeploy = fakeCodeDeploy();
    const start = (over: object) =>
      startDeployment({ ...ports, deployments: { ...codeDeploy.deployments, ...over } })({
        ...{ ...input, stage: 0, evidence: 'fine' },
      });
    const create = () => Promise.reject(new Error('killed'));
    await expect(start({ create })).rejects.toThrow('killed');
    await ledger.sendCommand(route, execution, commandOf(kind));
    pass(seconds);
    return { started: start({}), codeDeploy };
  };

  test('is completed over a pause while its lease lasts', async () => {
    const { started, codeDeploy } = await announced(44);
    await expect(started).resolves.toMatchObject({ deployment: { id: expect.any(String) } });
    expect(codeDeploy.asked).toContain('create');
  });

  test('is held back by a pause from the end of its lease on', async () => {
    const { started, codeDeploy } = await announced(45);
    await expect(started).rejects.toMatchObject({ name: 'PausedError' });
    expect(codeDeploy.asked).not.toContain('create');
  });

  test.each([
    [44, 'AbortedUnderWayError'],
    [45, 'AbortedError'],
  ])('ends with what an abort after %i s means for it: %s', async (seconds, name) => {
    const { started } = await announced(seconds, 'abort');
    await expect(started).rejects.toMatchObject({ name });
  });
});

test('a shift that has moved traffic is completed over a pause, wherever its first try ended', async () => {
  /** A try that ends before one of its calls, or after all of them, a pause, and another try. */
  const tried = async (endsAt: number) => {
    const { ports, input, ledger, route, zone } = await cutoverUnderWay();
    const { ports: ending, counted } = interrupted(ports, endsAt, () => Promise.reject(new Error('killed')));
    const shift = (given: typeof ports) => shiftTraffic(given)({ ...input, stage: 0, evidence: 'fine' });
    await outcomeOf(shift(ending));
    const hasMoved = zone.weights()[1] === 10;
    await ledger.sendCommand(route, execution, commandOf('pause'));
    return { calls: counted.calls, hasMoved, again: await outcomeOf(shift(ports)) };
  };
  const { calls, ...whole } = await tried(0);
  expect(whole).toEqual({ hasMoved: true, again: null });
  const ended = await Promise.all(Array.from({ length: calls }, (_, i) => tried(i + 1)));
  const moved = ended.filter(({ hasMoved }) => hasMoved);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.map(({ again }) => again)).toEqual(moved.map(() => null));
});
