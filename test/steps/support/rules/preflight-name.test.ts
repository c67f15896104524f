import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../../../lambdas/core/routers/route';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { ServiceBusyError } from '../../../../lambdas/core/shared/errors';
import { preflight } from '../../../../lambdas/steps/preflight';
import { memoryLedger } from '../../../../lib/rehearsal/aws/memory-ledger';
import { type PlanInput, planInput, planOf } from '../../../support/plans/plans';
import { alarmOf } from '../../../support/plans/readings';
import { execution, fakeClock, takeLock } from '../../../support/world/cutover';
import { simulatedZones, type ZoneWithRecords } from '../../../support/world/simulated-zone';

const ZONE = 'Z0123456789ABCDEFGHIJ';
const refuse = () => Promise.reject(new Error('not asked'));

/** Runs the real step over the simulated Route 53 API. */
async function check(
  records: readonly RecordSet[],
  over: Partial<PlanInput> = {},
  others: readonly ZoneWithRecords[] = [],
  own: Partial<ZoneWithRecords> = {},
) {
  const minRequests = { count: 1, source: 'app/x/1/targetgroup/y/1' };
  const plan = planOf({
    ...over,
    preflight: over.preflight ?? {},
    health: { alarms: ['api-new-5xx-rate'], minRequests },
  });
  const route = routeKey(plan.router);
  const ledger = memoryLedger();
  const fence = await takeLock(ledger, route, execution, plan.router);
  const router = simulatedZones([
    { id: ZONE, name: 'example.com', isPrivate: false, ...own, records },
    ...others,
  ]);
  const run = () =>
    preflight({
      router,
      records: { read: async () => records, replace: refuse, propagated: refuse },
      calendars: { read: refuse },
      certificates: { describe: refuse },
      changeSets: { describe: refuse },
      targets: { targets: refuse },
      autoScalingGroups: { describe: refuse },
      balancers: { forwards: refuse },
      healthChecks: { describe: refuse },
      health: { hours: async () => [], alarms: async () => [alarmOf()] },
      ledger,
      clock: fakeClock().clock,
    })({ plan, execution, route, fence, waitingSince: null, iterations: 0 });
  return { router, run, result: await run() };
}

const of = (Type: string, more: object, Name = 'api.example.com.'): RecordSet => ({ Name, Type, ...more });
const values = (...list: string[]) => ({ TTL: 60, ResourceRecords: list.map((Value) => ({ Value })) });
const alias = (DNSName: string, EvaluateTargetHealth = false, HostedZoneId = 'Z32O12XQLNTSW2') => ({
  AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth },
});
const side = (SetIdentifier: string, Weight: number, more: object, Type = 'A', Name = 'api.example.com.') =>
  of(Type, { SetIdentifier, Weight, ...more }, Name);
const pair = (old: number, fresh: number, oldMore: object = {}, Type = 'A', Name = 'api.example.com.') => [
  side('old', old, { ...alias('old.example.net.'), ...oldMore }, Type, Name),
  side('new', fresh, alias('new.example.net.'), Type, Name),
];
const ready = pair(100, 0);
const router = (over: object) => ({ router: { ...planInput().router, ...over } });
const followed = (TTL: number) => [
  side('old', 100, alias('old-path.example.com.', false, ZONE)),
  side('new', 0, alias('new-path.example.com.', false, ZONE)),
  of('A', { ...values('192.0.2.1'), TTL }, 'old-path.example.com.'),
  of('A', values('192.0.2.2'), 'new-path.example.com.'),
];

