import { describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../../lambdas/ports';
import { eachLockedRoute, type LockedRoute } from '../../../lambdas/steps/support/locked-routes';
import { deploymentOf } from '../../support/plans/deployment';
import { execution, other } from '../../support/world/cutover';
import { LATER } from '../../support/world/later';

const names = ['a.example.com', 'b.example.com', 'c.example.com'];

/** Three routes, of which the first two are locked. */
async function twoHeld() {
  const deployment = deploymentOf(...names);
  await deployment.hold('a.example.com', execution);
  await deployment.lock('b.example.com', other);
  const acted: LockedRoute[] = [];
  const act = async (held: LockedRoute) => {
    acted.push(held);
    return held.lock.execution;
  };
  const each = (doing: (held: LockedRoute) => Promise<string> = act, ledger: Ledger = deployment.ledger) =>
    eachLockedRoute(ledger, deployment.ports.routes, doing);
  return { ...deployment, each, act, acted };
}

describe('the action runs for each route', () => {
  test('that is locked, with results in the order of the routes', async () => {
    const { each, acted, entryOf, routeOf } = await twoHeld();
    expect(await each()).toEqual([execution, other]);
    for (const held of acted) {
      expect(held.lock).toBe(held.entry.lock);
    }
    expect(acted.map(({ route, entry }) => [route, entry])).toEqual([
      [routeOf('a.example.com'), await entryOf('a.example.com')],
      [routeOf('b.example.com'), await entryOf('b.example.com')],
    ]);
  });

  test('with results in that order even when the first takes longest', async () => {
    const { each, act } = await twoHeld();
    const slowly = async (held: LockedRoute) => {
      for (let i = 0; i < 10 && held.lock.execution === execution; i += 1) {
        await Promise.resolve();
      }
      return act(held);
    };
    expect(await each(slowly)).toEqual([execution, other]);
  });

  test('but not for one that was unlocked', async () => {
    const { each, ledger, routeOf, entryOf } = await twoHeld();
    const fence = (await entryOf('a.example.com'))?.lock?.fence ?? 0;
    await ledger.release(routeOf('a.example.com'), fence, LATER);
    expect(await each()).toEqual([other]);
  });

  test('but not for routes that are not in the list', async () => {
    const { ledger, act } = await twoHeld();
    expect(await eachLockedRoute(ledger, [], act)).toEqual([]);
    const elsewhere = ['route53/Z1/a.example.com'];
    expect(await eachLockedRoute(ledger, elsewhere, act)).toEqual([]);
  });
});

describe('an error for one route', () => {
  const error = new TypeError('is away');

  test.each([execution, other])(
    'is thrown unchanged, after the action for the others: %s',
    async (failing) => {
      const { each, act, acted } = await twoHeld();
      const some = (held: LockedRoute) =>
        held.lock.execution === failing ? Promise.reject(error) : act(held);
      await expect(each(some)).rejects.toBe(error);
      expect(acted).toHaveLength(1);
    },
  );

  test('is thrown too when the route cannot be read', async () => {
    const { each, act, acted, ledger, routeOf } = await twoHeld();
    const read = (route: string) =>
      route === routeOf('a.example.com') ? Promise.reject(error) : ledger.read(route);
    await expect(each(act, { ...ledger, read })).rejects.toBe(error);
    expect(acted.map(({ route }) => route)).toEqual([routeOf('b.example.com')]);
  });

  test('is thrown with all others', async () => {
    const { each } = await twoHeld();
    const all = (held: LockedRoute) => Promise.reject(new TypeError(`no ${held.lock.fence}`));
    await expect(each(all)).rejects.toMatchObject({
      name: 'AggregateError',
      message: 'TypeError: no 1; TypeError: no 1',
      errors: [new TypeError('no 1'), new TypeError('no 1')],
    });
  });
});
