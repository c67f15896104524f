import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import { runCli } from '../../../lib/cli/program';
import { elbForward } from '../../support/accounts/elb-forward';
import { forwardAt } from '../../support/accounts/forward-harness';
import { route53Zone } from '../../support/accounts/route53-zone';
import { serve } from '../../support/accounts/serve';
import { type WireAnswer, type WireRequest, xml, xmlError } from '../../support/accounts/wire';
import { planInput } from '../../support/plans/plans';
import { newTargetGroupArn, oldTargetGroupArn, ruleArn } from '../../support/plans/routers';

const ZONE = 'Z0123456789ABCDEFGHIJ';
const KEY = `route53/${ZONE}/api.example.com`;
const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
/** A plan whose other fields are wrong: at night, its router is all that counts. */
const plan = join(folder, 'plan.json');
writeFileSync(plan, JSON.stringify({ router: planInput().router, stages: 'lost' }));

let zone: ReturnType<typeof route53Zone>;
let answer: (request: WireRequest) => WireAnswer;
let requests: WireRequest[];
let server: Awaited<ReturnType<typeof serve>>;
const before = { ...process.env };

const record = (Type: string, SetIdentifier: string, Weight: number): RecordSet =>
  ({
    ...{ Name: 'api.example.com.', Type, SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: Type === 'A' ? '192.0.2.1' : '2001:db8::1' }],
  }) as RecordSet;
const weights = () =>
  Object.fromEntries(zone.zone.records().map((one) => [`${one.Type} ${one.SetIdentifier}`, one.Weight]));
const written = () => requests.filter(({ method }) => method === 'POST').length;

beforeAll(async () => {
  server = await serve((request) => {
    requests.push(request);
    return answer(request);
  });
});

beforeEach(() => {
  process.env = { ...before, ...server.environment };
  requests = [];
  zone = route53Zone(ZONE, 100);
  zone.zone.put(record('A', 'old', 50));
  zone.zone.put(record('A', 'new', 50));
  // Propagated as soon as it is asked for, so that no test waits.
  answer = (request) => {
    const [, changeId] = /\/change\/(\w+)$/.exec(request.path) ?? [];
    zone.propagate(changeId ?? '');
    return zone.answer(request);
  };
});