describe('the record sets of a name', () => {
  test.each<[string, readonly RecordSet[], string[], Partial<PlanInput>?]>([
    ['the pair alone', ready, []],
    [
      'AAAA simple, on the old path',
      [...ready, of('AAAA', alias('old.example.net.'))],
      ['other-record-type stop'],
    ],
    ['AAAA as a pair at 100/0', [...ready, ...pair(100, 0, {}, 'AAAA')], ['other-record-type stop']],
    ['AAAA as a pair at 0/100', [...ready, ...pair(0, 100, {}, 'AAAA')], ['other-record-type stop']],
    [
      'AAAA as a pair that moves along',
      [...ready, ...pair(100, 0, {}, 'AAAA')],
      [],
      router({ recordTypes: ['A', 'AAAA'] }),
    ],
    [
      'HTTPS with the old address, TTL 3600',
      [
        side('old', 100, values('192.0.2.1')),
        side('new', 0, values('192.0.2.2')),
        of('HTTPS', { ...values('1 . alpn="h2" ipv4hint=192.0.2.1'), TTL: 3_600 }),
      ],
      ['https-record stop'],
    ],
    [
      'HTTPS as a pair that moves along',
      [
        ...ready,
        side('old', 100, values('1 . ipv4hint=192.0.2.1'), 'HTTPS'),
        side('new', 0, values('1 . ipv4hint=192.0.2.2'), 'HTTPS'),
      ],
      [],
      router({ recordTypes: ['A', 'HTTPS'] }),
    ],
    ['HTTPS without hints', [...ready, of('HTTPS', values('1 . alpn="h2"'))], []],
    ['a third record at 0', [...ready, side('third', 0, alias('x.example.net.'))], ['third-record warn']],
    ['a third record at 1', [...ready, side('third', 1, alias('x.example.net.'))], ['route stop']],
    ['the pair at 255/0', pair(255, 0), []],
    ['the pair at 3/1', pair(3, 1), ['route stop']],
    ['the pair at 0/100', pair(0, 100), ['route stop']],
    [
      'the old record with a health check',
      pair(100, 0, { HealthCheckId: 'hc-1' }),
      ['old-record-health stop'],
    ],
    [
      'the old alias with EvaluateTargetHealth',
      pair(100, 0, alias('old.example.net.', true)),
      ['old-record-health warn'],
    ],
    [
      'the new record with a health check',
      [ready[0] as RecordSet, side('new', 0, { ...alias('new.example.net.'), HealthCheckId: 'hc-1' })],
      ['new-record-health stop'],
    ],
    [
      'the new alias with EvaluateTargetHealth',
      [ready[0] as RecordSet, side('new', 0, alias('new.example.net.', true))],
      ['new-record-health warn'],
    ],
    ['aliases to records of the zone with TTL 86400', followed(86_400), ['route stop']],
    [
      'aliases to records of the zone with TTL 86400, accepted',
      followed(86_400),
      [],
      { preflight: { maxTtlSeconds: 86_400 } },
    ],
    ['aliases to records of the zone with TTL 60', followed(60), []],
    [
      'a chain of two aliases with TTL 3600',
      [
        ...followed(60).slice(0, 2),
        of('A', alias('deep.example.com.', false, ZONE), 'old-path.example.com.'),
        of('A', alias('deep.example.com.', false, ZONE), 'new-path.example.com.'),
        of('A', { ...values('192.0.2.1'), TTL: 3_600 }, 'deep.example.com.'),
      ],
      ['route stop'],
    ],
    ['only a CNAME', [of('CNAME', values('old.example.net.'))], ['route stop']],
    ['an A in place of a CNAME', ready, ['route stop'], router({ recordTypes: ['CNAME'] })],
    ['no record, and a wildcard above', [of('A', values('192.0.2.1'), '*.example.com.')], ['route stop']],
    [
      'geolocation records',
      [of('A', { SetIdentifier: 'eu', GeoLocation: { CountryCode: 'DE' }, ...values('192.0.2.1') })],
      ['route stop'],
    ],
    [
      'the pair below a latency record of another name',
      [
        ...ready,
        of(
          'A',
          { SetIdentifier: 'eu', Region: 'eu-west-1', ...alias('api.example.com.', true, ZONE) },
          'www.example.com.',
        ),
      ],
      [],
    ],
    ['names in upper case with a dot', ready, [], router({ recordName: 'API.Example.COM.' })],
    ['names in upper case in the zone', pair(100, 0, {}, 'A', 'API.Example.com.'), []],
    [
      'a wildcard',
      pair(100, 0, {}, 'A', '*.example.com.'),
      [],
      {
        ...router({ recordName: '*.example.com' }),
        smokeTest: { ...planInput().smokeTest, productionName: 'www.example.com' },
      },
    ],
    [
      'SRV, TXT, MX and CAA',
      [...ready, ...['SRV', 'TXT', 'MX', 'CAA'].map((type) => of(type, values('0 issue "ca.example.net"')))],
      [],
    ],
    ['a delegation', [...ready, of('NS', values('ns-1.example.net.'))], ['route stop']],
  ])('%s', async (...[, records, found, over]) => {
    const { result } = await check(records, over);
    expect(result.findings.map(({ check: name, severity }) => `${name} ${severity}`)).toEqual(found);
    expect(result.verdict).toBe(found.some((one) => one.endsWith('stop')) ? 'fail' : 'pass');
    for (const { reason, remedy } of result.findings) {
      expect(`${reason} ${remedy}`).not.toContain('undefined');
    }
  });

  test('are accepted by name, and stay in the reason', async () => {
    const beside = [...ready, of('AAAA', alias('old.example.net.'))];
    const { result } = await check(beside, { preflight: { accept: ['other-record-type'] } });
    expect(result).toMatchObject({ verdict: 'pass', findings: [{ severity: 'warn' }] });
    expect(result.reason).toContain('(accepted by the plan)');
    expect((await check(beside, { preflight: { accept: ['https-record'] } })).result.verdict).toBe('fail');
  });

  test('name the record whose TTL is too long, and a remedy for that record', async () => {
    const { result } = await check(followed(86_400));
    expect(result.findings).toMatchObject([
      {
        reason:
          'api.example.com has a TTL of 86400 s, that of old-path.example.com A, to which an alias leads' +
          ' (maximum 60 s): a revert would take that long to reach clients',
        remedy:
          'lower the TTL of old-path.example.com A to 60 s or less, wait 86400 s, and start again;' +
          ' or set preflight.maxTtlSeconds to 86400',
      },
    ]);
  });

  test('are read beside a record that is to be adopted, too', async () => {
    const adopt = { newTarget: { values: { A: ['192.0.2.2'] } } };
    const simple = [of('A', values('192.0.2.1')), of('AAAA', values('2001:db8::1'))];
    const { result } = await check(simple, router({ adopt }));
    expect(result.findings).toMatchObject([{ check: 'other-record-type' }]);
  });

  test('of a wildcard are asked under the name that the plan gives', async () => {
    const { result } = await check(pair(100, 0, {}, 'A', '*.example.com.'), {
      ...router({ recordName: '*.example.com' }),
      smokeTest: { ...planInput().smokeTest, productionName: 'WWW.example.com' },
    });
    expect(result.newRecord).toEqual({
      name: 'www.example.com',
      targets: [{ type: 'A', host: 'new.example.net' }],
    });
  });
});

