import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keyValueWriter } from '../../../lambdas/adapters/routers/cloudfront-kvs/key-value-api';
import { type KvsOptions, kvsSetCommand } from '../../../lib/cli/commands/kvs/kvs';
import { liveKeyValues, liveStoreArn } from '../../../lib/cli/input/live-key-values';
import { keyValueStoreAnswers } from '../../support/accounts/key-value-store';
import { serve } from '../../support/accounts/serve';
import { jsonError, type WireAnswer, type WireRequest, wire, xml } from '../../support/accounts/wire';
import { capturedTerminal } from '../../support/cli/captured-terminal';
import { cutover } from '../../support/cli/cutover';

const ARN = 'arn:aws:cloudfront::111122223333:key-value-store/11112222-3333-4444-5555-666677778888';
const OLD = 'https://old.example.com';
const NEW = 'https://abc.execute-api.eu-west-1.amazonaws.com/prod';
const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
const before = { ...process.env };

let store: ReturnType<typeof keyValueStoreAnswers>;
let requests: WireRequest[];
/** Someone else, just before a request of the command is answered. */
let meanwhile: (request: WireRequest) => WireAnswer | undefined;
let server: Awaited<ReturnType<typeof serve>>;
let stackOutputs: Readonly<Record<string, string>>;
let lookupError: string;