afterEach(() => {
  process.env = { ...before };
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

async function revert(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    columns: 400,
  };
  return { code: await runCli(['revert', ...args], terminal), out, err };
}

const named = ['--old', 'old', '--new', 'new'];

describe('cutover revert --direct over the real API', () => {
  test('sets the weights of a plan’s route and waits until they have propagated', async () => {
    const { code, out, err } = await revert(plan, '--direct', '--weights', '100/0');
    expect(err).toContain('It stops no cutover, and the ledger does not record it.');
    expect(err).toContain('A: stands at old 50, new 50; to be old 100, new 0\naccepted: 100/0 (change C3)\n');
    expect(out).toContain('succeeded: 100/0 has propagated');
    expect(out).toContain('clients may use an answer from before for up to 1 min after it has propagated');
    expect([code, weights()]).toEqual([0, { 'A old': 100, 'A new': 0 }]);
  });

  test('calls a route of another account through the role that its plan names', async () => {
    const ofZone = answer;
    answer = (request) =>
      request.body.includes('Action=AssumeRole')
        ? xml(
            '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAOTHER</AccessKeyId>' +
              '<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>' +
              '</AssumeRoleResult></AssumeRoleResponse>',
          )
        : ofZone(request);
    const file = join(folder, 'elsewhere.json');
    const roleArn = 'arn:aws:iam::444455556666:role/zone';
    writeFileSync(file, JSON.stringify({ ...planInput(), router: { ...planInput().router, roleArn } }));
    const { code } = await revert(file, '--direct', '--weights', '100/0');
    const ofRoute53 = requests.filter(({ path }) => path.startsWith('/2013-04-01/'));
    expect(code).toBe(0);
    expect(ofRoute53.length).toBeGreaterThan(2);
    expect(ofRoute53.filter(({ headers }) => !headers.authorization?.includes('=ASIAOTHER/'))).toEqual([]);
  });

  test('writes the weights exactly, of every type with the pair, for a route key', async () => {
    zone.zone.put(record('AAAA', 'old', 0));
    zone.zone.put(record('AAAA', 'new', 0));
    const { code, out } = await revert(KEY, '--direct', '--weights', '255/0', ...named, '--json');
    expect(code).toBe(0);
    expect(weights()).toEqual({ 'A old': 255, 'A new': 0, 'AAAA old': 255, 'AAAA new': 0 });
    expect(JSON.parse(out)).toEqual({
      route: KEY,
      oldPath: 'old',
      newPath: 'new',
      weights: { old: 255, new: 0 },
      outcome: 'succeeded',
      reason: '255/0 has propagated',
      before: [
        { group: 'A', before: { old: 50, new: 50 } },
        { group: 'AAAA', before: { old: 0, new: 0 } },
      ],
      leftAlone: [],
      notices: [],
      changeId: 'C5',
      ttlSeconds: 60,
    });
  });

  test('with --dry-run shows what it would write, and writes nothing', async () => {
    const { code, out } = await revert(plan, '--direct', '--weights', '100/0', '--dry-run');
    expect([code, written()]).toEqual([0, 0]);
    expect(out).toContain('dry-run: 100/0 would be written; nothing was written');
  });

  test('with --no-wait ends once the change is accepted', async () => {
    const { code, out } = await revert(plan, '--direct', '--weights', '100/0', '--no-wait', '--json');
    expect([code, JSON.parse(out).outcome]).toEqual([0, 'accepted']);
    expect(requests.filter(({ path }) => path.includes('/change/'))).toEqual([]);
  });

  test('without the names of the paths lists what stands there, and writes nothing', async () => {
    const { code, out, err } = await revert(KEY, '--direct', '--weights', '100/0', '--json');
    expect([code, written()]).toEqual([64, 0]);
    expect(err).toContain('say which path is which, with --old and --new; each is a set identifier');
    expect(JSON.parse(out).error.problems).toEqual([
      { path: 'A', message: 'found "new" with weight 50, "old" with weight 50' },
    ]);
  });

  test('leaves records alone whose names are not those given, and exits with 2', async () => {
    const { code, out } = await revert(
      KEY,
      '--direct',
      '--weights',
      '1/0',
      '--old',
      'blue',
      '--new',
      'green',
    );
    expect([code, written()]).toEqual([2, 0]);
    expect(out).toContain('has neither path of the pair and is left alone; found "new" with weight 50');
  });

  test('needs no Region, because Route 53 is global', async () => {
    delete process.env.AWS_REGION;
    expect((await revert(plan, '--direct', '--weights', '100/0')).code).toBe(0);
  });

  test('exits with 69 and a remedy when AWS refuses', async () => {
    answer = () => xmlError('AccessDenied', 'User is not authorized', 403);
    const { code, out, err } = await revert(plan, '--direct', '--weights', '100/0', '--json');
    expect(code).toBe(69);
    expect(err).toContain('could not read api.example.com: AccessDenied: User is not authorized');
    expect(JSON.parse(out).error.message).toContain('AccessDenied');
  });

  test('exits with 69 without credentials', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    const { code, err } = await revert(plan, '--direct', '--weights', '100/0');
    expect([code, requests.length]).toEqual([69, 0]);
    expect(err).toContain('there are no AWS credentials');
  });

  test('sets the weights of a rule in the Region of its ARN', async () => {
    const account = elbForward('rule', ruleArn, { Actions: forwardAt(50, 50) });
    answer = account.answer;
    process.env.AWS_REGION = 'us-west-2';
    const paths = ['--old', oldTargetGroupArn, '--new', newTargetGroupArn];
    const { code } = await revert(`alb/${ruleArn}`, '--direct', '--weights', '999/0', ...paths);
    expect(code).toBe(0);
    const groups = account.found().Actions.at(-1)?.ForwardConfig?.TargetGroups;
    expect(groups?.map(({ Weight }) => Weight)).toEqual([999, 0]);
    expect(requests[0]?.headers.authorization).toContain('/eu-west-1/elasticloadbalancing/');
  });
});

describe('invalid usage is refused with 64, before any call to AWS', () => {
  const kvs = 'cloudfront-kvs/arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d/traffic-split';
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['without --direct', [KEY], 'say which revert is meant: --reason TEXT'],
    ['without weights', [KEY, '--direct'], '--direct needs --weights OLD/NEW'],
    ['with a sum of 0', [KEY, '--direct', '--weights', '0/0', ...named], 'must have a weight above 0'],
    ['with a weight above the limit', [plan, '--direct', '--weights', '256/0'], 'from 0 to 255'],
    ['with no percent for a store', [kvs, '--direct', '--weights', '255/0'], 'from 0 to 100'],
    ['with names for a store', [kvs, '--direct', '--weights', '100/0', ...named], 'names no paths'],
    ['with one name', [KEY, '--direct', '--weights', '1/0', '--old', 'old'], '--old and --new go together'],
    [
      'with one path twice',
      [KEY, '--direct', '--weights', '1/0', '--old', 'a', '--new', 'a'],
      'same as --old',
    ],
    ['with names beside a plan', [plan, '--direct', '--weights', '1/0', ...named], 'remove --old and --new'],
    [
      'with half a key',
      ['route53/api.example.com', '--direct', '--weights', '1/0', ...named],
      'hostedZoneId',
    ],
    ['without the plan', [join(folder, 'none.yaml'), '--direct', '--weights', '1/0'], 'no such file'],
    ['with a timeout of 0', [plan, '--direct', '--weights', '1/0', '--timeout', '0'], 'from 1 to 86400'],
  ];
  test.each(cases)('%s', async (_, args, words) => {
    const { code, out, err } = await revert(...args);
    expect([code, out, requests.length]).toEqual([64, '', 0]);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('of a plan whose two paths are the same record', async () => {
    const same = join(folder, 'same.json');
    const router = { ...planInput().router, newSetIdentifier: 'old' };
    writeFileSync(same, JSON.stringify({ router }));
    const { code, err } = await revert(same, '--direct', '--weights', '1/0');
    expect([code, requests.length]).toEqual([64, 0]);
    expect(err).toContain('router.newSetIdentifier: is "old", the same as router.oldSetIdentifier');
  });
});
