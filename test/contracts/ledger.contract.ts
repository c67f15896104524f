import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OrderedDeployment } from '../../lambdas/core/deployments/deployment';
import type { Router } from '../../lambdas/core/plan/plan';
import { MAX_COMMANDS } from '../../lambdas/core/shared/operator-command';
import type { Decision, Ledger, OperatorCommand } from '../../lambdas/ports';
import { operatorCommand } from '../support/plans/operator-commands';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

const router: Router = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A', 'AAAA'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const arn = (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:cutover:${name}`;
const one = arn('one');
const two = arn('two');
const at = '2026-11-20T12:00:00.000Z';
const owner = (execution: string) => ({ execution, planName: 'api', acquiredAt: at });
const snapshot = { percent: 0, version: '[{"Weight":100},{"Weight":0}]' };
const expected = { percent: 33.333333333333336, version: '[{"Weight":2},{"Weight":1}]' };

const deployment: OrderedDeployment = {
  stage: 1,
  applicationName: 'shop',
  deploymentGroupName: 'api',
  mark: `cutover ${one} stage 1`,
  orderedAt: at,
  orderingUntil: '2026-11-20T12:00:45.000Z',
  id: 'd-A1B2C3D4E',
  doneAt: null,
};

/** No route is used twice, so the suite may use a table that has the data of earlier runs. */
let routes = 0;
const freshRoute = () => {
  routes += 1;
  return `route53/Z0123456789ABCDEFGHIJ/${Date.now()}-${routes}.example.com`;
};

/**
 * What every ledger must do.
 * @param make may return the same ledger every time: each test has a route of its own
 */