const puts = () => requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/keys'));
const described = () =>
  xml(
    '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>Edge</StackName><Outputs>' +
      Object.entries(stackOutputs)
        .map(
          ([key, value]) =>
            `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
        )
        .join('') +
      '</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
  );

/**
 * The command over the real client, whose requests never leave the process: the client puts the account
 * before the host name of any endpoint, so that it cannot be sent to loopback.
 */
async function set(
  assignments: readonly string[],
  options: KvsOptions = { store: ARN },
): Promise<{ code: number; out: string; err: string }> {
  const terminal = capturedTerminal();
  const { config } = wire((request) => {
    requests.push(request);
    return meanwhile(request) ?? store.answer(request);
  });
  const api = keyValueWriter(new CloudFrontKeyValueStoreClient(config));
  const code = await kvsSetCommand(assignments, options, terminal, {
    keyValues: async () => api,
    findStore: liveStoreArn,
  });
  return { code, ...terminal.texts };
}

function planFile(router: object): string {
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify({ name: 'edge', router }));
  return file;
}

/** The command line, over the stacks of an account on loopback. */
const typed = (...args: string[]) => cutover('kvs', 'set', ...args);

/** CloudFront's answer about the store of a name: its ARN, or an error. */
const storeNamed = (name: string): WireAnswer =>
  name === 'EdgeStore'
    ? xml(`<KeyValueStore><Name>${name}</Name><Id>1111</Id><ARN>${ARN}</ARN></KeyValueStore>`)
    : {
        ...xml(
          `<ErrorResponse><Error><Code>${lookupError}</Code><Message>no</Message></Error></ErrorResponse>`,
        ),
        status: lookupError === 'EntityNotFound' ? 404 : 403,
      };

beforeAll(async () => {
  server = await serve((request) => {
    requests.push(request);
    const [, name] = /^\/2020-05-31\/key-value-store\/(.+)$/.exec(request.path) ?? [];
    return name === undefined ? described() : storeNamed(name);
  });
});

beforeEach(() => {
  const { AWS_ENDPOINT_URL, ...environment } = server.environment;
  process.env = {
    ...{ ...before, ...environment },
    AWS_ENDPOINT_URL_CLOUDFORMATION: AWS_ENDPOINT_URL,
    AWS_ENDPOINT_URL_CLOUDFRONT: AWS_ENDPOINT_URL,
  };
  lookupError = 'EntityNotFound';
  requests = [];
  meanwhile = () => undefined;
  stackOutputs = { Url: 'https://d111111abcdef8.cloudfront.net', KeyValueStoreArn: ARN };
  store = keyValueStoreAnswers(ARN);
  store.put('traffic-split', '25');
  store.put('APIGW_A_URL', OLD);
  store.put('APIGW_B1_URL', OLD);
});

afterEach(() => {
  process.env = { ...before };
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

describe('cutover kvs set', () => {
  test('writes several keys in one change, and prints what each held and holds', async () => {
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`, `APIGW_B2_URL=${NEW}`]);
    expect(code).toBe(0);
    expect([...store.values]).toEqual([
      ['traffic-split', '25'],
      ['APIGW_A_URL', OLD],
      ['APIGW_B1_URL', NEW],
      ['APIGW_B2_URL', NEW],
    ]);
    expect(puts()).toHaveLength(1);
    expect(out).toMatch(/APIGW_B1_URL .*https:\/\/old\.example\.com .*https:\/\/abc\.execute-api/);
    expect(out).toMatch(/APIGW_B2_URL .*\(no such key\) .*https:\/\/abc\.execute-api/);
    expect(out).toContain('succeeded: 2 keys written in one change');
  });

  test('prints one JSON document with --json, and takes the store from the outputs of a stack', async () => {
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`], { stack: 'Edge', json: true });
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        ...{ store: ARN, outcome: 'succeeded', reason: '1 key written in one change' },
        keys: [{ key: 'APIGW_B1_URL', before: OLD, after: NEW }],
      },
    ]);
  });

  test('takes the store from a file of outputs', async () => {
    const file = join(folder, 'outputs.json');
    writeFileSync(file, JSON.stringify({ Edge: stackOutputs }));
    const { code } = await set([`APIGW_B1_URL=${NEW}`], { outputs: file });
    expect([code, store.values.get('APIGW_B1_URL')]).toEqual([0, NEW]);
  });

  test('takes the store of a name, which CloudFront is asked for, signed', async () => {
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`], { store: 'EdgeStore', json: true });
    expect([code, JSON.parse(out).store, store.values.get('APIGW_B1_URL')]).toEqual([0, ARN, NEW]);
    const [asked] = requests;
    expect([asked?.method, asked?.path]).toEqual(['GET', '/2020-05-31/key-value-store/EdgeStore']);
    expect(asked?.headers.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/cloudfront\//);
  });

  test('takes the store that a plan moves, whatever its other fields say', async () => {
    const plan = planFile({ kind: 'cloudfront-kvs', keyValueStoreArn: ARN });
    const { code } = await set([`APIGW_B1_URL=${NEW}`], { plan });
    expect([code, store.values.get('APIGW_B1_URL')]).toEqual([0, NEW]);
  });

  test('writes nothing with --dry-run, and shows what the keys hold', async () => {
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`], { store: ARN, dryRun: true, json: true });
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { outcome: 'dry-run', keys: [{ before: OLD, after: NEW }] },
    ]);
    expect(puts()).toEqual([]);
  });

  test('writes only what changes, and nothing when nothing does', async () => {
    await set([`APIGW_A_URL=${OLD}`, `APIGW_B1_URL=${NEW}`]);
    expect(JSON.parse(puts()[0]?.body ?? '').Puts).toEqual([{ Key: 'APIGW_B1_URL', Value: NEW }]);
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`]);
    expect([code, puts().length]).toEqual([0, 1]);
    expect(out).toContain('unchanged: every key holds its URL already');
  });

  test('reads again and retries when the store was changed in between', async () => {
    let changes = 0;
    meanwhile = ({ method }) => {
      if (method === 'POST' && changes < 2) {
        changes += 1;
        store.put('traffic-split', String(25 + changes));
      }
      return undefined;
    };
    const { code, err } = await set([`APIGW_B1_URL=${NEW}`]);
    expect([code, puts().length]).toEqual([0, 3]);
    expect(err).toContain('the store was changed since it was read (attempt 2 of 5)');
    expect([store.values.get('APIGW_B1_URL'), store.values.get('traffic-split')]).toEqual([NEW, '27']);
  });

  test('gives up while others change the store all the time, and says that nothing was written', async () => {
    meanwhile = ({ method }) => {
      if (method === 'POST') {
        store.put('other', '1');
      }
      return undefined;
    };
    await expect(set([`APIGW_B1_URL=${NEW}`])).rejects.toMatchObject({
      name: 'AwsError',
      message: expect.stringContaining('was changed by others 5 times between read and write; nothing was'),
    });
    expect([puts().length, store.values.get('APIGW_B1_URL')]).toEqual([5, OLD]);
  });

  test('succeeds when its first write landed and its answer was lost', async () => {
    meanwhile = (request) => {
      if (puts().length === 1 && request.method === 'POST') {
        store.answer(request);
        return jsonError('ConflictException', 'Resource is not in expected state.', 409);
      }
      return undefined;
    };
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`], { store: ARN, json: true });
    expect([code, puts().length]).toEqual([0, 1]);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'succeeded', keys: [{ before: OLD, after: NEW }] });
  });

  test('rejects a key that holds a percent, whatever it is called, and says what moves it', async () => {
    store.put('share-of-b1', '12.5');
    const { code, out } = await set([`share-of-b1=${NEW}`, `APIGW_B1_URL=${NEW}`]);
    expect(code).toBe(2);
    expect(out.replace(/\s+/g, ' ')).toContain(
      '"share-of-b1" holds 12.5, which is the percent of a split; only a cutover moves it: use cutover start',
    );
    expect([puts(), store.values.get('APIGW_B1_URL')]).toEqual([[], OLD]);
  });

  test.each([
    ['there is no such store', ARN.replace(/8$/, '9'), /rejected: there is no key value store/],
    ['the store is not ready', ARN, /rejected: .* is PROVISIONING, not READY; wait/],
  ])('rejects when %s', async (_, arn, reason) => {
    store.setStatus('PROVISIONING');
    const { code, out } = await set([`APIGW_B1_URL=${NEW}`], { store: arn });
    expect([code, puts()]).toEqual([2, []]);
    expect(out.replace(/\s+/g, ' ')).toMatch(reason);
  });

  test('reports a refusal of AWS', async () => {
    meanwhile = ({ method }) =>
      method === 'POST' ? jsonError('AccessDeniedException', 'not allowed', 403) : undefined;
    await expect(set([`APIGW_B1_URL=${NEW}`])).rejects.toMatchObject({
      name: 'AwsError',
      message: expect.stringMatching(/could not write to .*: AccessDeniedException: not allowed/),
    });
  });
});

test('the client signs for any Region, and needs credentials', async () => {
  delete process.env.AWS_REGION;
  await expect(liveKeyValues(undefined)).resolves.toMatchObject({ putAll: expect.any(Function) });
  delete process.env.AWS_ACCESS_KEY_ID;
  const { code, err } = await typed(`APIGW_B1_URL=${NEW}`, '--store', ARN);
  expect([code, requests]).toEqual([69, []]);
  expect(err).toContain('there are no AWS credentials');
});

describe('cutover kvs set refuses before it asks AWS for anything', () => {
  test.each([
    ['plain HTTP', ['B=http://b.example.com'], 'B: is "http://b.example.com"; must be https://HOST'],
    ['a query', ['B=https://b.example.com/?x=1'], 'must be https://HOST or https://HOST/PATH'],
    ['a port', ['B=https://b.example.com:8443'], 'must be https://HOST or https://HOST/PATH'],
    ['no URL', ['B='], 'B: is ""; must be https://HOST'],
    ['no =', ['APIGW_B1_URL'], 'APIGW_B1_URL: has no "="; must be KEY=URL'],
    ['no key', [`=${NEW}`], 'KEY=URL: has the key ""'],
    ['a key that is too long', [`${'k'.repeat(513)}=${NEW}`], 'must be 1 to 512 characters'],
    ['a key twice', [`B=${NEW}`, `B=${OLD}`], 'B: is given twice; give each key once'],
    ['the percent', ['traffic-split=50'], 'traffic-split: is the percent of the split; only a cutover moves'],
    ['51 keys', [...Array(51).keys()].map((i) => `B${i}=${NEW}`), 'given 51 times; must be at most 50'],
  ])('%s', async (_, args, message) => {
    const { code, err } = await typed(...args, '--store', ARN);
    expect([code, requests]).toEqual([64, []]);
    expect(err).toContain(message);
  });

  test.each([
    ['no store', [], 'say which store is meant: --store NAME or ARN, --plan FILE'],
    [
      'what is no name',
      ['--store', 'a/b'],
      '--store: is "a/b"; must be the name of a key value store, or its',
    ],
    [
      'a store twice',
      ['--store', ARN, '--stack', 'Edge'],
      '--store and --stack or --outputs each name a store',
    ],
    ['a plan and a store', ['--store', ARN, '--plan', 'x'], '--store and --plan each name a store; give one'],
    ['a plan that is not there', ['--plan', 'no-such-plan.yaml'], 'no-such-plan.yaml'],
  ])('%s', async (_, args, message) => {
    const { code, err } = await typed(`B=${NEW}`, ...args);
    expect([code, requests]).toEqual([64, []]);
    expect(err).toContain(message);
  });

  test('a plan of another router', async () => {
    const plan = planFile({ kind: 'alb', listenerArn: 'x' });
    const { code, err } = await typed(`B=${NEW}`, '--plan', plan);
    expect([code, requests]).toEqual([64, []]);
    expect(err).toContain('router.kind: is "alb"; must be "cloudfront-kvs"');
  });

  test('the key that the plan names for the percent', async () => {
    const plan = planFile({ kind: 'cloudfront-kvs', keyValueStoreArn: ARN, key: 'share' });
    const { code, err } = await typed(`share=${NEW}`, '--plan', plan);
    expect([code, requests]).toEqual([64, []]);
    expect(err).toContain(
      'share: is the percent of the split in the plan (router.key); only a cutover moves',
    );
  });

  test.each([
    ['EntityNotFound', 64, 'there is no key value store named "Split" in this account; correct the name, or'],
    [
      'AccessDenied',
      69,
      'could not look up the key value store "Split": 403 AccessDenied no; allow cloudfront:D',
    ],
  ])('a name, when CloudFront answers %s', async (error, expected, message) => {
    lookupError = error;
    const { code, err } = await typed(`B=${NEW}`, '--store', 'Split');
    expect([code, puts()]).toEqual([expected, []]);
    expect(err).toContain(message);
  });

  test('a name, when CloudFront cannot be reached', async () => {
    process.env.AWS_ENDPOINT_URL_CLOUDFRONT = 'http://127.0.0.1:1';
    const { code, err } = await typed(`B=${NEW}`, '--store', 'Split');
    expect(code).toBe(69);
    expect(err).toContain('could not look up the key value store "Split" at http://127.0.0.1:1');
  });

  test.each([
    [
      'no store',
      { Url: 'https://x' },
      'has no output that is the ARN of a key value store; give --store ARN',
    ],
    [
      'two stores',
      { One: ARN, Two: ARN.replace(/8$/, '9') },
      'has 2 key value stores; give one with --store',
    ],
  ])('a stack with %s', async (_, outputs, message) => {
    stackOutputs = outputs;
    const { code, err } = await typed(`B=${NEW}`, '--stack', 'Edge');
    expect(code).toBe(64);
    expect(err).toContain(message);
    expect(puts()).toEqual([]);
  });
});
