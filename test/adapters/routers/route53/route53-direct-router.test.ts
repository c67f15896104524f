import { Route53Client } from '@aws-sdk/client-route-53';
import { describe, expect, test } from '@jest/globals';
import { route53DirectRouter } from '../../../../lambdas/adapters/routers/route53/route53-direct-router';
import type { RecordsApi } from '../../../../lambdas/adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../../../../lambdas/adapters/routers/route53/route53-records-api';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordChange, RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { ServiceError } from '../../../../lib/rehearsal/aws/service-error';
import { type DirectRouterHarness, describeDirectRouter } from '../../../contracts/direct-router.contract';
import { withoutWeight } from '../../../contracts/records';
import { route53Zone } from '../../../support/accounts/route53-zone';
import { arrivingTwice, wire } from '../../../support/accounts/wire';
import { planOf } from '../../../support/plans/plans';

const route = planOf().router as Route53;
const record = (SetIdentifier: string, Weight: number, Type = 'A'): RecordSet =>
  ({
    ...{ Name: `${route.recordName}.`, Type, SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: Type === 'A' ? '192.0.2.1' : '2001:db8::1' }],
  }) as RecordSet;

/** The zone of the route, listed in pages of two, with a neighbour of a similar name. */
function zoneOf(over: typeof arrivingTwice = (answer) => answer) {
  const account = route53Zone(route.hostedZoneId, 2);
  account.zone.put({ ...record('old', 5), Name: `x.${route.recordName}.` });
  const { config } = wire(over(account.answer));
  return { ...account, router: route53DirectRouter(route53RecordsApi(new Route53Client(config))) };
}

const harnessOf = (over?: typeof arrivingTwice): DirectRouterHarness<Route53> => {
  const { zone, router, propagate } = zoneOf(over);
  const put = async (weights: { old: number; new: number }) => {
    zone.put(record(route.oldSetIdentifier, weights.old));
    zone.put(record(route.newSetIdentifier, weights.new));
  };
  const ours = () => zone.records().filter(({ Name }) => Name === `${route.recordName}.`);
  const weightOf = (id: string) => ours().find(({ SetIdentifier }) => SetIdentifier === id)?.Weight ?? -1;
  return {
    router,
    route,
    seed: put,
    foreignShift: put,
    weights: async () => ({ old: weightOf(route.oldSetIdentifier), new: weightOf(route.newSetIdentifier) }),
    rest: async () => withoutWeight(ours()),
    propagate: async ({ id }) => propagate(id),
  };
};

describeDirectRouter('route53DirectRouter', async () => harnessOf(), [
  [255, 0],
  [1, 255],
  [0, 0],
]);

describe('when each request arrives twice', () => {
  describeDirectRouter('route53DirectRouter', async () => harnessOf(arrivingTwice), [[255, 0]]);
});

test('mends two weights of 0 and types that disagree, and keeps a third record as it is', async () => {
  const { zone, router, propagate } = zoneOf();
  const both: Route53 = { ...route, recordTypes: ['A', 'AAAA'] };
  for (const one of [
    record('old', 0),
    record('new', 0),
    record('old', 3, 'AAAA'),
    record('new', 7, 'AAAA'),
  ]) {
    zone.put(one);
  }
  zone.put(record('third', 9));
  const { version } = await router.read(both);
  const change = await router.write(both, { old: 100, new: 0 }, version);
  const found = zone.records().filter(({ Name }) => Name === `${route.recordName}.`);
  expect(found.map(({ Type, SetIdentifier, Weight }) => [Type, SetIdentifier, Weight])).toEqual([
    ['A', 'new', 0],
    ['A', 'old', 100],
    ['A', 'third', 9],
    ['AAAA', 'new', 0],
    ['AAAA', 'old', 100],
  ]);
  expect(await router.propagated(change)).toBe(false);
  propagate(change.id);
  expect(await router.propagated(change)).toBe(true);
});

test('calls a route broken whose zone does not exist', async () => {
  const { router } = zoneOf();
  const elsewhere = { ...route, hostedZoneId: 'Z9999999999999999999' };
  await expect(router.read(elsewhere)).rejects.toMatchObject({ name: 'RouteBrokenError' });
});

describe('when Route 53 refuses the whole batch', () => {
  const both: Route53 = { ...route, recordTypes: ['A', 'AAAA'] };
  const refusing = (refuse: (changes: readonly RecordChange[]) => Error | null) => {
    const { zone, router } = zoneOf();
    const sent: string[][] = [];
    for (const Type of ['A', 'AAAA']) {
      zone.put(record('old', 5, Type));
      zone.put(record('new', 5, Type));
    }
    const api: RecordsApi = {
      list: async (...args) => zone.listResourceRecordSets(...args),
      change: async (id, _, changes) => {
        sent.push([...new Set(changes.map(({ ResourceRecordSet }) => String(ResourceRecordSet.Type)))]);
        const error = refuse(changes);
        if (error !== null) {
          throw error;
        }
        return zone.changeResourceRecordSets(id, changes);
      },
      isInsync: async (id) => id === 'insync',
    };
    return { sent, read: () => router.read(both), direct: route53DirectRouter(api) };
  };
  const gone = () => new ServiceError('InvalidChangeBatch', '[that target was not found]');
  const ofType = (type: string) => (changes: readonly RecordChange[]) =>
    changes.some(({ ResourceRecordSet }) => ResourceRecordSet.Type === type) ? gone() : null;

  test('writes each type by itself, and names the one that it refuses', async () => {
    const { sent, read, direct } = refusing(ofType('AAAA'));
    const change = await direct.write(both, { old: 100, new: 0 }, (await read()).version);
    expect(sent).toEqual([['A', 'AAAA'], ['A'], ['AAAA']]);
    expect(change.refused).toEqual([
      { group: 'AAAA', reason: expect.stringContaining('that target was not found') },
    ]);
    expect((await read()).standing.map(({ group, id, weight }) => `${group} ${id} ${weight}`)).toEqual([
      'A new 0',
      'A old 100',
      'AAAA new 5',
      'AAAA old 5',
    ]);
  });

  test('writes nothing when it refuses every type', async () => {
    const { read, direct } = refusing(gone);
    const { version } = await read();
    await expect(direct.write(both, { old: 100, new: 0 }, version)).rejects.toMatchObject({
      name: 'RouteBrokenError',
    });
  });

  test('has propagated only when each of its changes has', async () => {
    const { direct } = refusing(() => null);
    const change = (id: string) => ({ id, route: both, refused: [] });
    expect(await direct.propagated(change('insync,insync'))).toBe(true);
    expect(await direct.propagated(change('insync,pending'))).toBe(false);
  });
});
