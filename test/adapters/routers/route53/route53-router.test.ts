import { type ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53';
import { describe, expect, test } from '@jest/globals';
import { route53Records } from '../../../../lambdas/adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../../../../lambdas/adapters/routers/route53/route53-records-api';
import { route53Router } from '../../../../lambdas/adapters/routers/route53/route53-router';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { describeRouteRecords, type RouteRecordsHarness } from '../../../contracts/route-records.contract';
import { describeTrafficRouter } from '../../../contracts/traffic-router.contract';
import { noRecords, route53Zone } from '../../../support/accounts/route53-zone';
import {
  arrivingTwice,
  brokenConnection,
  inTurn,
  type WireAnswer,
  wire,
  xml,
  xmlError,
} from '../../../support/accounts/wire';

const route: Route53 = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};

/** A zone with other records around the route's, listed in pages of two. */
const zoneOf = () => {
  const account = route53Zone(route.hostedZoneId, 2);
  const neighbour = (Name: string): ResourceRecordSet => ({
    Name,
    Type: 'A',
    TTL: 60,
    ResourceRecords: [{ Value: '203.0.113.1' }],
  });
  for (const name of ['example.com.', 'aaa.example.com.', '\\052.api.example.com.', 'api-2.example.com.']) {
    account.zone.put(neighbour(name));
  }
  return account;
};
const routerOf = (...answers: readonly (WireAnswer | Error)[]) => {
  const { config, requests } = wire(inTurn(...answers));
  return { router: route53Router(route53RecordsApi(new Route53Client(config))), requests };
};

const harnessOf = (over: typeof arrivingTwice = (answer) => answer): RouteRecordsHarness => {
  const { zone, answer, propagate } = zoneOf();
  const ours = () => zone.records().filter(({ Name }) => Name === 'api.example.com.');
  const api = route53RecordsApi(new Route53Client(wire(over(answer)).config));
  return {
    router: route53Router(api),
    port: route53Records(api),
    route,
    healthCheckId: '0a1b2c3d-0000-1111-2222-333344445555',
    seed: async (records) => {
      expect(ours()).toEqual([]);
      for (const record of records) {
        zone.put(record);
      }
    },
    records: async () => ours(),
    foreignChange: async (record) => zone.put(record),
    foreignDelete: async (record) => zone.delete(record),
    propagate: async ({ id }) => propagate(id),
  };
};

describeTrafficRouter('route53Router', async () => harnessOf());
describeRouteRecords('route53Records', async () => harnessOf());

describe('when each request arrives twice', () => {
  describeTrafficRouter('route53Router', async () => harnessOf(arrivingTwice));
  describeRouteRecords('route53Records', async () => harnessOf(arrivingTwice));
});

const weighted = (side: string, weight: number): ResourceRecordSet => ({
  Name: 'api.example.com.',
  Type: 'A',
  SetIdentifier: side,
  Weight: weight,
  TTL: 60,
  ResourceRecords: [{ Value: '192.0.2.1' }],
});
const version = JSON.stringify([weighted('old', 100), weighted('new', 0)]);