export function describeLedger(name: string, make: () => Promise<Ledger>): void {
  describe(`${name} as a ledger`, () => {
    let ledger: Ledger;
    let route: string;

    beforeEach(async () => {
      ledger = await make();
      route = freshRoute();
    });

    /** Takes the lock, which must be free. @returns the fence */
    const take = async (execution: string): Promise<number> => {
      const result = await ledger.acquire(route, router, owner(execution));
      expect(result).toEqual({ acquired: true, fence: expect.any(Number) });
      return result.acquired ? result.fence : Number.NaN;
    };
    const takeOver = async (execution: string): Promise<number> => {
      const fence = await ledger.takeOver(route, execution, TURN);
      expect(fence).not.toBeNull();
      return fence ?? Number.NaN;
    };
    const lock = async () => (await ledger.read(route))?.lock ?? null;

    describe('lock', () => {
      test('a route that was never locked has no entry', async () => {
        expect(await ledger.read(route)).toBeNull();
      });

      test('the lock is acquired by the first execution', async () => {
        const fence = await take(one);
        expect(await ledger.read(route)).toEqual({
          lock: { ...owner(one), fence, reverting: false },
          snapshot: null,
          expected: null,
          router,
          shiftingUntil: null,
          shiftingTo: null,
          leaseUntil: null,
          deployment: null,
          prepared: null,
          commands: { stored: [], refused: [] },
        });
      });

      test('the lock is acquired again by its holder under the same fence', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        expect(await take(one)).toBe(fence);
        expect((await ledger.read(route))?.snapshot).toEqual(snapshot);
      });

      test('the lock and the decision that comes with it are written together, once', async () => {
        const started: Decision = {
          ...{ key: 'started', kind: 'started', at, execution: one, what: 'started', reason: 'r', by: 'b' },
          plan: 'api',
        };
        const first = await ledger.acquire(route, router, owner(one), started);
        const second = await ledger.acquire(route, router, owner(one), { ...started, reason: 'again' });
        expect(second).toEqual(first);
        expect(await ledger.decisions(route)).toEqual([started]);
      });

      test('the decision of a lock that another execution holds is not written', async () => {
        const started: Decision = {
          ...{ key: 'started', kind: 'started', at, execution: two, what: 'started', reason: 'r', by: 'b' },
        };
        await take(one);
        expect(await ledger.acquire(route, router, owner(two), started)).toMatchObject({ acquired: false });
        expect(await ledger.decisions(route)).toEqual([]);
      });

      test('the lock is acquired although its decision is there already', async () => {
        const started: Decision = {
          ...{ key: 'started', kind: 'started', at, execution: one, what: 'started', reason: 'r', by: 'b' },
        };
        await ledger.record(route, started);
        expect(await ledger.acquire(route, router, owner(one), { ...started, reason: 'again' })).toEqual({
          acquired: true,
          fence: expect.any(Number),
        });
        expect(await ledger.decisions(route)).toEqual([started]);
      });

      test('the lock is refused to others, with its holder named', async () => {
        const fence = await take(one);
        expect(await ledger.acquire(route, router, owner(two))).toEqual({
          acquired: false,
          holder: { ...owner(one), fence, reverting: false },
        });
      });

      test('the lock is acquired by exactly one of twenty executions at once', async () => {
        const contenders = Array.from({ length: 20 }, (_, i) => arn(`contender-${i}`));
        const results = await Promise.all(
          contenders.map((execution) => ledger.acquire(route, router, owner(execution))),
        );
        const winner = contenders[results.findIndex(({ acquired }) => acquired)];
        expect(results.filter(({ acquired }) => acquired)).toHaveLength(1);
        expect((await lock())?.execution).toBe(winner);
        const holders = results.flatMap((result) => (result.acquired ? [] : [result.holder.execution]));
        expect(new Set(holders)).toEqual(new Set([winner]));
      });

      test('the lock has one fence for twenty calls of its holder at once', async () => {
        const results = await Promise.all(
          Array.from({ length: 20 }, () => ledger.acquire(route, router, owner(one))),
        );
        expect(new Set(results.map((result) => result.acquired && result.fence)).size).toBe(1);
      });

      test('the lock of one route does not lock another route', async () => {
        await take(one);
        route = freshRoute();
        await take(two);
        expect((await lock())?.execution).toBe(two);
      });
    });

    describe('release', () => {
      test('the release frees the lock and keeps the rest of the entry', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.release(route, fence, LATER);
        expect(await ledger.read(route)).toEqual({
          lock: null,
          snapshot,
          expected: snapshot,
          router,
          shiftingUntil: null,
          shiftingTo: null,
          leaseUntil: null,
          deployment: null,
          prepared: null,
          commands: { stored: [], refused: [] },
        });
      });

      test('the release has no effect the second time', async () => {
        const fence = await take(one);
        await ledger.release(route, fence, LATER);
        await ledger.release(route, fence, LATER);
        expect(await lock()).toBeNull();
      });

      test('the release does not free the lock of the next owner', async () => {
        const fence = await take(one);
        await ledger.release(route, fence, LATER);
        await take(two);
        await expect(ledger.release(route, fence, LATER)).rejects.toMatchObject({ name: 'FencedError' });
        expect((await lock())?.execution).toBe(two);
      });

      test('a late try of an earlier shift does not take the place of a later one', async () => {
        const fence = await take(one);
        const later = { percent: 50, version: 'later' };
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.saveExpected(route, fence, later);
        await expect(ledger.saveExpected(route, fence, expected)).rejects.toMatchObject({
          name: 'FencedError',
        });
        expect((await ledger.read(route))?.expected).toEqual(later);
        await ledger.saveExpected(route, fence, { ...later, version: 'again' });
        expect((await ledger.read(route))?.expected?.version).toBe('again');
      });

      test('a cutover that moves down goes on to lower percents alone', async () => {
        const taken = await ledger.acquire(route, router, { ...owner(one), direction: 'down' });
        const { fence } = taken as Extract<typeof taken, { acquired: true }>;
        expect((await lock())?.direction).toBe('down');
        const high = { percent: 50, version: 'high' };
        const low = { percent: 10, version: 'low' };
        await ledger.saveSnapshot(route, fence, { percent: 100, version: 'full' });
        for (const next of [high, low, { percent: 10, version: 'again' }]) {
          await ledger.saveExpected(route, fence, next);
        }
        await expect(ledger.saveExpected(route, fence, high)).rejects.toMatchObject({
          name: 'FencedError',
        });
        expect((await ledger.read(route))?.expected).toEqual({ percent: 10, version: 'again' });
      });

      test('the release keeps the lock while a lease is running, even of a shift that arrived', async () => {
        const fence = await take(one);
        await ledger.beginShift(route, fence, { until: '2026-11-20T12:00:45.000Z', percent: 10 }, null);
        await ledger.saveExpected(route, fence, expected);
        expect(await ledger.read(route)).toMatchObject({ leaseUntil: '2026-11-20T12:00:45.000Z' });
        const until = await ledger.release(route, fence, '2026-11-20T12:00:44.999Z');
        expect(until).toBe('2026-11-20T12:00:45.000Z');
        expect((await lock())?.execution).toBe(one);
        expect(await ledger.release(route, fence, '2026-11-20T12:00:45.000Z')).toBeNull();
        expect(await lock()).toBeNull();
      });

      test('the release is refused under another fence, whatever lease is running', async () => {
        const fence = await take(one);
        await ledger.beginShift(route, fence, { until: '2026-11-20T12:00:45.000Z', percent: 10 }, null);
        await takeOver(one);
        await expect(ledger.release(route, fence, at)).rejects.toMatchObject({ name: 'FencedError' });
      });

      test('the lease of an owner is not that of the next one', async () => {
        const fence = await take(one);
        await ledger.beginShift(route, fence, { until: at, percent: 10 }, null);
        await ledger.release(route, fence, LATER);
        await take(two);
        expect(await ledger.read(route)).toMatchObject({ leaseUntil: null });
      });

      describe('at the end of a success', () => {
        const decision: Decision = {
          ...{ key: 'end', kind: 'succeeded', what: 'succeeded', reason: 'all traffic is there' },
          ...{ by: 'cutover', execution: one, at },
        };
        const finish = (fence: number, commands: number, now = LATER) =>
          ledger.finish(route, fence, now, { decision, commands });

        test('frees the lock and records the decision, once', async () => {
          const fence = await take(one);
          expect(await finish(fence, 0)).toBeNull();
          expect(await lock()).toBeNull();
          expect(await ledger.decisions(route)).toEqual([decision]);
          expect(await finish(fence, 0)).toBeNull();
          expect(await ledger.decisions(route)).toEqual([decision]);
        });

        test('does neither while a command is unread', async () => {
          const fence = await take(one);
          await ledger.sendCommand(route, one, operatorCommand('pause'));
          expect(await finish(fence, 0)).toBe(false);
          expect((await lock())?.execution).toBe(one);
          expect(await ledger.decisions(route)).toEqual([]);
          expect(await finish(fence, 1)).toBeNull();
          expect(await lock()).toBeNull();
        });

        test('frees the lock over the same decision from before, which stays', async () => {
          const fence = await take(one);
          await ledger.record(route, { ...decision, reason: 'of an earlier version' });
          expect(await finish(fence, 0)).toBeNull();
          expect(await lock()).toBeNull();
          expect(await ledger.decisions(route)).toMatchObject([{ reason: 'of an earlier version' }]);
        });

        test('does neither while a lease is running, and says until when', async () => {
          const fence = await take(one);
          await ledger.beginShift(route, fence, { until: '2026-11-20T12:00:45.000Z', percent: 10 }, null);
          expect(await finish(fence, 0, '2026-11-20T12:00:44.999Z')).toBe('2026-11-20T12:00:45.000Z');
          expect((await lock())?.execution).toBe(one);
          expect(await ledger.decisions(route)).toEqual([]);
        });

        test('is refused under another fence', async () => {
          const fence = await take(one);
          await takeOver(one);
          await expect(finish(fence, 0)).rejects.toMatchObject({ name: 'FencedError' });
          expect(await ledger.decisions(route)).toEqual([]);
        });
      });

      test('the release of a route that was never locked is refused', async () => {
        await expect(ledger.release(route, 1, LATER)).rejects.toMatchObject({ name: 'FencedError' });
        expect(await ledger.read(route)).toBeNull();
      });
    });

    describe('fence', () => {
      test('the fence rises with every owner, including the same one', async () => {
        const fences: number[] = [];
        for (const execution of [one, two, two]) {
          const fence = await take(execution);
          fences.push(fence);
          await ledger.release(route, fence, LATER);
        }
        expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
        expect(fences).toHaveLength(3);
      });

      test('the fence rises further after a take-over', async () => {
        await take(one);
        const fence = await takeOver(one);
        await ledger.release(route, fence, LATER);
        expect(await take(two)).toBeGreaterThan(fence);
      });

      const writes: [string, (fence: number) => Promise<unknown>][] = [
        ['saveSnapshot', (fence) => ledger.saveSnapshot(route, fence, expected)],
        ['saveExpected', (fence) => ledger.saveExpected(route, fence, expected)],
        ['saveDeployment', (fence) => ledger.saveDeployment(route, fence, deployment, null)],
        ['saveDeployment before an order', (fence) => ledger.saveDeployment(route, fence, deployment, 0)],
        ['beginShift', (fence) => ledger.beginShift(route, fence, { until: at, percent: 10 }, 0)],
        ['release', (fence) => ledger.release(route, fence, LATER)],
      ];
      describe.each(writes)('%s', (what, write) => {
        test(`${what} is refused under the fence of an earlier owner`, async () => {
          const fence = await take(one);
          await ledger.release(route, fence, LATER);
          await take(two);
          const before = await ledger.read(route);
          await expect(write(fence)).rejects.toMatchObject({ name: 'FencedError' });
          expect(await ledger.read(route)).toEqual(before);
        });

        test(`${what} is refused once a revert has taken over`, async () => {
          const fence = await take(one);
          await takeOver(one);
          const before = await ledger.read(route);
          await expect(write(fence)).rejects.toMatchObject({ name: 'FencedError' });
          expect(await ledger.read(route)).toEqual(before);
        });

        test(`${what} is refused under a fence that does not exist yet`, async () => {
          const fence = await take(one);
          await expect(write(fence + 1)).rejects.toMatchObject({ name: 'FencedError' });
        });
      });

      test.each(writes.filter(([what]) => what !== 'release'))(
        '%s is refused once the lock is released',
        async (_, write) => {
          const fence = await take(one);
          await ledger.release(route, fence, LATER);
          const before = await ledger.read(route);
          await expect(write(fence)).rejects.toMatchObject({ name: 'FencedError' });
          expect(await ledger.read(route)).toEqual(before);
        },
      );
    });

    describe('deployment', () => {
      test('a deployment is stored as it was last saved, without changing the rest', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.saveDeployment(route, fence, { ...deployment, id: null }, null);
        expect(await ledger.read(route)).toMatchObject({ deployment: { ...deployment, id: null }, snapshot });
        await ledger.saveDeployment(route, fence, deployment, null);
        expect((await ledger.read(route))?.deployment).toEqual(deployment);
      });

      test('a deployment can be read by the revert, and after the release', async () => {
        await ledger.saveDeployment(route, await take(one), deployment, null);
        const fence = await takeOver(one);
        expect((await ledger.read(route))?.deployment).toEqual(deployment);
        await ledger.release(route, fence, LATER);
        expect((await ledger.read(route))?.deployment).toEqual(deployment);
      });

      test('a deployment of an earlier owner is cleared', async () => {
        const fence = await take(one);
        await ledger.saveDeployment(route, fence, deployment, null);
        await ledger.release(route, fence, LATER);
        await take(two);
        expect((await ledger.read(route))?.deployment).toBeNull();
      });
    });

    describe('preparation', () => {
      const preparation = (original: string) => ({
        original,
        kept: '[2]',
        left: '[3]',
        loweredFrom: null,
        leadSeconds: 0,
        what: 'A: TTL 300 s → 30 s',
      });

      test('a preparation is stored as first saved, with the latest time until it may arrive', async () => {
        const fence = await take(one);
        await ledger.beginPreparation(route, fence, preparation('[1]'), at, 0);
        const later = '2026-11-20T12:00:45.000Z';
        await ledger.beginPreparation(route, fence, preparation('[4]'), later, 0);
        expect(await ledger.read(route)).toMatchObject({
          prepared: preparation('[1]'),
          shiftingUntil: later,
        });
      });

      test('a preparation has arrived once its result is saved, and is kept after the release', async () => {
        const fence = await take(one);
        await ledger.beginPreparation(route, fence, preparation('[1]'), at, 0);
        await ledger.saveExpected(route, fence, expected);
        await ledger.release(route, fence, LATER);
        expect(await ledger.read(route)).toMatchObject({
          prepared: preparation('[1]'),
          expected,
          snapshot: null,
          shiftingUntil: null,
          leaseUntil: at,
        });
      });

      test('a preparation is cleared for the next owner', async () => {
        const fence = await take(one);
        await ledger.beginPreparation(route, fence, preparation('[1]'), at, 0);
        await ledger.release(route, fence, LATER);
        await take(two);
        expect((await ledger.read(route))?.prepared).toBeNull();
      });

      test('a preparation is refused under an outdated fence', async () => {
        const fence = await take(one);
        await takeOver(one);
        await expect(ledger.beginPreparation(route, fence, preparation('[1]'), at, 0)).rejects.toMatchObject({
          name: 'FencedError',
        });
        expect((await ledger.read(route))?.prepared).toBeNull();
      });
    });

    describe('snapshot and expected', () => {
      test('the snapshot is expected at first', async () => {
        await ledger.saveSnapshot(route, await take(one), snapshot);
        expect(await ledger.read(route)).toMatchObject({ snapshot, expected: snapshot });
      });

      test('a new expected state does not change the snapshot', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.saveExpected(route, fence, expected);
        expect(await ledger.read(route)).toMatchObject({ snapshot, expected });
      });

      test('a second snapshot changes nothing', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.saveExpected(route, fence, expected);
        await ledger.saveSnapshot(route, fence, { percent: 50, version: '[]' });
        expect(await ledger.read(route)).toMatchObject({ snapshot, expected });
      });

      test('both are cleared for the next owner', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.release(route, fence, LATER);
        await take(two);
        expect(await ledger.read(route)).toMatchObject({ snapshot: null, expected: null });
      });

      test('a shift is in flight until its result is saved or another owner locks the route', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.beginShift(route, fence, { until: at, percent: 10 }, null);
        expect(await ledger.read(route)).toMatchObject({ shiftingUntil: at, expected: snapshot });
        await ledger.saveExpected(route, fence, expected);
        expect(await ledger.read(route)).toMatchObject({ shiftingUntil: null, expected });
        await ledger.beginShift(route, fence, { until: at, percent: 10 }, null);
        const later = await takeOver(one);
        expect(await ledger.read(route)).toMatchObject({ shiftingUntil: at });
        await ledger.release(route, later, LATER);
        await take(two);
        expect(await ledger.read(route)).toMatchObject({ shiftingUntil: null });
      });

      test('a shift is refused under an older fence', async () => {
        const fence = await take(one);
        await takeOver(one);
        await expect(ledger.beginShift(route, fence, { until: at, percent: 10 }, null)).rejects.toMatchObject(
          {
            name: 'FencedError',
          },
        );
      });

      test('the lock has the names of the watched alarms', async () => {
        await ledger.acquire(route, router, { ...owner(one), alarms: ['a', 'b'] });
        expect((await lock())?.alarms).toEqual(['a', 'b']);
      });

      test('a revert reads both', async () => {
        const fence = await take(one);
        await ledger.saveSnapshot(route, fence, snapshot);
        await ledger.saveExpected(route, fence, expected);
        await takeOver(one);
        expect(await ledger.read(route)).toMatchObject({ snapshot, expected, router });
      });
    });

    describe('take-over', () => {
      test('the take-over keeps the lock for the execution, under a higher fence', async () => {
        const fence = await take(one);
        const higher = await takeOver(one);
        expect(higher).toBeGreaterThan(fence);
        expect(await lock()).toEqual({ ...owner(one), fence: higher, reverting: true });
      });

      test('the take-over a second time returns the same fence', async () => {
        await take(one);
        expect(await takeOver(one)).toBe(await takeOver(one));
      });

      test('the take-over by twenty at once returns one fence', async () => {
        await take(one);
        const all = Array.from({ length: 20 }, () => ledger.takeOver(route, one, TURN));
        const ended = await Promise.allSettled(all);
        const fences = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        expect(new Set(fences)).toEqual(new Set([(await lock())?.fence]));
        // Some may find the turn just taken: the state machine tries those again.
        const refused = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason.name] : []));
        expect(refused.filter((name) => name !== 'ServiceBusyError')).toEqual([]);
      });

      test('the take-over by a later try keeps the lock until no earlier write can land', async () => {
        await take(one);
        const fence = await takeOver(one);
        const until = '2026-11-20T12:00:50.000Z';
        const again = { ...TURN, at: '2026-11-20T12:00:05.000Z', until };
        expect(await ledger.takeOver(route, one, again)).toBe(fence);
        expect(await ledger.release(route, fence, again.at)).toBe(until);
        expect(await ledger.release(route, fence, until)).toBeNull();
      });

      test('the take-over by the same revert in a state of its own leaves no lease', async () => {
        await take(one);
        const fence = await takeOver(one);
        const next = { ...TURN, entered: '2026-11-20T12:00:20.000Z', at: '2026-11-20T12:00:20.000Z' };
        expect(await ledger.takeOver(route, one, next)).toBe(fence);
        expect(await ledger.release(route, fence, next.at)).toBeNull();
      });

      test('the take-over by another revert waits until the turn of the first is over', async () => {
        await take(one);
        const fence = await takeOver(one);
        const second = {
          by: 'arn:second',
          entered: TURN.entered,
          at: '2026-11-20T12:00:44.999Z',
          until: '2026-11-20T12:01:30.000Z',
        };
        await expect(ledger.takeOver(route, one, second)).rejects.toMatchObject({ name: 'ServiceBusyError' });
        expect((await ledger.read(route))?.leaseUntil).toBeNull();
        expect(await ledger.takeOver(route, one, { ...second, at: TURN.until })).toBe(fence);
        await expect(ledger.takeOver(route, one, TURN)).rejects.toMatchObject({ name: 'ServiceBusyError' });
        // The first one must not release the lock under a write of the second.
        expect(await ledger.release(route, fence, '2026-11-20T12:01:00.000Z')).toBe(second.until);
        expect(await ledger.release(route, fence, second.until)).toBeNull();
      });

      test('the turn of a revert is not that of the next cutover', async () => {
        await take(one);
        const fence = await takeOver(one);
        await ledger.release(route, fence, LATER);
        await take(two);
        expect(await ledger.takeOver(route, two, { ...TURN, by: 'arn:second' })).toBeGreaterThan(fence);
      });

      test('the take-over keeps the forward execution from acquiring the lock again', async () => {
        await take(one);
        const fence = await takeOver(one);
        expect(await ledger.acquire(route, router, owner(one))).toMatchObject({
          acquired: false,
          holder: { fence, reverting: true },
        });
      });

      test('the take-over keeps its reason with the lock, and only that of the first counts', async () => {
        await take(one);
        await ledger.takeOver(route, one, TURN, 'an alarm fired');
        await ledger.takeOver(route, one, TURN, 'again');
        expect((await lock())?.revertReason).toBe('an alarm fired');
      });

      test('the take-over of a lock that another execution holds has no effect', async () => {
        const fence = await take(two);
        expect(await ledger.takeOver(route, one, TURN)).toBeNull();
        expect(await lock()).toMatchObject({ execution: two, fence, reverting: false });
      });

      test('the take-over of a released lock has no effect', async () => {
        const fence = await take(one);
        await ledger.release(route, fence, LATER);
        expect(await ledger.takeOver(route, one, TURN)).toBeNull();
        expect(await lock()).toBeNull();
      });

      test('the take-over of a route that was never locked has no effect', async () => {
        expect(await ledger.takeOver(route, one, TURN)).toBeNull();
        expect(await ledger.read(route)).toBeNull();
      });

      test('the take-over lets the revert write and release', async () => {
        await take(one);
        const fence = await takeOver(one);
        await ledger.saveExpected(route, fence, expected);
        await ledger.release(route, fence, LATER);
        expect(await ledger.read(route)).toMatchObject({ lock: null, expected });
      });
    });

    describe('decisions', () => {
      const decision = (key: string, time: string, more: Partial<Decision> = {}): Decision => ({
        key,
        at: time,
        execution: one,
        kind: 'shifted',
        what: 'shift to 10 %',
        reason: '5xx 0.1 % ≤ 1 % for 3 of 3 minutes',
        by: 'cutover',
        ...more,
      });

      test('a new route has no decisions', async () => {
        expect(await ledger.decisions(route)).toEqual([]);
      });

      test('decisions are sorted by time, whatever the order of writing and the precision', async () => {
        const first = decision('shift-10', '2026-11-20T12:00:00Z');
        const second = decision('shift-2', '2026-11-20T12:00:00.500Z');
        const third = decision('a', '2026-11-20T12:00:01Z', { execution: two });
        for (const each of [third, first, second]) {
          await ledger.record(route, each);
        }
        expect(await ledger.decisions(route)).toEqual([first, second, third]);
      });

      test('decisions of one instant are sorted by execution and key', async () => {
        const written = [decision('b', at, { execution: two }), decision('b', at), decision('a', at)];
        for (const each of written) {
          await ledger.record(route, each);
        }
        expect(await ledger.decisions(route)).toEqual([...written].reverse());
      });

      test('decisions written twice are stored once, as written first', async () => {
        await ledger.record(route, decision('shift-1', at));
        await ledger.record(route, decision('shift-1', at, { reason: 'second try' }));
        await ledger.record(route, decision('shift-1', at));
        expect(await ledger.decisions(route)).toEqual([decision('shift-1', at)]);
      });

      test('a decision of an earlier version, without a kind, is read', async () => {
        const { kind: _, ...earlier } = decision('shift-1', at);
        await ledger.record(route, earlier as Decision);
        expect(await ledger.decisions(route)).toEqual([decision('shift-1', at, { kind: 'decided' })]);
      });

      test('a decision keeps its numbers', async () => {
        const numbers = decision('evaluate-1', at, {
          ...{ stage: 0, percent: 10, verdict: 'pass' },
          comparison: [{ measure: 'errorRate', estimate: -0.1, low: -0.25, high: 0.05, limit: 0.5 }],
        });
        await ledger.record(route, numbers);
        expect(await ledger.decisions(route)).toEqual([numbers]);
      });

      test('a decision is found by its execution and key', async () => {
        await ledger.record(route, decision('started', at, { kind: 'started', plan: 'api' }));
        expect(await ledger.decision(route, one, 'started')).toMatchObject({ plan: 'api' });
        expect(await ledger.decision(route, two, 'started')).toBeNull();
        expect(await ledger.decision(route, one, 'end')).toBeNull();
        expect(await ledger.decision(freshRoute(), one, 'started')).toBeNull();
      });

      test('decisions of two executions with the same key are both stored', async () => {
        await ledger.record(route, decision('shift-1', at));
        await ledger.record(route, decision('shift-1', at, { execution: two }));
        expect(await ledger.decisions(route)).toHaveLength(2);
      });

      test('decisions outlive the lock', async () => {
        const fence = await take(one);
        await ledger.record(route, decision('shift-1', at));
        await ledger.release(route, fence, LATER);
        await take(two);
        expect(await ledger.decisions(route)).toEqual([decision('shift-1', at)]);
      });

      test('decisions are listed when there are many', async () => {
        const many = Array.from({ length: 60 }, (_, i) =>
          decision(`evaluate-${i}`, new Date(Date.parse(at) + i * 1000).toISOString()),
        );
        await Promise.all([...many].reverse().map((each) => ledger.record(route, each)));
        expect(await ledger.decisions(route)).toEqual(many);
      });

      test('decisions are listed beyond one page of 1 MB', async () => {
        const long = Array.from({ length: 4 }, (_, i) =>
          decision(`shift-${i}`, at, { reason: 'because '.repeat(40_000) }),
        );
        for (const each of long) {
          await ledger.record(route, each);
        }
        expect((await ledger.decisions(route)).map(({ key }) => key)).toEqual(long.map(({ key }) => key));
      });
    });

    describe('operator commands', () => {
      const approve = operatorCommand('approve', { at });
      const abort = operatorCommand('abort', { by: 'ben', at, reason: 'orders are missing' });

      const commands = async () => (await ledger.read(route))?.commands;

      test('a new lock has no operator command', async () => {
        await take(one);
        expect(await commands()).toEqual({ stored: [], refused: [] });
      });

      test('operator commands are kept in the order of their arrival, whatever their time', async () => {
        await take(one);
        const late = { ...abort, at: '2026-11-20T11:00:00.000Z' };
        for (const command of [approve, late, approve]) {
          await ledger.sendCommand(route, one, command);
        }
        expect(await commands()).toEqual({ stored: [approve, late, approve], refused: [] });
      });

      test('operator commands can be read once the lock is released', async () => {
        const fence = await take(one);
        await ledger.sendCommand(route, one, approve);
        await ledger.release(route, fence, at);
        expect(await ledger.commands(route, one)).toEqual([approve]);
        expect(await ledger.commands(route, two)).toEqual([]);
      });

      test('operator commands of twenty senders at once are all kept', async () => {
        await take(one);
        const senders = Array.from({ length: 20 }, (_, i) => `sender-${i}`);
        await Promise.all(senders.map((by) => ledger.sendCommand(route, one, { ...approve, by })));
        const stored = (await commands())?.stored as OperatorCommand[];
        expect(stored.map(({ by }) => by).sort()).toEqual([...senders].sort());
      });

      test('operator commands to another execution are not read', async () => {
        await ledger.sendCommand(route, one, approve);
        expect(await ledger.read(route)).toBeNull();
        await take(two);
        await ledger.sendCommand(route, one, approve);
        expect((await commands())?.stored).toEqual([]);
      });

      test('an operator command from before the lock is there once the lock is acquired', async () => {
        await ledger.sendCommand(route, one, abort);
        const fence = await take(one);
        expect((await commands())?.stored).toEqual([abort]);
        expect(await ledger.beginShift(route, fence, { until: at, percent: 10 }, 0)).toBe(false);
      });

      test(`operator commands are refused after ${MAX_COMMANDS}, an abort excepted`, async () => {
        await take(one);
        for (let i = 0; i < MAX_COMMANDS; i += 1) {
          await ledger.sendCommand(route, one, approve);
        }
        await expect(ledger.sendCommand(route, one, approve)).rejects.toMatchObject({ name: 'FencedError' });
        await ledger.sendCommand(route, one, abort);
        const { stored = [] } = (await commands()) ?? {};
        expect(stored).toHaveLength(MAX_COMMANDS + 1);
        expect(stored.at(-1)).toEqual(abort);
      });

      test('operator commands to the holder of the lock are kept as the others are', async () => {
        await take(one);
        await ledger.sendCommand(route, one, approve);
        expect(await ledger.sendToHolder(route, one, abort)).toBe(true);
        await takeOver(one);
        const revert = operatorCommand('revert', { at });
        expect(await ledger.sendToHolder(route, one, revert)).toBe(true);
        expect((await commands())?.stored).toEqual([approve, abort, revert]);
      });

      test('operator commands to the holder are refused when another, or none, holds the lock', async () => {
        expect(await ledger.sendToHolder(route, one, abort)).toBe(false);
        const fence = await take(one);
        expect(await ledger.sendToHolder(route, two, abort)).toBe(false);
        await ledger.release(route, fence, LATER);
        expect(await ledger.sendToHolder(route, one, abort)).toBe(false);
        for (const execution of [one, two]) {
          expect(await ledger.commands(route, execution)).toEqual([]);
        }
      });

      test(`operator commands to the holder end at ${MAX_COMMANDS}, an abort excepted`, async () => {
        await take(one);
        for (let i = 0; i < MAX_COMMANDS; i += 1) {
          await ledger.sendCommand(route, one, approve);
        }
        const revert = operatorCommand('revert', { at });
        await expect(ledger.sendToHolder(route, one, revert)).rejects.toMatchObject({ name: 'FencedError' });
        expect(await ledger.sendToHolder(route, one, abort)).toBe(true);
      });

      test('operator commands are marked as refused once, by the execution that holds the lock', async () => {
        await take(one);
        await ledger.sendCommand(route, one, approve);
        await ledger.refuseCommand(route, two, 0);
        expect((await commands())?.refused).toEqual([]);
        await ledger.refuseCommand(route, one, 0);
        await ledger.refuseCommand(route, one, 0);
        expect(await commands()).toEqual({ stored: [approve], refused: [0] });
        route = freshRoute();
        await ledger.refuseCommand(route, one, 0);
        expect(await ledger.read(route)).toBeNull();
      });

      test('operator commands and refusals are not those of the next owner', async () => {
        const fence = await take(one);
        await ledger.sendCommand(route, one, approve);
        await ledger.refuseCommand(route, one, 0);
        await ledger.release(route, fence, LATER);
        await take(two);
        expect(await commands()).toEqual({ stored: [], refused: [] });
      });

      const prepared = { original: '1', kept: '2', left: '3', loweredFrom: null, leadSeconds: 0, what: 'w' };
      const begins: [string, (fence: number, read: number) => Promise<boolean>][] = [
        ['beginShift', (fence, read) => ledger.beginShift(route, fence, { until: at, percent: 10 }, read)],
        ['beginPreparation', (fence, read) => ledger.beginPreparation(route, fence, prepared, at, read)],
        ['saveDeployment', (fence, read) => ledger.saveDeployment(route, fence, deployment, read)],
      ];
      test.each(begins)('operator commands that were not read hold back %s', async (_, begin) => {
        const fence = await take(one);
        await ledger.sendCommand(route, one, approve);
        const before = await ledger.read(route);
        expect(await begin(fence, 0)).toBe(false);
        expect(await ledger.read(route)).toEqual(before);
        expect(await begin(fence, 1)).toBe(true);
        await ledger.sendCommand(route, one, abort);
        expect(await begin(fence, 1)).toBe(false);
        expect(await begin(fence, 2)).toBe(true);
        await takeOver(one);
        await expect(begin(fence, 2)).rejects.toMatchObject({ name: 'FencedError' });
      });

      test('operator commands hold back nothing that has begun', async () => {
        const fence = await take(one);
        await ledger.sendCommand(route, one, abort);
        expect(await ledger.beginShift(route, fence, { until: at, percent: 10 }, null)).toBe(true);
        expect(await ledger.saveDeployment(route, fence, deployment, null)).toBe(true);
        await ledger.saveExpected(route, fence, expected);
        expect(await ledger.read(route)).toMatchObject({ deployment, expected });
      });
    });

    describe('the starter of an execution', () => {
      const starter = {
        by: 'arn:aws:iam::111122223333:user/ada',
        person: 'ada',
        at,
        reason: 'r',
        planDigest: 'd',
      };

      test('is null when nobody was recorded', async () => {
        expect(await ledger.starter(route, one)).toBeNull();
      });

      test('is the first one that was recorded', async () => {
        expect(await ledger.saveStarter(route, one, starter)).toEqual(starter);
        const second = { ...starter, by: 'ben', person: 'ben' };
        expect(await ledger.saveStarter(route, one, second)).toEqual(starter);
        expect(await ledger.starter(route, one)).toEqual(starter);
        expect(await ledger.saveStarter(route, two, second)).toEqual(second);
      });

      test('is kept apart from the commands to the execution', async () => {
        await ledger.saveStarter(route, one, starter);
        await take(one);
        expect((await ledger.read(route))?.commands.stored).toEqual([]);
      });
    });

    test('changing what was saved or read does not change what is stored', async () => {
      const fence = await take(one);
      const mine = { ...snapshot };
      await ledger.saveSnapshot(route, fence, mine);
      mine.percent = 99;
      const read = await ledger.read(route);
      Reflect.set(read?.snapshot ?? {}, 'percent', 98);
      expect((await ledger.read(route))?.snapshot).toEqual(snapshot);
    });
  });
}
