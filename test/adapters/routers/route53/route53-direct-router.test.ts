import { Route53Client } from '@aws-sdk/client-route-53';
import { expect, test } from '@jest/globals';
import { route53DirectRouter } from '../../../../lambdas/adapters/routers/route53/route53-direct-router';
import { route53RecordsApi } from '../../../../lambdas/adapters/routers/route53/route53-records-api';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { type DirectRouterHarness, describeDirectRouter } from '../../../contracts/direct-router.contract';
import { withoutWeight } from '../../../contracts/records';
import { route53Zone } from '../../../support/accounts/route53-zone';
import { wire } from '../../../support/accounts/wire';
import { planOf } from '../../../support/plans/plans';

const route = planOf().router as Route53;
const record = (SetIdentifier: string, Weight: number, Type = 'A'): RecordSet =>
  ({
    ...{ Name: `${route.recordName}.`, Type, SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: Type === 'A' ? '192.0.2.1' : '2001:db8::1' }],
  }) as RecordSet;

/** The zone of the route, listed in pages of two, with a neighbour of a similar name. */
function zoneOf() {
  const account = route53Zone(route.hostedZoneId, 2);
  account.zone.put({ ...record('old', 5), Name: `x.${route.recordName}.` });
  const { config } = wire(account.answer);
  return { ...account, router: route53DirectRouter(route53RecordsApi(new Route53Client(config))) };
}

const harnessOf = (): DirectRouterHarness<Route53> => {
  const { zone, router, propagate } = zoneOf();
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
