import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { rejectedOf } from '../../lambdas/core/stack-changes/stack-change';
import type { EdgeEvent, EdgeRequest } from '../../lambdas/edge/event';
import { trafficCommand } from '../../lib/cli/commands/traffic';
import { edgeAssembly, edgeChanges, edgeFile } from '../../tools/golden/edge-example';
import { type GoldenResult, goldens, valid } from '../../tools/golden/golden-files';
import { capturedTerminal } from '../support/cli/captured-terminal';
import { edgeHandler } from '../support/edge/edge-runtime';

const HOSTS = ['*.execute-api.us-east-1.amazonaws.com'];
const plan = valid(checkPlan(parse(readFileSync(edgeFile('plan.yaml'), 'utf8')), HOSTS));
const { template } = new CloudAssembly(edgeAssembly('add')).getStackByName('Edge');
const resources = Object.entries<{ Type: string; Properties: Record<string, never> }>(template.Resources);
const of = (type: string) => resources.filter(([, { Type }]) => Type === type);
const outputs = Object.values<{ Description?: string; Value: unknown }>(template.Outputs);

test('the deployment add only adds resources, and needs no allow file', () => {
  const { changes } = edgeChanges('exists', 'add');
  expect(changes.length).toBeGreaterThan(20);
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['Add']));
  expect(rejectedOf(changes)).toEqual([]);
});

test('the deployment close attaches a web ACL to API A, which its allow file accepts by name', () => {
  const { changes } = edgeChanges('add', 'close');
  expect(changes.map(({ action, type, risk }) => [action, type, risk])).toEqual([
    ['Add', 'AWS::WAFv2::WebACL', 'safe'],
    ['Add', 'AWS::WAFv2::WebACLAssociation', 'high'],
  ]);
  expect(rejectedOf(changes)).toHaveLength(1);
  expect(rejectedOf(edgeChanges('add', 'close', 'close.allow.yaml').changes)).toEqual([]);
});

test.each(['add', 'close'] as const)(
  'at %s, the distribution sends the secret to every API',
  (deployment) => {
    const { Resources } = new CloudAssembly(edgeAssembly(deployment)).getStackByName('Edge').template;
    const [distribution] = Object.values<{ Type: string; Properties: Record<string, never> }>(
      Resources,
    ).filter(({ Type }) => Type === 'AWS::CloudFront::Distribution');
    const { Origins } = (distribution?.Properties.DistributionConfig ?? {}) as unknown as {
      Origins: object[];
    };
    expect(Origins).toHaveLength(3);
    for (const origin of Origins) {
      expect(JSON.stringify(origin)).toMatch(/"HeaderName":"x-origin-secret".*resolve:secretsmanager/);
    }
  },
);

