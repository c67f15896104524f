import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import { initCommand } from '../../../lib/cli/commands/init';
import type { Ask } from '../../../lib/cli/init/ask';
import type { RecordSource } from '../../../lib/cli/init/read-record';
import { recordFacts } from '../../../lib/cli/init/record-facts';
import { route53Zone } from '../../support/accounts/route53-zone';
import { serve } from '../../support/accounts/serve';
import { xmlError } from '../../support/accounts/wire';
import { cutover } from '../../support/cli/cutover';
import { shell } from '../../support/cli/shell';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const ZONE = 'Z0123456789ABCDEFGHIJ';
const GIVEN = ['--url', 'https://gw-api.example.com', '--alarm', 'api-new-5xx', '--alarm', 'api-new-p99'];
const NAME = 'api.example.com.';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const before = { ...process.env };

let zone: ReturnType<typeof route53Zone>;
let server: Awaited<ReturnType<typeof serve>>;
let count = 0;
let isRefused = false;

const weighted = (Type: string, SetIdentifier: string, Weight: number, TTL = 60) => ({
  ...{ Name: NAME, Type, SetIdentifier, Weight, TTL },
  ResourceRecords: [{ Value: Type === 'AAAA' ? '2001:db8::1' : '192.0.2.1' }],
});

beforeAll(async () => {
  server = await serve((request) =>
    isRefused ? xmlError('AccessDenied', 'not you', 403) : zone.answer(request),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  isRefused = false;
  const zones = [{ id: ZONE, name: 'example.com', isPrivate: false }];
  zone = route53Zone(ZONE, 2, zones);
  Object.assign(process.env, {
    ...server.environment,
    AWS_MAX_ATTEMPTS: '1',
  });
});
afterEach(() => {
  process.env = { ...before };
});

/** Puts records into the zone. */
function put(records: readonly object[]): void {
  for (const record of records) {
    zone.zone.put(record as RecordSet);
  }
}

/** Runs the command for a new file: what it printed, and the plan that it wrote. */
async function init(...options: string[]) {
  count += 1;
  const file = files.path(`plan-${count}.yaml`);
  const ran = await cutover('init', '--output', file, ...options);
  const text = ran.code === 0 ? readFileSync(file, 'utf8') : '';
  return { ...ran, file, text, plan: parse(text) };
}

describe('a record that is read from AWS', () => {
  test('gives the zone, the types and the pair, the one with more weight as the old path', async () => {
    put([weighted('A', 'green', 0), weighted('A', 'blue', 100)]);
    put([weighted('AAAA', 'green', 0), weighted('AAAA', 'blue', 100)]);
    const { code, plan, file, text } = await init('--record', 'API.example.com.', ...GIVEN);
    expect(code).toBe(0);
    expect(plan).toEqual({
      name: 'api',
      router: {
        ...{ kind: 'route53', hostedZoneId: ZONE, recordName: 'api.example.com', recordTypes: ['A', 'AAAA'] },
        ...{ oldSetIdentifier: 'blue', newSetIdentifier: 'green' },
      },
      stages: [10, 50, 100].map((percent) => ({ percent, soakSeconds: 600 })),
      smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] },
      health: { alarms: ['api-new-5xx', 'api-new-p99'] },
      hold: { seconds: 259_200 },
    });
    expect(text).toContain(`cutover rehearse ${file}`);
    expect((await cutover('plan', file)).code).toBe(0);
  });

  test('that is simple is adopted, and its TTL is lowered where it is long', async () => {
    const { SetIdentifier: _, Weight: __, ...simple } = weighted('A', '', 0, 3_600);
    put([simple]);
    const target = ['--new-target', 'ZLY8HYME6SFDD/d-abc.execute-api.eu-west-1.amazonaws.com'];
    const { plan, file } = await init('--record', 'api.example.com', ...GIVEN, ...target);
    expect(plan.ttl).toEqual({});
    expect(plan.router).toMatchObject({
      ...{ oldSetIdentifier: 'old', newSetIdentifier: 'new', recordTypes: ['A'] },
      adopt: { newTarget: { alias: { hostedZoneId: 'ZLY8HYME6SFDD' } } },
    });
    expect((await cutover('plan', file)).code).toBe(0);
  });

  test('may have its paths named', async () => {
    put([weighted('A', 'green', 50), weighted('A', 'blue', 50)]);
    const even = await init('--record', 'api.example.com', ...GIVEN);
    expect([even.code, even.err]).toEqual([
      64,
      expect.stringContaining('say which is which: --old and --new'),
    ]);
    const { plan } = await init('--record', 'api.example.com', ...GIVEN, '--old', 'green', '--new', 'blue');
    expect(plan.router).toMatchObject({ oldSetIdentifier: 'green', newSetIdentifier: 'blue' });
    const wrong = await init('--record', 'api.example.com', ...GIVEN, '--old', 'green', '--new', 'red');
    expect(wrong.err).toContain('blue and green; --old and --new name them');
  });

  test.each<[string, () => void, string, string]>([
    [
      'is not there',
      () => undefined,
      'api.example.com',
      `there is no record api.example.com in example.com (${ZONE})`,
    ],
    ['is in no zone', () => undefined, 'api.example.net', 'no hosted zone of this account has a name'],
    [
      'is one of three',
      () => put(['a', 'b', 'c'].map((id) => weighted('A', id, 1))),
      'api.example.com',
      'has the weighted records a, b, c for A; a cutover needs two',
    ],
    [
      'lacks a type in one of the pair',
      () => put([weighted('A', 'a', 1), weighted('A', 'b', 0), weighted('AAAA', 'a', 1)]),
      'api.example.com',
      'with a record of each type',
    ],
    [
      'leads nowhere',
      () => put([{ Name: NAME, Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"x"' }] } as never]),
      'api.example.com',
      'has no record that leads to a path',
    ],
  ])('that %s is refused with the reason', async (_, prepare, name, words) => {
    prepare();
    const { code, err } = await init('--record', name, ...GIVEN);
    expect([code, err]).toEqual([64, expect.stringContaining(words)]);
  });

  test('cannot be read where AWS refuses it, with exit code 69', async () => {
    isRefused = true;
    const { code, err } = await init('--record', 'api.example.com', ...GIVEN);
    expect([code, err]).toEqual([
      69,
      expect.stringContaining('could not list the hosted zones of api.example.com: AccessDenied'),
    ]);
  });
});

test.each([
  ['latency', { Region: 'eu-west-1' }],
  ['failover', { Failover: 'PRIMARY' }],
  ['geolocation', { GeoLocation: { CountryCode: 'CH' } }],
  ['geoproximity', { GeoProximityLocation: { AWSRegion: 'eu-west-1' } }],
  ['IP-based', { CidrRoutingConfig: { CollectionId: 'x', LocationName: 'y' } }],
  ['multivalue', { MultiValueAnswer: true }],
])('records of the routing policy %s are refused', (policy, fields) => {
  const { Weight: _, ...record } = weighted('A', 'one', 0);
  expect(() => recordFacts(ZONE, 'api.example.com', [{ ...record, ...fields }])).toThrow(
    `api.example.com has ${policy} records; a cutover shifts a weighted pair`,
  );
});

describe('a route that is named', () => {
  test.each([
    [
      [
        '--route',
        `route53/${ZONE}/api.example.com`,
        '--old',
        'blue',
        '--new',
        'green',
        '--record-type',
        'AAAA',
      ],
      'api',
      { kind: 'route53', recordTypes: ['AAAA'], oldSetIdentifier: 'blue' },
    ],
    [
      [
        '--route',
        'cloudfront-kvs/arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0000-1111-2222-333344445555/split',
      ],
      'split',
      { kind: 'cloudfront-kvs', key: 'split' },
    ],
    [
      [
        ...['--route', `alb/${ARN}:listener-rule/app/web/0123456789abcdef/0011223344556677/8899aabbccddeeff`],
        ...[
          '--old',
          `${ARN}:targetgroup/old/0123456789abcdef`,
          '--new',
          `${ARN}:targetgroup/new/fedcba9876543210`,
        ],
      ],
      'web',
      { kind: 'alb', oldTargetGroupArn: `${ARN}:targetgroup/old/0123456789abcdef` },
    ],
  ])('makes a plan: %j', async (options, name, router) => {
    const { code, plan, file } = await init(
      ...options,
      ...GIVEN,
      '--stages',
      '5%, 100',
      '--soak',
      '60',
      '--hold',
      '0',
    );
    expect([code, plan.name]).toEqual([0, name]);
    expect(plan.router).toMatchObject(router);
    expect(plan.stages).toEqual([
      { percent: 5, soakSeconds: 60 },
      { percent: 100, soakSeconds: 60 },
    ]);
    expect(plan).not.toHaveProperty('hold');
    expect((await cutover('plan', file)).code).toBe(0);
  });

  test('goes to standard output with --output -, for the next command', () => {
    const route = `--route route53/${ZONE}/api.example.com --old blue --new green`;
    expect(
      shell(`cutover init ${route} ${GIVEN.join(' ')} --output - | cutover plan - --json`),
    ).toMatchObject({
      code: 0,
      err: '',
    });
  });
});

describe('without a terminal', () => {
  test('every option that is missing is named', async () => {
    const { code, err } = await init();
    expect(code).toBe(64);
    for (const flag of ['--record NAME: is missing', '--url URL: is missing', '--alarm NAME: is missing']) {
      expect(err).toContain(flag);
    }
    const named = await init('--route', `route53/${ZONE}/api.example.com`, ...GIVEN);
    expect(named.err).toMatch(/--old ID: is missing[\s\S]*--new ID: is missing/);
  });

  test.each([
    ['both --record and --route', ['--record', 'a.example.com', '--route', 'alb/x'], 'either --record'],
    [
      'a target for a route that is named',
      ['--route', 'alb/x', '--new-target', 'y'],
      '--new-target is for --record',
    ],
    [
      'a type for a record that is read',
      ['--record', 'a.b', '--record-type', 'A'],
      '--record-type is for --route',
    ],
    ['a route of no kind', ['--route', 'elb/x'], 'it begins with route53/'],
    ['stages that are no percents', ['--stages', 'ten'], 'It must be percents with commas'],
  ])('%s is refused', async (_, options, words) => {
    const { code, err } = await init(...options, ...GIVEN);
    expect([code, err]).toEqual([64, expect.stringContaining(words)]);
  });

  test('a URL with a path is refused, and stages that fall', async () => {
    const route = ['--route', `route53/${ZONE}/api.example.com`, '--old', 'a', '--new', 'b', '--alarm', 'x'];
    expect((await init(...route, '--url', 'https://gw.example.com/v1')).err).toContain(
      'an https origin without a path',
    );
    const falling = await init(...route, '--url', 'https://gw.example.com', '--stages', '50,10');
    expect([falling.code, falling.err]).toEqual([
      64,
      expect.stringContaining('the answers make no valid plan'),
    ]);
  });

  test('a file that is there already is not written over', async () => {
    const file = files.write('mine.yaml', 'name: mine\n');
    const route = ['--route', `route53/${ZONE}/api.example.com`, '--old', 'a', '--new', 'b'];
    const { code, err } = await cutover('init', '--output', file, ...route, ...GIVEN);
    expect([code, err]).toEqual([64, expect.stringContaining('is there already')]);
    expect(readFileSync(file, 'utf8')).toBe('name: mine\n');
  });
});

describe('in a terminal', () => {
  /** Answers by the beginning of each question, and records what was asked. */
  function asked(answers: Readonly<Record<string, string>>): Ask & { readonly questions: string[] } {
    const questions: string[] = [];
    const answer = (message: string, initial?: string) => {
      questions.push(message);
      const found = Object.keys(answers).find((start) => message.startsWith(start));
      return answers[found ?? ''] ?? initial ?? '';
    };
    return {
      questions,
      text: async (message, initial, problem) => {
        const given = answer(message, initial);
        expect([message, problem(given)]).toEqual([message, null]);
        return given;
      },
      choose: async (message, options) => {
        const chosen = answer(message);
        return (options.find(({ value }) => value === chosen) ?? options[0])?.value as never;
      },
    };
  }

  const defaults = { output: '-', check: '/health', stages: [10, 100], soak: 60, hold: 0 };
  const records = async (): Promise<RecordSource> => ({
    zones: async () => [{ id: ZONE, name: 'example.com', isPrivate: false }],
    list: async () => ({
      records: [{ Name: NAME, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] } as never],
      next: null,
    }),
  });

  async function run(ask: Ask, options: object = {}) {
    let out = '';
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      err: () => undefined,
      columns: 100,
    };
    await initCommand({ ...defaults, ...options }, terminal, { ask, records });
    return parse(out);
  }

  test('what the options do not say is asked, and what Route 53 has is not', async () => {
    const ask = asked({
      'What splits': 'record',
      'The record whose': 'api.example.com',
      'Where the new record': '198.51.100.7, 198.51.100.8',
      'The https origin': 'https://gw-api.example.com',
      'CloudWatch alarms': 'a, b',
    });
    const plan = await run(ask);
    expect(plan).toMatchObject({
      name: 'api',
      router: {
        hostedZoneId: ZONE,
        adopt: { newTarget: { values: { A: ['198.51.100.7', '198.51.100.8'] } } },
      },
      health: { alarms: ['a', 'b'] },
    });
    expect(ask.questions).toHaveLength(6);
  });

  test('a route is asked for with its two paths', async () => {
    const ask = asked({
      'What splits': 'route',
      'The route:': `route53/${ZONE}/www.example.com`,
      'The old path: its set identifier': 'blue',
      'The new path: its set identifier': 'green',
      'The name of the plan': 'move-www',
    });
    const plan = await run(ask, { url: 'https://gw-www.example.com', alarm: ['a'] });
    expect(plan).toMatchObject({
      name: 'move-www',
      router: { oldSetIdentifier: 'blue', newSetIdentifier: 'green' },
    });
    expect(ask.questions).toHaveLength(5);
  });
});
