import { Route53Client } from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { settings } from '../../lambdas/adapters/clients/settings';
import { describeRouteRecords } from '../contracts/route-records.contract';
import { describeTrafficRouter } from '../contracts/traffic-router.contract';
import { endpointOf } from './support/endpoints';
import { type Loopback, loopback } from './support/loopback';
import { route53Harness } from './support/route53-harness';

const client = route53Client();
afterAll(() => client.destroy());

describeTrafficRouter('route53Router on ministack', () => route53Harness(client, client));
describeRouteRecords('route53Records on ministack', () => route53Harness(client, client));

describe('a zone that lists two records at a time', () => {
  let proxy: Loopback;
  let paged: Route53Client;

  beforeAll(async () => {
    // Route 53 may return fewer records than asked for, so this is within its contract.
    const twoAtATime = ({ query }: { query: object }) => ({ forward: { ...query, maxitems: '2' } });
    const all = ({ query }: { query: object }) => ({ forward: { ...query } });
    proxy = await loopback(
      (request) => (request.method === 'GET' && request.path.endsWith('/rrset') ? twoAtATime : all)(request),
      endpointOf('ROUTE_53'),
    );
    paged = new Route53Client({ ...settings, endpoint: proxy.endpoint });
  });

  afterAll(async () => {
    paged.destroy();
    await proxy.close();
  });

  describeTrafficRouter('route53Router on ministack', () => route53Harness(paged, client));
});

test('a change is PENDING before it is INSYNC', async () => {
  const { router, route, seed } = await route53Harness(client, client);
  const record = (SetIdentifier: string, Weight: number) => ({
    ...{ Name: `${route.recordName}.`, Type: 'A', SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: '192.0.2.1' }],
  });
  await seed([record('old', 100), record('new', 0)]);
  const change = await router.write(route, 10, (await router.read(route)).version);
  expect(await router.propagated(change)).toBe(false);
  expect(await router.propagated(change)).toBe(true);
});

test('calls a route broken whose zone does not exist', async () => {
  const { router, route } = await route53Harness(client, client);
  const elsewhere = { ...route, hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
  await expect(router.read(elsewhere)).rejects.toMatchObject({ name: 'RouteBrokenError' });
});