describe('requests to the API', () => {
  test('list from the name of the route to the next name', async () => {
    const { zone, answer } = zoneOf();
    zone.put(weighted('old', 100));
    zone.put(weighted('new', 0));
    zone.put(weighted('third', 0));
    const { config, requests } = wire(answer);
    await route53Router(route53RecordsApi(new Route53Client(config))).read(route);
    expect(requests.map(({ query }) => query)).toEqual([
      { name: 'api.example.com' },
      { name: 'api.example.com.', type: 'A', identifier: 'third' },
    ]);
  });

  test('read a route in a zone of 10,000 records at once', async () => {
    const { zone, answer } = route53Zone(route.hostedZoneId, 300);
    for (let i = 0; i < 10_000; i += 1) {
      zone.put({ ...weighted('old', 1), Name: `host-${i}.example.com.` });
    }
    zone.put(weighted('old', 100));
    zone.put(weighted('new', 0));
    const { config, requests } = wire(answer);
    expect(await route53Records(route53RecordsApi(new Route53Client(config))).read(route)).toHaveLength(2);
    expect(requests).toHaveLength(1);
  });

  test('shift in one batch that deletes the records as read and creates them with all weights', async () => {
    const { router, requests } = routerOf(
      xml(
        '<ChangeResourceRecordSetsResponse><ChangeInfo><Id>/change/C2</Id></ChangeInfo>' +
          '</ChangeResourceRecordSetsResponse>',
      ),
    );
    await expect(router.write({ ...route, hostedZoneId: '/hostedzone/Z1' }, 100, version)).resolves.toEqual({
      id: 'C2',
      version: JSON.stringify([weighted('old', 0), weighted('new', 100)]),
      route: { ...route, hostedZoneId: '/hostedzone/Z1' },
    });
    const changes = requests[0]?.body.match(/<Action>\w+|<SetIdentifier>\w+|<Weight>\d+/g)?.join('');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.path).toBe('/2013-04-01/hostedzone/Z1/rrset');
    expect(requests[0]?.body).toContain('<Comment>cutover: 100 % on the new path</Comment>');
    expect(changes).toBe(
      [
        '<Action>DELETE<SetIdentifier>old<Weight>100',
        '<Action>DELETE<SetIdentifier>new<Weight>0',
        '<Action>CREATE<SetIdentifier>old<Weight>0',
        '<Action>CREATE<SetIdentifier>new<Weight>100',
      ].join(''),
    );
  });

  test.each(['C1', '/change/C1'])('read the status of change %s by its id', async (id) => {
    const status = (word: string) =>
      xml(
        '<GetChangeResponse><ChangeInfo>' +
          `<Id>/change/C1</Id><Status>${word}</Status>` +
          '</ChangeInfo></GetChangeResponse>',
      );
    const { router, requests } = routerOf(status('PENDING'), status('INSYNC'));
    await expect(router.propagated({ id, version, route })).resolves.toBe(false);
    await expect(router.propagated({ id, version, route })).resolves.toBe(true);
    expect(requests.map(({ path }) => path)).toEqual(Array(2).fill('/2013-04-01/change/C1'));
  });

  test('write an alias without the empty list of values that it was listed with', async () => {
    const side = (name: string, weight: number) =>
      '<ResourceRecordSet><Name>API.example.com.</Name><Type>A</Type>' +
      `<SetIdentifier>${name}</SetIdentifier><Weight>${weight}</Weight><ResourceRecords/></ResourceRecordSet>`;
    const { router } = routerOf(
      xml(
        '<ListResourceRecordSetsResponse>' +
          `<ResourceRecordSets>${side('old', 1)}${side('new', 0)}</ResourceRecordSets>` +
          '<IsTruncated>false</IsTruncated></ListResourceRecordSetsResponse>',
      ),
    );
    expect((await router.read(route)).version).not.toContain('ResourceRecords');
  });

  test.each([
    { listed: 'api.example.com.', found: true },
    { listed: '\\052.example.com.', found: false },
  ])('take $listed for a record of the route: $found', async ({ listed, found }) => {
    const plain = `<ResourceRecordSet><Name>${listed}</Name><Type>TXT</Type></ResourceRecordSet>`;
    const page = (more: boolean) =>
      xml(
        `<ListResourceRecordSetsResponse><ResourceRecordSets>${plain}</ResourceRecordSets>` +
          `<IsTruncated>${more}</IsTruncated></ListResourceRecordSetsResponse>`,
      );
    const { router, requests } = routerOf(page(true), page(false));
    await expect(router.read(route)).rejects.toThrow('there is no such record');
    expect(requests).toHaveLength(found ? 2 : 1);
  });
});

