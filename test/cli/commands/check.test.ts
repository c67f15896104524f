import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import { runCli } from '../../../lib/cli/program';
import { freePort } from '../../emulators/ports';
import { route53Zone } from '../../support/accounts/route53-zone';
import { serve } from '../../support/accounts/serve';
import {
  json,
  jsonError,
  type WireAnswer,
  type WireRequest,
  xml,
  xmlError,
} from '../../support/accounts/wire';
import { planInput } from '../../support/plans/plans';

const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
const before = { ...process.env };
const ZONE = 'Z0123456789ABCDEFGHIJ';
const groupArn = 'arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/a/0123456789abcdef';

/** Answers of the account: what a test puts here goes before what is right. */
let refusals: ((request: WireRequest) => WireAnswer | null)[] = [];
let requests: WireRequest[] = [];
let zone: ReturnType<typeof route53Zone>;
let server: Awaited<ReturnType<typeof serve>>;

const target = ({ headers }: WireRequest) => headers['x-amz-target'] ?? '';
const alarm = (AlarmName: string) => ({ AlarmName, StateValue: 'OK', Period: 60, EvaluationPeriods: 3 });

function answer(request: WireRequest): WireAnswer {
  requests.push(request);
  for (const refuse of refusals) {
    const refused = refuse(request);
    if (refused !== null) {
      return refused;
    }
  }
  if (request.path.startsWith('/2013-04-01/')) {
    return zone.answer(request);
  }
  if (target(request).endsWith('.DescribeAlarms')) {
    return json({ MetricAlarms: JSON.parse(request.body).AlarmNames.map(alarm) });
  }
  if (target(request).endsWith('.GetItem')) {
    return json({});
  }
  return request.body.includes('Action=DescribeTargetHealth')
    ? xml('<DescribeTargetHealthResponse><DescribeTargetHealthResult/></DescribeTargetHealthResponse>')
    : jsonError('UnknownOperationException', `no answer to ${target(request)} ${request.body}`);
}

beforeAll(async () => {
  server = await serve(answer);
});
beforeEach(() => {
  process.env = { ...before, ...server.environment };
  refusals = [];
  requests = [];
  zone = route53Zone(ZONE, 100);
  weigh(100, 0);
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

/** The record's two weights. */
function weigh(old: number, gained: number): void {
  zone.zone.replace(
    Object.entries({ old, new: gained }).map(
      ([SetIdentifier, Weight]) =>
        ({
          ...{ Name: 'api.example.com.', Type: 'A', SetIdentifier, Weight, TTL: 60 },
          ResourceRecords: [{ Value: '192.0.2.1' }],
        }) as RecordSet,
    ),
  );
}

async function check(over: object = {}, ...args: string[]) {
  const plan = join(folder, 'plan.json');
  const { preflight = {}, ...rest } = over as { preflight?: object };
  const measured = { accept: ['no-request-measure'], ...preflight };
  writeFileSync(plan, JSON.stringify({ ...planInput(), ...rest, preflight: measured }));
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
    columns: 100,
  };
  return { code: await runCli(['check', plan, ...args], terminal), ...printed };
}

const emptyGroup = { preflight: { targetGroupArns: [groupArn] } };

describe('the document of --json', () => {
  test('is ready without findings, and nothing but reads was called', async () => {
    const { code, out, err } = await check({}, '--json', '--ledger', 'ledger');
    expect([code, JSON.parse(out)]).toEqual([0, { ready: true, findings: [] }]);
    expect(err.split('\n').slice(0, 1)).toEqual(['plan "api": the preflight, from eu-west-1']);
    expect(err).toMatch(/^router: read$/m);
    expect(err).toMatch(/^lock: read$/m);
    const called = requests.map((one) => target(one).split('.').at(-1) || one.method);
    expect([...new Set(called)].sort()).toEqual(['DescribeAlarms', 'GET', 'GetItem']);
  });

  test('has each finding by its name, with its severity, its reason and a remedy', async () => {
    const { code, out } = await check(emptyGroup, '--json');
    expect([code, JSON.parse(out)]).toEqual([
      2,
      {
        ready: false,
        findings: [
          {
            check: 'targets',
            severity: 'stop',
            reason: 'targetgroup/a/0123456789abcdef has no targets',
            remedy: 'register the service with the target group',
          },
        ],
      },
    ]);
  });

  test('holds the first raise to the policy, from the percent that is there', async () => {
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, JSON.stringify({ maxFirstPercent: 5 }));
    const { code, out } = await check({}, '--json', '--policy', policy);
    expect(code).toBe(2);
    expect(JSON.parse(out).findings).toMatchObject([
      { check: 'route', severity: 'stop', reason: expect.stringContaining('must be at most 5 by the') },
    ]);
    weigh(95, 5);
    expect((await check({}, '--json', '--policy', policy)).code).toBe(0);
  });

  test('is an error for a plan that is not valid, with every problem', async () => {
    const { code, out } = await check({ stages: [], name: 'a b' }, '--json');
    expect(code).toBe(64);
    expect(JSON.parse(out).error.problems).toHaveLength(2);
    expect(requests).toEqual([]);
  });
});

