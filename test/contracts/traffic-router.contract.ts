import { beforeEach, describe, expect, test } from '@jest/globals';
import { versionAt } from '../../lambdas/core/routers/route';
import type { Route53 } from '../../lambdas/core/routers/route53/schema';
import { type RecordSet, recordsText } from '../../lambdas/core/routers/route53/weighted-records';
import type { RouteChange, TrafficRouter } from '../../lambdas/ports';
import { recordKey, withoutWeight } from './records';

/** A router of weighted records, and what a test does behind the router's back. */
export interface TrafficRouterHarness {
  readonly router: TrafficRouter<Route53>;
  /** A route in the zone of the harness: type A, any set identifiers. */
  readonly route: Route53;
  /** A health check that records may name. */
  readonly healthCheckId: string;
  /** Makes these the only records of the route's name. */
  seed(records: readonly RecordSet[]): Promise<void>;
  /** The records of the route's name, in any order. */
  records(): Promise<readonly RecordSet[]>;
  /** Someone else creates the record, or replaces the one with this name, type and set identifier. */
  foreignChange(record: RecordSet): Promise<void>;
  /** Someone else deletes the record. */
  foreignDelete(record: RecordSet): Promise<void>;
  /** Lets time pass until a change has propagated. */
  propagate(change: RouteChange): Promise<void>;
}

