import { beforeEach, describe, expect, test } from '@jest/globals';
import { versionAt } from '../../lambdas/core/routers/route';
import type { Router } from '../../lambdas/core/routers/router-schema';
import type { RouteChange, TrafficRouter } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A router with one route, and what a test does behind the router's back. */
export interface AnyRouterHarness<Route extends Router> {
  readonly router: TrafficRouter<Route>;
  readonly route: Route;
  /** Creates the route at this percent. */
  seed(percent: number): Promise<void>;
  /** The percent of the route, read without the router. */
  percent(): Promise<number>;
  /** Everything that a shift must not change, read without the router. */
  rest(): Promise<unknown>;
  /** Someone else sets another percent. */
  foreignShift(percent: number): Promise<void>;
  /** Someone else changes something of the route beside the percent. */
  foreignChange(): Promise<void>;
  /** Ways in which the route cannot carry a percent, with the message of the error. */
  readonly broken: readonly (readonly [how: string, make: () => Promise<void>, message: RegExp])[];
  /** Lets time pass until a change has propagated. */
  propagate(change: RouteChange): Promise<void>;
}

/**
 * What every router must do, whatever its kind. `traffic-router.contract.ts` has what is specific to weighted
 * records.
 */
export function describeAnyRouter<Route extends Router>(
  name: string,
  make: () => Promise<AnyRouterHarness<Route>>,
  /** Names of `broken` in the order of the harness: tests are named before the harness is made. */
  broken: readonly string[],
  gaps: Gaps<'two writes at once'> = {},
): void {
  describe(`${name} as a traffic router`, () => {
    let harness: AnyRouterHarness<Route>;
    beforeEach(async () => {
      harness = await make();
    });
    const read = () => harness.router.read(harness.route);
    const write = (percent: number, version: string) => harness.router.write(harness.route, percent, version);

    test.each([0, 1, 37, 99, 100])('reads %i %%', async (percent) => {
      await harness.seed(percent);
      expect(await read()).toMatchObject({ percent, ttlSeconds: 0, ttlIsOurs: false });
    });

    test('reads the same version of the same route', async () => {
      await harness.seed(10);
      expect(await read()).toEqual(await read());
    });

    test.each([0, 1, 37, 99, 100])('reads %i %% after writing it', async (percent) => {
      await harness.seed(50);
      const { version } = await read();
      const change = await write(percent, version);
      expect(await harness.percent()).toBe(percent);
      expect(await read()).toMatchObject({ percent, version: change.version });
      expect(versionAt(harness.route, version, percent)).toBe(change.version);
      expect(change.route).toEqual(harness.route);
    });

    test('goes up to 100 % in steps and back to 0 %', async () => {
      await harness.seed(0);
      let { version } = await read();
      for (const percent of [10, 50, 100, 0]) {
        ({ version } = await write(percent, version));
      }
      expect(await read()).toMatchObject({ percent: 0, version });
    });

    test('accepts a write of the percent that is there already', async () => {
      await harness.seed(10);
      const { version } = await read();
      expect((await write(10, version)).version).toBe(version);
      expect(await harness.percent()).toBe(10);
    });

    test('changes the split and nothing else', async () => {
      await harness.seed(20);
      const before = await harness.rest();
      await write(60, (await read()).version);
      expect(await harness.rest()).toEqual(before);
    });

    test('reports a change as propagated, even after it has passed through JSON', async () => {
      await harness.seed(0);
      const change = await write(10, (await read()).version);
      await harness.propagate(change);
      expect(await harness.router.propagated(JSON.parse(JSON.stringify(change)))).toBe(true);
    });

    test('does not report a change as propagated that someone else has undone', async () => {
      await harness.seed(0);
      const change = await write(10, (await read()).version);
      await harness.foreignShift(0);
      await harness.propagate(change);
      expect(await harness.router.propagated(change)).toBe(false);
    });

    test.each(['foreignShift', 'foreignChange'] as const)(
      'refuses a write and changes nothing after a %s',
      async (foreign) => {
        await harness.seed(0);
        const { version } = await read();
        await harness[foreign](7);
        const [percent, rest] = [await harness.percent(), await harness.rest()];
        await expect(write(50, version)).rejects.toMatchObject({ name: 'RouteChangedError' });
        expect(await harness.percent()).toBe(percent);
        expect(await harness.rest()).toEqual(rest);
      },
    );

    testUnless(
      gaps['two writes at once'],
      'refuses the second of two writes against one version',
      async () => {
        // Several times: a router without compare-and-swap may refuse the second by chance.
        for (let round = 0; round < 10; round += 1) {
          await harness.seed(0);
          const { version } = await read();
          const ended = await Promise.allSettled([10, 20].map((percent) => write(percent, version)));
          expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
          const refused = ended.find((one) => one.status === 'rejected');
          expect(refused?.reason).toMatchObject({ name: 'RouteChangedError' });
        }
      },
    );

    /** What a revert puts back: the route as it is now. */
    const targetNow = async () => ({ ...(await read()), original: null });

    test('puts the percent back and reads it so, whatever it is now', async () => {
      await harness.seed(5);
      const target = await targetNow();
      await harness.foreignShift(60);
      const found = await harness.router.readForRevert(harness.route, target);
      expect(found).toMatchObject({ percent: 60, isBack: false, isWritable: true, leftAlone: [] });
      const { change, refused } = await harness.router.putBack(harness.route, target, found.version);
      expect(refused).toEqual([]);
      expect(await read()).toMatchObject({ percent: 5, version: target.version });
      expect(change.version).toBe(target.version);
      await harness.propagate(change);
      expect(await harness.router.propagated(JSON.parse(JSON.stringify(change)))).toBe(true);
      const after = await harness.router.readForRevert(harness.route, target);
      expect(after).toMatchObject({ percent: 5, isBack: true, unrestored: [] });
    });

    test('puts the percent back beside a change by someone else, which it keeps and names', async () => {
      await harness.seed(0);
      const target = await targetNow();
      await harness.foreignShift(50);
      await harness.foreignChange();
      await harness.foreignShift(40);
      const rest = await harness.rest();
      const found = await harness.router.readForRevert(harness.route, target);
      await harness.router.putBack(harness.route, target, found.version);
      expect(await harness.percent()).toBe(0);
      expect(await harness.rest()).toEqual(rest);
    });

    test('does not put back what has changed since it was read', async () => {
      await harness.seed(0);
      const target = await targetNow();
      await harness.foreignShift(50);
      const { version } = await harness.router.readForRevert(harness.route, target);
      await harness.foreignShift(7);
      await expect(harness.router.putBack(harness.route, target, version)).rejects.toMatchObject({
        name: 'RouteChangedError',
      });
      expect(await harness.percent()).toBe(7);
    });

    test.each(broken.map((how, i) => [how, i] as const))(
      'reads a route for its revert and puts back what there is %s',
      async (_, i) => {
        await harness.seed(0);
        const target = await targetNow();
        await harness.foreignShift(50);
        await harness.broken[i]?.[1]();
        const found = await harness.router.readForRevert(harness.route, target);
        expect(found.isWritable || found.unrestored.length > 0).toBe(true);
        if (found.isWritable) {
          const { change } = await harness.router.putBack(harness.route, target, found.version);
          await harness.propagate(change);
          expect(await harness.router.propagated(change)).toBe(true);
        }
        const after = await harness.router.readForRevert(harness.route, target);
        expect(after).toMatchObject({ isBack: true, unrestored: found.unrestored });
        if (after.unrestored.length === 0) {
          expect(await read()).toMatchObject({ percent: 0 });
        }
      },
    );

    test.each(broken.map((how, i) => [how, i] as const))('calls a route broken %s', async (how, i) => {
      const [named, breakIt, message] = harness.broken[i] ?? ['', async () => undefined, /./];
      expect(named).toBe(how);
      expect(harness.broken).toHaveLength(broken.length);
      await harness.seed(0);
      await breakIt();
      await expect(read()).rejects.toMatchObject({
        name: 'RouteBrokenError',
        message: expect.stringMatching(message),
      });
    });
  });
}