describe('the zones of a name', () => {
  const zone = (id: string, over: Partial<ZoneWithRecords>): ZoneWithRecords => ({
    ...{ id, name: 'example.com', isPrivate: true, records: [] },
    ...over,
  });
  const old = [of('A', values('192.0.2.1'))];

  test('are named in the result, and in the reason where the own one is private', async () => {
    expect((await check(ready)).result).toMatchObject({
      reason: 'all checks passed',
      zone: { id: ZONE, name: 'example.com', isPrivate: false },
    });
    expect((await check(ready, {}, [], { isPrivate: true })).result).toMatchObject({
      verdict: 'pass',
      reason:
        `all checks passed; zone ${ZONE} (example.com, private):` +
        ' clients in its VPCs move, and no others',
      zone: { isPrivate: true },
    });
    expect((await check(ready, {}, [], { name: 'example.org' })).result.zone).toBeNull();
  });

  test.each<[string, ZoneWithRecords, string[]]>([
    ['a private one with the name', zone('Z2', { records: old }), ['other-zone warn']],
    [
      'a private one of the very name',
      zone('Z2', { name: 'api.example.com', records: old }),
      ['other-zone warn'],
    ],
    ['a private one without the name', zone('Z2', { records: [of('TXT', values('"x"'))] }), []],
    [
      'a private one with a wildcard',
      zone('Z2', { records: [of('A', values('192.0.2.1'), '*.example.com.')] }),
      ['other-zone warn'],
    ],
    [
      'a private one with the name as TXT before a wildcard',
      zone('Z2', { records: [of('TXT', values('"x"')), of('A', values('192.0.2.1'), '*.example.com.')] }),
      [],
    ],
    [
      'a public parent that hands the name over',
      zone('Z2', { isPrivate: false, records: [...old, of('NS', values('ns-1.example.net.'))] }),
      [],
    ],
    ['another public one', zone('Z2', { isPrivate: false, records: old }), ['other-zone stop']],
    ['another public one without the name', zone('Z2', { isPrivate: false }), []],
    ['one of another domain', zone('Z2', { name: 'example.net', records: old }), []],
    ['one of another name in the domain', zone('Z2', { name: 'www.example.com', records: old }), []],
  ])('beside it, %s', async (_, other, found) => {
    const { result } = await check(ready, {}, [other]);
    expect(result.findings.map(({ check: name, severity }) => `${name} ${severity}`)).toEqual(found);
  });

  test('that hand over a name above that of the route are a finding', async () => {
    const records = [
      ...pair(100, 0, {}, 'A', 'api.eu.example.com.'),
      of('NS', values('ns-1.example.net.'), 'eu.example.com.'),
      of('NS', values('ns-2.example.net.'), 'example.com.'),
    ];
    const { result } = await check(records, router({ recordName: 'api.eu.example.com' }));
    expect(result.findings).toMatchObject([
      {
        check: 'route',
        severity: 'stop',
        reason: expect.stringMatching(
          /^NS records of eu\.example\.com hand .* has at api\.eu\.example\.com /,
        ),
      },
    ]);
    expect(
      (await check(records.slice(0, 2), router({ recordName: 'api.eu.example.com' }))).result,
    ).toMatchObject({ verdict: 'pass', findings: [] });
  });

  test('that are private and public answer different clients, whichever the plan moves', async () => {
    const fromPublic = await check(ready, {}, [zone('Z2', { records: old })]);
    expect(fromPublic.result.findings[0]).toMatchObject({
      reason:
        'zone Z2 (example.com, private) has A for api.example.com, too (192.0.2.1): clients in its VPCs are' +
        ' answered by that zone, and do not move',
    });
    const fromPrivate = await check(ready, {}, [zone('Z2', { isPrivate: false, records: old })], {
      isPrivate: true,
    });
    expect(fromPrivate.result.findings[0]?.reason).toContain('clients outside of the VPCs are answered');
  });

  test('that cannot be read are a finding, unless the service was only busy', async () => {
    const broken = async (error: Error) => {
      const made = await check(ready);
      made.router.around = () => Promise.reject(error);
      return made.run;
    };
    const denied = await (await broken(new TypeError('AccessDenied')))();
    expect(denied).toMatchObject({ verdict: 'fail', findings: [{ check: 'other-zone' }], zone: null });
    const busy = new ServiceBusyError('Throttling');
    await expect((await broken(busy))()).rejects.toBe(busy);
  });
});