/** What every router of weighted records must do. */
export function describeTrafficRouter(name: string, make: () => Promise<TrafficRouterHarness>): void {
  describe(`${name} as a traffic router`, () => {
    let harness: TrafficRouterHarness;
    let route: Route53;
    let both: Route53;

    beforeEach(async () => {
      harness = await make();
      route = harness.route;
      both = { ...route, recordTypes: ['A', 'AAAA'] };
    });

    const record = (
      type: 'A' | 'AAAA',
      side: 'old' | 'new' | 'third',
      weight: number,
      more: object = {},
    ) => ({
      Name: `${route.recordName}.`,
      Type: type,
      SetIdentifier:
        side === 'third' ? 'third' : side === 'old' ? route.oldSetIdentifier : route.newSetIdentifier,
      Weight: weight,
      ...more,
    });
    const values = (...addresses: string[]) => ({
      TTL: 60,
      ResourceRecords: addresses.map((Value) => ({ Value })),
    });
    const alias = (host: string) => ({
      AliasTarget: {
        HostedZoneId: 'Z32O12XQLNTSW2',
        DNSName: `dualstack.${host}-1.eu-west-1.elb.amazonaws.com.`,
        EvaluateTargetHealth: true,
      },
    });
    const v4 = values('192.0.2.1', '192.0.2.2');
    const v6 = values('2001:db8::1');
    const pair = (oldWeight: number, newWeight: number, oldMore: object = v4, newMore: object = v4) => [
      record('A', 'old', oldWeight, oldMore),
      record('A', 'new', newWeight, newMore),
    ];
    const pairs = (oldWeight: number, newWeight: number) => [
      ...pair(oldWeight, newWeight),
      record('AAAA', 'old', oldWeight, v6),
      record('AAAA', 'new', newWeight, v6),
    ];
    const weights = async () =>
      Object.fromEntries((await harness.records()).map((one) => [recordKey(one), one.Weight]));

    test.each([
      { oldWeight: 100, newWeight: 0, percent: 0 },
      { oldWeight: 0, newWeight: 100, percent: 100 },
      { oldWeight: 3, newWeight: 1, percent: 25 },
      { oldWeight: 0, newWeight: 1, percent: 100 },
      { oldWeight: 255, newWeight: 255, percent: 50 },
    ])('reads weights $oldWeight and $newWeight as $percent %', async ({ oldWeight, newWeight, percent }) => {
      await harness.seed(pair(oldWeight, newWeight));
      expect(await harness.router.read(route)).toMatchObject({ percent, ttlSeconds: 60, ttlIsOurs: true });
    });

    test('reads an alias, whose TTL is the target’s', async () => {
      await harness.seed(pair(90, 10, alias('old'), alias('new')));
      expect(await harness.router.read(route)).toMatchObject({
        percent: 10,
        ttlSeconds: 60,
        ttlIsOurs: false,
      });
    });

    test('reads an alias to records of the same zone, alias after alias, with the longest TTL', async () => {
      const named = (label: string, more: object): RecordSet => ({
        Name: `${label}.${route.recordName}.`,
        Type: 'A',
        ...more,
      });
      const inZone = (label: string) => ({
        AliasTarget: {
          HostedZoneId: route.hostedZoneId,
          DNSName: `${label}.${route.recordName}.`,
          EvaluateTargetHealth: false,
        },
      });
      await harness.seed([
        named('one', { TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] }),
        named('two', inZone('one')),
        named('three', { TTL: 86_400, ResourceRecords: [{ Value: '192.0.2.3' }] }),
        ...pair(90, 10, inZone('two'), inZone('two')),
      ]);
      expect(await harness.router.read(route)).toMatchObject({
        percent: 10,
        ttlSeconds: 300,
        ttlIsOurs: true,
        ttlFrom: `one.${route.recordName} A`,
      });
    });

    test('reads a record of another type beside the route, and shifts the route alone', async () => {
      const other = { Name: `${route.recordName}.`, Type: 'AAAA', ...v6 };
      await harness.seed([...pair(100, 0), other]);
      const { findings, version } = await harness.router.read(route);
      expect(findings).toMatchObject([{ check: 'other-record-type', severity: 'stop' }]);
      await harness.router.write(route, 50, version);
      expect(await harness.records()).toContainEqual(expect.objectContaining(other));
    });

    test('reads the same version of the same records', async () => {
      await harness.seed(pairs(90, 10));
      expect(await harness.router.read(both)).toEqual(await harness.router.read(both));
    });

    test.each([0, 1, 37, 99, 100])('reads %i % after writing it', async (percent) => {
      await harness.seed(pair(100, 0));
      const { version } = await harness.router.read(route);
      const change = await harness.router.write(route, percent, version);
      expect(await harness.router.read(route)).toMatchObject({ percent, version: change.version });
      expect(versionAt(route, version, percent)).toBe(change.version);
    });

    test('keeps the record without traffic at weight 0', async () => {
      await harness.seed(pair(50, 50));
      const { version } = await harness.router.read(route);
      await harness.router.write(route, 100, version);
      expect(await weights()).toEqual({
        [`A ${route.oldSetIdentifier}`]: 0,
        [`A ${route.newSetIdentifier}`]: 100,
      });
    });

    test('goes up to 100 % in steps and back to 0 %', async () => {
      await harness.seed(pair(100, 0));
      let { version } = await harness.router.read(route);
      for (const percent of [10, 50, 100, 0]) {
        ({ version } = await harness.router.write(route, percent, version));
      }
      expect(await harness.router.read(route)).toMatchObject({ percent: 0, version });
    });

    test('shifts A and AAAA together', async () => {
      await harness.seed(pairs(100, 0));
      const { version } = await harness.router.read(both);
      await harness.router.write(both, 25, version);
      expect(await weights()).toEqual({
        [`A ${route.oldSetIdentifier}`]: 75,
        [`A ${route.newSetIdentifier}`]: 25,
        [`AAAA ${route.oldSetIdentifier}`]: 75,
        [`AAAA ${route.newSetIdentifier}`]: 25,
      });
    });

    test('changes the weight and nothing else', async () => {
      const plain = pair(80, 20, { ...v4, HealthCheckId: harness.healthCheckId }, values('198.51.100.7'));
      const aliases = [
        record('AAAA', 'old', 80, { ...alias('old'), HealthCheckId: harness.healthCheckId }),
        record('AAAA', 'new', 20, alias('new')),
      ];
      await harness.seed([...plain, ...aliases]);
      const before = withoutWeight(await harness.records());
      const { version } = await harness.router.read(both);
      await harness.router.write(both, 60, version);
      expect(withoutWeight(await harness.records())).toEqual(before);
    });

    test('does not change records of a type that is not part of the route', async () => {
      await harness.seed(pairs(100, 0));
      const { version } = await harness.router.read(route);
      await harness.router.write(route, 25, version);
      expect(await weights()).toMatchObject({
        [`AAAA ${route.oldSetIdentifier}`]: 100,
        [`AAAA ${route.newSetIdentifier}`]: 0,
      });
    });

    test('reports a change as propagated, even after it has passed through JSON', async () => {
      await harness.seed(pair(100, 0));
      const { version } = await harness.router.read(route);
      const change = await harness.router.write(route, 10, version);
      await harness.propagate(change);
      expect(await harness.router.propagated(JSON.parse(JSON.stringify(change)))).toBe(true);
    });

    describe('throws RouteChangedError', () => {
      const cases: [string, () => Promise<void>][] = [
        ['shifted the traffic', () => harness.foreignChange(record('A', 'new', 7, v4))],
        ['changed a value', () => harness.foreignChange(record('A', 'old', 100, values('203.0.113.9')))],
        ['changed a TTL', () => harness.foreignChange(record('A', 'new', 0, { ...v4, TTL: 300 }))],
        ['changed the other type of the batch', () => harness.foreignChange(record('AAAA', 'new', 1, v6))],
        ['deleted a record', () => harness.foreignDelete(record('A', 'new', 0, v4))],
      ];
      test.each(cases)('writes nothing when someone else %s', async (_, foreign) => {
        await harness.seed(pairs(100, 0));
        const { version } = await harness.router.read(both);
        await foreign();
        const before = byKey(await harness.records());
        await expect(harness.router.write(both, 50, version)).rejects.toMatchObject({
          name: 'RouteChangedError',
        });
        expect(byKey(await harness.records())).toEqual(before);
      });
    });

    test('refuses the second of two writes against one version', async () => {
      await harness.seed(pair(100, 0));
      const { version } = await harness.router.read(route);
      const tries = [10, 20].map((percent) => harness.router.write(route, percent, version));
      const ended = await Promise.allSettled(tries);
      expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const refused = ended.find((one) => one.status === 'rejected');
      expect(refused?.reason).toMatchObject({ name: 'RouteChangedError' });
    });

    describe('puts back, of a route that someone else has changed,', () => {
      const third = () => record('A', 'third', 5, v4);
      const cases: [string, () => readonly RecordSet[], object, { leftAlone?: RegExp; missing?: RegExp }][] =
        [
          ['AAAA where A is back already', () => ofTypes([100, 0], [50, 50]), {}, {}],
          ['a type whose weights are both 0', () => ofTypes([0, 0], [50, 50]), {}, {}],
          [
            'the pair beside a third record',
            () => [...ofTypes([50, 50], [50, 50]), third()],
            { 'A third': 5 },
            { leftAlone: /third record "third" keeps its weight 5/ },
          ],
          [
            'the weights beside another TTL',
            () => ofTypes([50, 50], [50, 50], { ...v4, TTL: 300 }),
            {},
            { leftAlone: /TTL 60 → 300/ },
          ],
        ];
      const ofTypes = (a: [number, number], aaaa: [number, number], more: object = v4) => [
        ...pair(...a, more, more),
        record('AAAA', 'old', aaaa[0], v6),
        record('AAAA', 'new', aaaa[1], v6),
      ];
      const back = () => ({
        [`A ${route.oldSetIdentifier}`]: 100,
        [`A ${route.newSetIdentifier}`]: 0,
        [`AAAA ${route.oldSetIdentifier}`]: 100,
        [`AAAA ${route.newSetIdentifier}`]: 0,
      });
      const target = () => ({
        percent: 0,
        version: recordsText(ofTypes([100, 0], [100, 0])),
        original: null,
      });

      test.each(cases)('%s', async (_, made, more, { leftAlone }) => {
        await harness.seed(made());
        const before = withoutWeight(await harness.records());
        const found = await harness.router.readForRevert(both, target());
        expect(found).toMatchObject({ isBack: false, isWritable: true, unrestored: [] });
        expect(found.leftAlone.join()).toMatch(leftAlone ?? /^$/);
        const { change, refused } = await harness.router.putBack(both, target(), found.version);
        expect(refused).toEqual([]);
        expect(await weights()).toEqual({ ...back(), ...more });
        expect(withoutWeight(await harness.records())).toEqual(before);
        await harness.propagate(change);
        expect(await harness.router.propagated(JSON.parse(JSON.stringify(change)))).toBe(true);
        expect((await harness.router.readForRevert(both, target())).isBack).toBe(true);
      });

      test('what is left when a record is missing, and names it', async () => {
        await harness.seed(ofTypes([50, 50], [50, 50]).slice(0, 3));
        const found = await harness.router.readForRevert(both, target());
        expect(found.unrestored.join()).toMatch(/AAAA: the record ".+" is missing/);
        await harness.router.putBack(both, target(), found.version);
        const { [`AAAA ${route.newSetIdentifier}`]: _, ...present } = back();
        expect(await weights()).toEqual(present);
      });

      test('nothing that has changed since it was read', async () => {
        await harness.seed(ofTypes([50, 50], [50, 50]));
        const { version } = await harness.router.readForRevert(both, target());
        await harness.foreignChange(record('AAAA', 'old', 7, v6));
        const before = byKey(await harness.records());
        await expect(harness.router.putBack(both, target(), version)).rejects.toMatchObject({
          name: 'RouteChangedError',
        });
        expect(byKey(await harness.records())).toEqual(before);
      });
    });

    test('ignores a third weighted record at weight 0 and does not change it', async () => {
      await harness.seed([...pair(100, 0), record('A', 'third', 0, v4)]);
      const { version } = await harness.router.read(route);
      await harness.router.write(route, 30, version);
      expect(await weights()).toMatchObject({ 'A third': 0, [`A ${route.newSetIdentifier}`]: 30 });
    });

    describe('throws RouteBrokenError', () => {
      const cases: [string, () => readonly RecordSet[], RegExp][] = [
        ['when both weights are 0', () => pair(0, 0), /both weights are 0/],
        ['when a third record takes traffic', () => [...pair(90, 10), record('A', 'third', 5, v4)], /third/],
        [
          'when the record is not weighted',
          () => [{ Name: `${route.recordName}.`, Type: 'A', ...v4 }],
          /not weighted/,
        ],
        ['when there is no record', () => [], /no such record/],
        ['when one of the pair is missing', () => [record('A', 'old', 100, v4)], /set identifier/],
      ];
      test.each(cases)('calls a route broken %s', async (_, records, message) => {
        await harness.seed(records());
        await expect(harness.router.read(route)).rejects.toMatchObject({
          name: 'RouteBrokenError',
          message: expect.stringMatching(message),
        });
      });

      test('calls a route broken when the types disagree', async () => {
        await harness.seed([...pair(90, 10), record('AAAA', 'old', 100, v6), record('AAAA', 'new', 0, v6)]);
        await expect(harness.router.read(both)).rejects.toMatchObject({
          name: 'RouteBrokenError',
          message: expect.stringMatching(/A at 10 %, AAAA at 0 %/),
        });
      });
    });
  });
}

const byKey = (records: readonly RecordSet[]) =>
  Object.fromEntries(records.map((record) => [recordKey(record), record]));