describe('an error of the API', () => {
  const refused = (message: string) => xmlError('InvalidChangeBatch', message);
  const bare = (...messages: string[]) =>
    xml(
      `<InvalidChangeBatch xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Messages>${messages
        .map((message) => `<Message>${message}</Message>`)
        .join('')}</Messages></InvalidChangeBatch>`,
      400,
    );
  const record = "resource record set [name='api.example.com.', type='A', set-identifier='old']";

  test.each([
    [
      'do not match',
      refused(`[Tried to delete ${record} but the values provided do not match the current values]`),
      'RouteChangedError',
    ],
    ['not found', refused(`[Tried to delete ${record} but it was not found]`), 'RouteChangedError'],
    ['already exists', refused(`[Tried to create ${record} but it already exists]`), 'RouteChangedError'],
    [
      'became simple',
      refused(
        '[RRSet with DNS name api.example.com., type A, SetIdentifier old cannot be created ' +
          'as a non-weighted set exists with the same name and type.]',
      ),
      'RouteChangedError',
    ],
    ['in the bare form', bare(`Tried to delete ${record} but it was not found`), 'RouteChangedError'],
    [
      'one of several in the bare form',
      bare('Something else', `Tried to delete ${record} but it was not found`),
      'RouteChangedError',
    ],
    [
      'an alias without a target',
      refused('[Tried to create an alias that targets x., type A in zone Z1, but that target was not found]'),
      'RouteBrokenError',
    ],
    ['anything else in the bare form', bare('Number of records limit of 1000 exceeded.'), 'RouteBrokenError'],
    [
      'no such zone',
      xmlError('NoSuchHostedZone', 'No hosted zone found with ID: Z1', 404),
      'RouteBrokenError',
    ],
    ['throttled', xmlError('Throttling', 'Rate exceeded'), 'ServiceBusyError'],
    ['throttled, by its other name', xmlError('ThrottlingException', 'Rate exceeded'), 'ServiceBusyError'],
    [
      'a change of the zone under way',
      xmlError('PriorRequestNotComplete', 'The request was rejected'),
      'ServiceBusyError',
    ],
    ['unavailable', xmlError('ServiceUnavailable', 'Service is unavailable', 503), 'ServiceBusyError'],
    ['no XML at all', { status: 502, headers: {}, body: '<html>Bad gateway</html>' }, 'ServiceBusyError'],
    ['a broken connection', brokenConnection(), 'ServiceBusyError'],
  ])('is translated: %s', async (_, answer, name) => {
    // The records are read again after a refusal, in case the write has taken effect.
    const { router } = routerOf(answer, noRecords);
    const error = await router.write(route, 10, version).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name, cause: expect.any(Error) });
  });

  test('is passed on when the records cannot be read after a refusal', async () => {
    const { router } = routerOf(
      refused(`[Tried to delete ${record} but it was not found]`),
      xmlError('Throttling', 'Rate exceeded'),
    );
    await expect(router.write(route, 10, version)).rejects.toMatchObject({ name: 'ServiceBusyError' });
  });

  test('is quoted in the message', async () => {
    const { router } = routerOf(refused('[It is protected]'));
    await expect(router.write(route, 10, version)).rejects.toThrow(
      'api.example.com: the change was refused, and nothing was written. ' +
        'Route 53 answered: [It is protected]',
    );
  });

  test('is passed on unchanged when it is any other', async () => {
    const { router } = routerOf(xmlError('AccessDenied', 'not authorized', 403));
    await expect(router.read(route)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('is thrown for a change without an id', async () => {
    const { router } = routerOf(xml('<ChangeResourceRecordSetsResponse/>'));
    await expect(router.write(route, 10, version)).rejects.toThrow(
      'Route 53 accepted the change without an id',
    );
  });

  test('is thrown for a zone without records', async () => {
    const { router } = routerOf(xml('<ListResourceRecordSetsResponse/>'));
    await expect(router.read(route)).rejects.toMatchObject({ name: 'RouteBrokenError' });
  });
});