describe('without --json', () => {
  test('prints whether the plan is ready', async () => {
    expect(await check()).toMatchObject({
      code: 0,
      out: expect.stringContaining('ready: a cutover of plan "api" would begin'),
      err: expect.stringContaining('lock: not read; --ledger TABLE names the table that has it'),
    });
  });

  test('prints the findings as a table', async () => {
    const { out } = await check(emptyGroup);
    expect(out).toMatch(/│ stop │ targets │ targetgroup\/a\/0123456789abcdef has no/);
    expect(out).toContain('not ready: 1 finding would stop plan "api"');
  });
});

describe('where things are', () => {
  const signedFor = (part: RegExp) =>
    requests.flatMap(({ headers }) => part.exec(headers.authorization ?? '')?.[1] ?? []);

  test('asks each ARN in its own Region, and names without an ARN in that of --region', async () => {
    const elsewhere = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:edge-5xx';
    refusals.push((request) =>
      target(request).endsWith('.DescribeAlarms') && request.headers.authorization?.includes('/us-east-1/')
        ? json({ MetricAlarms: [{ ...alarm('edge-5xx'), AlarmArn: elsewhere }] })
        : null,
    );
    const { code } = await check(
      { ...emptyGroup, health: { alarms: ['api-5xx', elsewhere] } },
      '--region',
      'eu-central-1',
    );
    expect(code).toBe(2);
    expect(signedFor(/\/([a-z0-9-]+)\/monitoring\//).sort()).toEqual(['eu-central-1', 'us-east-1']);
    expect(signedFor(/\/([a-z0-9-]+)\/elasticloadbalancing\//)).toEqual(['us-west-2']);
  });

  test('assumes the roles of --role and of the router, for their accounts alone', async () => {
    refusals.push(({ body }) => {
      const [, account] = /Action=AssumeRole&.*iam%3A%3A(\d+)/.exec(body) ?? [];
      return account === undefined
        ? null
        : xml(
            '<AssumeRoleResponse><AssumeRoleResult><Credentials>' +
              `<AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>` +
              `<SessionToken>t</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
          );
    });
    const groups = ['111122223333', '777788889999'].map((account) =>
      groupArn.replace('111122223333', account),
    );
    const router = { ...planInput().router, roleArn: 'arn:aws:iam::444455556666:role/zone' };
    await check(
      { router, preflight: { targetGroupArns: groups } },
      '--role',
      'arn:aws:iam::777788889999:role/groups#an-id',
    );
    expect(signedFor(/Credential=(\w+)\/\d+\/[a-z0-9-]+\/route53\//)).toEqual(
      expect.arrayContaining(['ASIA444455556666']),
    );
    expect(signedFor(/Credential=(\w+)\/\d+\/[a-z0-9-]+\/route53\//)).not.toContain('AKIDEXAMPLE');
    expect(signedFor(/Credential=(\w+)\/\d+\/[a-z0-9-]+\/elasticloadbalancing\//).sort()).toEqual([
      'AKIDEXAMPLE',
      'ASIA777788889999',
    ]);
    expect(requests.map(({ body }) => body).filter((body) => body.includes('ExternalId=an-id'))).toHaveLength(
      1,
    );
  });

  test('refuses a role that is no ARN', async () => {
    const { code, err } = await check({}, '--role', 'cutover-access');
    expect(code).toBe(64);
    expect(err).toContain('--role cutover-access is not valid');
  });
});

describe('what keeps AWS from answering has a remedy, and exits with 69', () => {
  const everyCall = (name: string, message: string) => (request: WireRequest) =>
    target(request) === '' ? xmlError(name, message, 403) : jsonError(name, message, 400);

  type Case = [string, () => void, RegExp];
  const cases: Case[] = [
    [
      'no credentials',
      () => {
        delete process.env.AWS_ACCESS_KEY_ID;
      },
      /there are no AWS credentials: .*; sign in \(aws sso login/,
    ],
    [
      'no Region',
      () => {
        delete process.env.AWS_REGION;
      },
      /there is no Region: Region is missing; give --region, or set AWS_REGION/,
    ],
    [
      'a Region that is none',
      () => {
        process.env.AWS_REGION = 'Ireland';
      },
      /the Region is "Ireland", which is no name of a Region; give --region/,
    ],
    [
      'an expired token',
      () => {
        refusals = [everyCall('ExpiredTokenException', 'The security token is expired')];
      },
      /the AWS credentials have expired \(ExpiredToken.*; sign in again/,
    ],
    [
      'a token that is not valid in the Region',
      () => {
        refusals = [everyCall('UnrecognizedClientException', 'The security token is invalid')];
      },
      /AWS did not accept the credentials .* the Region eu-west-1 is enabled for the account/,
    ],
    [
      'a service that is out of order',
      () => {
        refusals = [() => jsonError('InternalFailure', 'oops', 500)];
      },
      /AWS could not be reached, or was busy/,
    ],
  ];

  test.each(cases)('%s', async (_, arrange, message) => {
    arrange();
    const { code, out, err } = await check({}, '--json');
    expect(code).toBe(69);
    const { error } = JSON.parse(out);
    expect(error).toEqual({ message: expect.stringMatching(message), problems: [] });
    expect(err).toContain(`cutover: ${error.message.slice(0, 40)}`);
    expect(`${out}${err}`).not.toMatch(/ at .*\.(ts|js):\d+|this is a bug/);
  });

  test('an endpoint that refuses connections, from the program itself', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const plan = join(folder, 'plan.json');
    writeFileSync(plan, JSON.stringify(planInput()));
    const program = join(__dirname, '../../../bin/cutover.cjs');
    const env = { ...process.env, AWS_ENDPOINT_URL: endpoint };
    const args = [program, 'check', plan, '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    expect(status).toBe(69);
    expect(JSON.parse(stdout).error.message).toMatch(
      new RegExp(
        `^AWS could not be reached.*ECONNREFUSED.*see that ${endpoint} \\(AWS_ENDPOINT_URL\\) answers, or`,
      ),
    );
    expect(stderr).not.toMatch(/ at .*\.(ts|js):\d+|this is a bug/);
  });

  test('a call that AWS refuses: its finding names the role and the action', async () => {
    const message =
      'User: arn:aws:sts::111122223333:assumed-role/Operator/jo is not authorized to perform: ' +
      'cloudwatch:DescribeAlarms because no identity-based policy allows it';
    refusals = [
      (request) =>
        target(request).endsWith('.DescribeAlarms') ? jsonError('AccessDenied', message, 403) : null,
    ];
    const { code, out, err } = await check(emptyGroup, '--json');
    expect(code).toBe(69);
    expect(JSON.parse(out)).toMatchObject({
      ready: false,
      findings: [
        { check: 'targets' },
        {
          check: 'alarms',
          severity: 'stop',
          remedy: 'allow cloudwatch:DescribeAlarms to the role Operator of account 111122223333',
        },
      ],
    });
    expect(err).toContain('AWS refused a call, so that not everything could be checked: AccessDenied: User:');
  });

  test('a ledger that may not be read', async () => {
    refusals = [
      (request) => (target(request).endsWith('.GetItem') ? jsonError('AccessDeniedException', 'no') : null),
    ];
    const { code, out } = await check({}, '--json', '--ledger', 'ledger');
    expect(code).toBe(69);
    expect(JSON.parse(out).findings).toMatchObject([{ check: 'lock', severity: 'stop' }]);
  });
});

test('a ledger that does not exist is a finding', async () => {
  refusals = [
    (request) =>
      target(request).endsWith('.GetItem') ? jsonError('ResourceNotFoundException', 'no table') : null,
  ];
  const { code, out } = await check({}, '--json', '--ledger', 'ledgre');
  expect(code).toBe(2);
  expect(JSON.parse(out).findings).toEqual([
    {
      check: 'lock',
      severity: 'stop',
      reason: 'could not be checked: ResourceNotFoundException: no table',
      remedy: 'correct --ledger: it names the table of the ledger',
    },
  ]);
});

test('--policy holds the plan to a policy, as in a deployment', async () => {
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ requiredAlarms: ['org-wide'] }));
  const { code, err } = await check({}, '--policy', policy);
  expect(code).toBe(64);
  expect(err).toContain('health.alarms: does not name "org-wide"');
});

test('--help names the exit codes', async () => {
  const { out } = await check({}, '--help');
  expect([...out.matchAll(/^ {2}(\d+) {2,}/gm)].map(([, exit]) => exit)).toEqual(['0', '2', '64', '69']);
});