test('after close, every stage of an API has a web ACL that wants the secret', () => {
  const { Resources } = new CloudAssembly(edgeAssembly('close')).getStackByName('Edge').template;
  const all = Object.values<{ Type: string; Properties: Record<string, never> }>(Resources);
  const protectedStages = all
    .filter(({ Type }) => Type === 'AWS::WAFv2::WebACLAssociation')
    .map(({ Properties }) => /restapis\/.*?"Ref":"(A|B1|B2)Api/.exec(JSON.stringify(Properties))?.[1]);
  expect(protectedStages).toEqual(['A', 'B1', 'B2']);
  expect(all.filter(({ Type }) => Type === 'AWS::ApiGateway::Stage')).toHaveLength(3);
  expect(all.filter(({ Type }) => /^AWS::ApiGatewayV2/.test(Type))).toEqual([]);
});

describe('the plan of the edge example matches the stack', () => {
  test('it monitors every alarm of both new APIs, and no other', () => {
    const names = of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.AlarmName);
    expect([...plan.health.alarms].sort()).toEqual(names.sort());
    expect(outputs.find(({ Description }) => Description === 'health.alarms')?.Value).toBe(
      plan.health.alarms.join(', '),
    );
  });

  test('every field that an output names is in the plan', () => {
    const fields = outputs.flatMap(({ Description }) =>
      /^[a-zA-Z.]+$/.test(Description ?? '') ? [Description as string] : [],
    );
    expect(fields).toEqual([
      'remainingTraffic.source',
      'router.keyValueStoreArn',
      'smokeTest.baseUrl',
      'health.alarms',
      'health.minRequests.source',
    ]);
    for (const field of fields) {
      const value = field
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], plan);
      expect([field, value]).toEqual([field, expect.anything()]);
    }
  });

  test('its smoke test sends the secret that the web ACLs of both new APIs want, by reference', () => {
    const [check] = plan.smokeTest.checks;
    expect(check?.headers).toEqual({
      'x-origin-secret': { secret: expect.stringMatching(/^arn:aws:secrets/) },
    });
    const acls = of('AWS::WAFv2::WebACL').map(([, { Properties }]) => JSON.stringify(Properties));
    expect(acls.filter((acl) => acl.includes('"SingleHeader":{"Name":"x-origin-secret"}'))).toHaveLength(2);
    const workflow = new CloudAssembly(edgeAssembly('add')).getStackByName('Cutover').template;
    expect(JSON.stringify(workflow)).toMatch(/"secretsmanager:GetSecretValue".*OriginSecret/);
  });

  test('both new APIs verify tokens of the user pool, but for one path each that answers with a name', () => {
    const pathOf = new Map(
      of('AWS::ApiGateway::Resource').map(([id, { Properties }]) => [id, String(Properties.PathPart)]),
    );
    const methods = of('AWS::ApiGateway::Method').map(([id, { Properties }]) => [
      id.slice(0, 2),
      Properties.HttpMethod,
      pathOf.get((Properties.ResourceId as unknown as { Ref?: string }).Ref ?? '') ?? '',
      Properties.AuthorizationType,
    ]);
    const pool = 'COGNITO_USER_POOLS';
    expect(methods).toEqual([
      ['AA', 'ANY', '{proxy+}', 'NONE'],
      ['AA', 'ANY', '', 'NONE'],
      ['B1', 'ANY', 'orders', pool],
      ['B1', 'ANY', '{proxy+}', pool],
      ['B1', 'GET', 'whoami', 'NONE'],
      ['B2', 'ANY', 'users', pool],
      ['B2', 'ANY', '{proxy+}', pool],
      ['B2', 'GET', 'whoami', 'NONE'],
    ]);
  });

  test('every method calls the function of its API', () => {
    for (const [id, { Properties }] of of('AWS::ApiGateway::Method')) {
      const integration = JSON.stringify(Properties.Integration);
      expect([id, integration]).toEqual([id, expect.stringContaining('"Type":"AWS_PROXY"')]);
      expect(integration).toContain(`"${/^(A|B1|B2)Api/.exec(id)?.[1]}Function`);
    }
  });

  test('the web ACL of the distribution wants no secret', () => {
    const [[, distribution] = []] = of('AWS::CloudFront::Distribution');
    expect(JSON.stringify(distribution?.Properties)).toMatch(/"WebACLId":\{"Fn::GetAtt":\["WebAcl/);
  });

  test('a destroyed stack leaves nothing', () => {
    const kept = Object.entries<{ DeletionPolicy?: string }>(template.Resources).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy === 'Retain',
    );
    expect(kept.map(([id]) => id)).toEqual([]);
  });

  test('quarter.yaml is a ramp to 25 % and no further', () => {
    const quarter = valid(checkPlan(parse(readFileSync(edgeFile('quarter.yaml'), 'utf8')), HOSTS));
    expect(quarter.stages.map(({ percent }) => percent)).toEqual([5, 10, 15, 20, 25]);
  });
});

describe('the rehearsals of the edge example', () => {
  const resultOf = (file: string, name: string): GoldenResult => {
    const golden = goldens().find((one) => one.name === name);
    expect(readFileSync(golden?.scenarioFile ?? '', 'utf8')).toBe(readFileSync(edgeFile(file), 'utf8'));
    expect(golden?.planFile).toBe(edgeFile('plan.yaml'));
    return JSON.parse(readFileSync(golden?.resultFile ?? '', 'utf8'));
  };

  test('a healthy one moves every user, and none sees both paths', () => {
    const { outcome, traffic } = resultOf('healthy.yaml', 'edge-moves-every-user');
    expect(outcome).toBe('succeeded');
    expect(traffic).toMatchObject({ finalPercent: 100, failed: 0 });
  });

  test('on the worst day it reverts from 25 %', () => {
    const { outcome, reason, traffic } = resultOf('worst-day.yaml', 'edge-worst-day');
    expect(outcome).toBe('reverted');
    expect(reason).toContain('edge-b1-rest-error-rate');
    expect(traffic).toMatchObject({ maxPercent: 25, finalPercent: 0 });
  });
});

