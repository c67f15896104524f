import { beforeEach, describe, expect, test } from '@jest/globals';
import { planPreparation } from '../../lambdas/core/record-preparation/preparation';
import { planRestoration } from '../../lambdas/core/record-preparation/restoration';
import type { Route53 } from '../../lambdas/core/routers/route53/schema';
import { type RecordSet, readWeighted } from '../../lambdas/core/routers/route53/weighted-records';
import type { RouteRecords } from '../../lambdas/ports';
import { recordKey } from './records';
import type { TrafficRouterHarness } from './traffic-router.contract';

/** The zone of a traffic router, and the port that changes whole records of it. */
export interface RouteRecordsHarness extends TrafficRouterHarness {
  readonly port: RouteRecords;
}

/** What every implementation must do that prepares and restores records. */
export function describeRouteRecords(name: string, make: () => Promise<RouteRecordsHarness>): void {
  describe(`${name} as the records of a route`, () => {
    let harness: RouteRecordsHarness;
    let route: Route53;

    beforeEach(async () => {
      harness = await make();
      const alias = { hostedZoneId: 'Z32O12XQLNTSW2', dnsName: 'new-1.eu-west-1.elb.amazonaws.com.' };
      const newTarget = { alias: { ...alias, evaluateTargetHealth: false } };
      route = { ...harness.route, recordTypes: ['A', 'AAAA'], adopt: { newTarget } };
    });

    const points = (Type: string, TTL = 300) => ({
      TTL,
      ResourceRecords: [{ Value: Type === 'A' ? '192.0.2.1' : '2001:db8::1' }],
    });
    const simple = (Type: string, more: object = points(Type)): RecordSet => ({
      Name: `${route.recordName}.`,
      Type,
      ...more,
    });
    const pair = (Type: string, TTL = 300): RecordSet[] =>
      [route.oldSetIdentifier, route.newSetIdentifier].map((SetIdentifier, i) => ({
        ...simple(Type, points(Type, TTL)),
        SetIdentifier,
        Weight: i === 0 ? 100 : 0,
      }));
    const byKey = (records: readonly RecordSet[]) =>
      Object.fromEntries(records.map((record) => [recordKey(record), record]));
    const ttl = { seconds: 30, leadSeconds: 300 };
    const prepare = async () => {
      const { preparation } = planPreparation(route, ttl, await harness.port.read(route));
      if (preparation === null) {
        throw new Error('there is nothing to prepare');
      }
      const [original, left] = [preparation.original, preparation.left].map((text) => JSON.parse(text));
      return { preparation, original, left, change: await harness.port.replace(route, original, left) };
    };

    test('turns simple records of both types into pairs, and back', async () => {
      await harness.seed([simple('A'), simple('AAAA')]);
      const { preparation, change, left } = await prepare();
      await harness.propagate({ ...change, version: '', route });
      expect(await harness.port.propagated(JSON.parse(JSON.stringify(change)), route)).toBe(true);
      const found = await harness.port.read(route);
      expect(byKey(found)).toEqual(byKey(left));
      expect(await harness.router.read(route)).toMatchObject(readWeighted(route, left));
      const back = planRestoration(route, preparation, 'everything', found);
      await harness.port.replace(route, back.from, back.to);
      expect(byKey(await harness.records())).toEqual(byKey([simple('A'), simple('AAAA')]));
    });

    test('lowers the TTLs of a pair together, and restores them after all traffic has moved', async () => {
      await harness.seed([...pair('A'), ...pair('AAAA')]);
      const { preparation } = await prepare();
      const { version, ttlSeconds } = await harness.router.read(route);
      expect(ttlSeconds).toBe(30);
      await harness.router.write(route, 100, version);
      const back = planRestoration(route, preparation, 'ttl', await harness.port.read(route));
      await harness.port.replace(route, back.from, back.to);
      expect(await harness.router.read(route)).toMatchObject({ percent: 100, ttlSeconds: 300 });
    });

    test('reads records of any routing policy and type', async () => {
      const text = simple('TXT', { TTL: 60, ResourceRecords: [{ Value: '"x"' }] });
      const latency = { ...simple('A'), SetIdentifier: 'eu', Region: 'eu-west-1' };
      await harness.seed([text, latency]);
      expect((await harness.port.read(route)).map(({ Type }) => Type).sort()).toEqual(['A', 'TXT']);
    });

    describe('throws RouteChangedError', () => {
      const cases: [string, () => Promise<void>][] = [
        ['changed a value', () => harness.foreignChange(simple('A', points('A', 299)))],
        [
          'changed the other type of the batch',
          () => harness.foreignChange(simple('AAAA', points('AAAA', 1))),
        ],
        ['deleted a record', () => harness.foreignDelete(simple('A'))],
      ];
      test.each(cases)('changes nothing when someone else %s', async (_, foreign) => {
        await harness.seed([simple('A'), simple('AAAA')]);
        const { preparation } = planPreparation(route, ttl, await harness.port.read(route));
        await foreign();
        const before = byKey(await harness.records());
        const [original, left] = [preparation?.original, preparation?.left].map((text) =>
          JSON.parse(text ?? ''),
        );
        await expect(harness.port.replace(route, original, left)).rejects.toMatchObject({
          name: 'RouteChangedError',
        });
        expect(byKey(await harness.records())).toEqual(before);
      });
    });
  });
}
