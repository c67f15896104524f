import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { settings } from '../../lambdas/adapters/clients/settings';
import { route53RecordsApi } from '../../lambdas/adapters/routers/route53/route53-records-api';
import { describeRecordBatch } from '../contracts/record-batch.contract';
import { describeRouteRecords } from '../contracts/route-records.contract';
import { describeTrafficRouter } from '../contracts/traffic-router.contract';
import { endpointOf, freshName } from './support/endpoints';
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

/** What Route 53 refuses and ministack accepts. */
const accepted = [
  'A beside a CNAME',
  'a CNAME alias to a distribution',
  'a CNAME alias to an API',
  'a CNAME at the apex',
  'a CNAME beside A',
  'a TTL beside an alias',
  'a host name in A',
  'a latency record beside a weighted one',
  'a name outside of the zone',
  'a set identifier of 129 characters',
  'a set identifier without a routing policy',
  'a simple record beside a weighted one',
  'a weight below 0',
  'a weight of 256',
  'a weight without a set identifier',
  'a weighted CNAME alias to a load balancer',
  'a weighted record beside a simple one',
  'an address of IPv4 in AAAA',
  'an address of IPv6 in A',
  'an alias of another type than its target',
  'an alias to a record that is not there',
  'an empty batch',
  'an empty set identifier',
  'neither values nor an alias',
  'one change that is refused among others',
  'one value twice',
  'two TTLs in a pair',
  'two routing policies in one record',
  'two values in a CNAME',
  'values beside an alias',
  'values without a TTL',
];
const gaps = Object.fromEntries(accepted.map((what) => [what, 'ministack accepts it']));

const makeZone = async () => {
  const zoneName = `${freshName()}.example.com`;
  const created = await client.send(
    new CreateHostedZoneCommand({ Name: zoneName, CallerReference: zoneName }),
  );
  const hostedZoneId = created.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  return { hostedZoneId, zoneName, api: route53RecordsApi(client) };
};

describeRecordBatch('route53RecordsApi on ministack', makeZone, gaps);