/** The stack as it is deployed, on loopback: its functions at the edge, and its functions behind the APIs. */
describe('cutover traffic shows who went where', () => {
  let percent = '0';
  const chosen: { id: string | null } = { id: null };
  const [, chooseSide] = of('AWS::CloudFront::Function').find(([id]) => id.includes('ChooseSide')) ?? [];
  const choose = edgeHandler<EdgeEvent, Promise<EdgeRequest>>(
    chooseSide?.Properties.FunctionCode ?? '',
    {
      kvs: () => ({ get: async () => percent }),
      selectRequestOriginById: (id: string) => {
        chosen.id = id;
      },
    },
    () => undefined,
  );
  const api = (name: string) => {
    const [, found] =
      of('AWS::Lambda::Function').find(([, { Properties }]) =>
        JSON.stringify(Properties).includes(`"API_NAME":"${name}"`),
      ) ?? [];
    const exports: { handler?: (event: object) => Promise<{ statusCode: number; body: string }> } = {};
    const process = { env: { API_NAME: name } };
    runInNewContext((found?.Properties.Code as { ZipFile: string } | undefined)?.ZipFile ?? '', {
      exports,
      process,
    });
    return exports.handler as NonNullable<typeof exports.handler>;
  };
  const apis = { a: api('a'), 'new-path-1': api('b1'), 'new-path-2': api('b2') };
  let url = '';
  const server = createServer(async ({ url: uri = '/', headers }, response) => {
    const cookies = Object.fromEntries(
      (headers.cookie ?? '')
        .split('; ')
        .map((one) => [one.split('=')[0] ?? '', { value: one.split('=')[1] ?? '' }]),
    );
    chosen.id = null;
    // No pattern of the default behavior has functions.
    const isSplit = /^\/(orders|users)(\/|$)/.test(uri);
    const event = { context: {}, viewer: {}, request: { uri, headers: {}, cookies } };
    const request = isSplit ? await choose(event) : null;
    const { statusCode, body } = await apis[(chosen.id ?? 'a') as keyof typeof apis]({ path: uri });
    const side = request?.headers['x-cutover-side']?.value;
    response.writeHead(statusCode, side === undefined ? {} : { 'x-cutover-side': side }).end(body);
  });

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  // Time passes only by sleeping, so that every request is sent, however busy the machine is.
  const virtualClock = () => {
    let now = 0;
    return {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
  };

  const traffic = async (path: string, newWhen: string) => {
    const terminal = capturedTerminal();
    const code = await trafficCommand(
      `${url}${path}`,
      {
        ...{ users: 100, seconds: 10, rps: 10, concurrency: 4, timeoutMs: 30_000, json: true, newWhen },
        identity: 'cookie:__Host-cutover-id',
      },
      terminal,
      { clock: virtualClock(), stop: new AbortController().signal, progress: null },
    );
    return { code, ...JSON.parse(terminal.texts.out) };
  };

  test.each([
    ['0', '/orders/1', 0],
    ['25', '/orders/1', 25],
    ['25', '/users/1', 25],
    ['100', '/orders/1', 100],
    ['100', '/', 0],
  ])('at %s %% of %s, about %d of 100 users are on the new path', async (at, path, expected) => {
    percent = at;
    const name = path.startsWith('/users') ? 'b2' : 'b1';
    const { code, users } = await traffic(path, `json:$.api=${name}`);
    expect([code, users.both, users.unknown]).toEqual([0, 0, 0]);
    expect(users.onlyNew + users.onlyOld).toBe(100);
    expect(Math.abs(users.onlyNew - expected)).toBeLessThanOrEqual(expected % 100 === 0 ? 0 : 10);
  });

  test('the header and the JSON of the answers tell the same', async () => {
    percent = '25';
    const byHeader = await traffic('/orders/1', 'header:x-cutover-side=new');
    const byJson = await traffic('/orders/1', 'json:$.api=b1');
    expect([byHeader.code, byHeader.users]).toEqual([0, byJson.users]);
  });
});
