import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { serve } from '../../support/accounts/serve';
import {
  json,
  jsonError,
  type WireAnswer,
  type WireRequest,
  xml,
  xmlError,
} from '../../support/accounts/wire';
import { cutover } from '../../support/cli/cutover';
import { signatureOf } from '../../support/operator/signature';
import { planInput } from '../../support/plans/plans';

const KEY = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Cutover';
const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:Cutover:api-1';
const ADA = 'arn:aws:iam::111122223333:user/ada';
const ROLE = 'arn:aws:iam::111122223333:role/scheduler';
const SCHEDULE = 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/api';
const CALLER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' };
const before = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
const planFile = join(folder, 'plan.yaml');

let server: Awaited<ReturnType<typeof serve>>;
let requests: WireRequest[] = [];
/** What a test changes of the account's answers. */
let answers: ((request: WireRequest) => WireAnswer | null)[] = [];

const seconds = (iso: string) => Date.parse(iso) / 1_000;
const target = ({ headers }: WireRequest) => (headers['x-amz-target'] ?? '').split('.').at(-1);
const plan = planInput({
  stages: [
    { percent: 10, soakSeconds: 600 },
    { percent: 100, soakSeconds: 60 },
  ],
});

const execution = {
  ...{ executionArn: EXECUTION, stateMachineArn: MACHINE, name: 'api-1', status: 'RUNNING' },
  ...{ startDate: seconds('2026-11-29T10:00:00Z'), input: JSON.stringify(plan) },
};

const soakState = {
  ...{ phase: 'soak', stage: 0, errors: 0, iterations: 3, lastVerdict: 'pass', paused: false },
  ...{ inconclusiveSince: null, awaitingSince: null, deployment: null },
  ...{ startedAt: '2026-11-29T10:01:00.000Z', effectiveAt: '2026-11-29T10:02:00.000Z' },
  since: '2026-11-29T10:02:00.000Z',
};
const evaluated = {
  move: 'wait',
  verdict: 'pass',
  reason: '1 of 1 alarms are OK',
  waitSeconds: 60,
  soakState,
};

/** The newest first, as `reverseOrder` returns them. */
const history = [
  { id: 9, type: 'WaitStateEntered', at: '2026-11-29T10:05:01Z', stateEnteredEventDetails: { name: 'Soak' } },
  {
    ...{ id: 8, type: 'TaskStateExited', at: '2026-11-29T10:05:00Z' },
    stateExitedEventDetails: { name: 'EvaluateHealth', output: JSON.stringify(evaluated) },
  },
  { id: 7, type: 'LambdaFunctionSucceeded', at: '2026-11-29T10:05:00Z' },
].map(({ at, ...event }) => ({ ...event, timestamp: seconds(at) }));

const lockItem = {
  ...{ route: KEY, item: 'lock', fence: 1, router: plan.router },
  lock: { execution: EXECUTION, planName: 'api', acquiredAt: '2026-11-29T10:00:01.000Z', reverting: false },
  expected: { percent: 10, version: 'v' },
};
const decision = {
  ...{ key: 'shift-0', at: '2026-11-29T10:01:00.000Z', execution: EXECUTION, what: 'shift to 10 %' },
  ...{ reason: 'all checks passed', by: 'cutover' },
};

function outputs(more: object = {}): WireAnswer {
  const all: Readonly<Record<string, string>> = {
    ...more,
    CutoverStateMachineArn: MACHINE,
    LedgerTableName: 'Ledger',
    CommandUrl: `${process.env.AWS_ENDPOINT_URL}/operate`,
    Routes: JSON.stringify([KEY]),
  };
  const members = Object.entries(all).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${value.replaceAll('"', '&quot;')}</OutputValue></member>`,
  );
  return xml(
    '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>Cutover</StackName>' +
      `<CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>` +
      `<Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  );
}

function answer(request: WireRequest): WireAnswer {
  requests.push(request);
  for (const given of answers) {
    const one = given(request);
    if (one !== null) {
      return one;
    }
  }
  const body = request.headers['content-type']?.includes('json') ? JSON.parse(request.body) : {};
  if (request.body.includes('Action=DescribeStacks')) {
    return outputs();
  }
  if (request.path === '/operate') {
    const { kind, route = KEY } = body;
    return json({
      ...{ accepted: true, kind, route, execution: EXECUTION, by: ADA, at: '2026-11-29T10:06:00.000Z' },
      next: 'something happens',
    });
  }
  switch (target(request)) {
    case 'ListExecutions':
      return json({ executions: [execution] });
    case 'DescribeExecution':
      return json(execution);
    case 'GetExecutionHistory':
      return json({ events: history });
    case 'GetItem':
      return json(body.Key.item.S === 'lock' ? { Item: marshall(lockItem) } : {});
    case 'Query':
      return json({ Items: [marshall({ route: KEY, item: 'decision#', decision })] });
    default:
      return jsonError('UnknownOperationException', `no answer to ${request.path} ${request.body}`);
  }
}

beforeAll(async () => {
  server = await serve(answer);
  writeFileSync(planFile, JSON.stringify(plan));
});
beforeEach(() => {
  requests = [];
  answers = [];
  Object.assign(process.env, server.environment);
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

const operated = () => requests.filter(({ path }) => path === '/operate');

describe('over AWS', () => {
  test('status reads the stack, the ledger and the latest events of the execution', async () => {
    const { code, out, err } = await cutover('status', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      ...{ route: KEY, name: 'api.example.com', plan: 'api', execution: EXECUTION, phase: 'soaking' },
      ...{ percent: 10, stage: 1, verdict: 'pass', reason: '1 of 1 alarms are OK', locked: true },
      ...{ nextEvaluationAt: '2026-11-29T10:06:01.000Z', startedAt: '2026-11-29T10:00:00.000Z' },
    });
    const asked = requests.find((request) => target(request) === 'GetExecutionHistory');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({ reverseOrder: true, includeExecutionData: true });
  });

  test('list describes the latest executions', async () => {
    const { code, out } = await cutover('list', '--most', '3');
    expect(code).toBe(0);
    expect(out).toMatch(/api\.example\.com .* soaking .* 10 %/);
  });

  test('a command is signed with the credentials of the caller, and names the execution', async () => {
    const { code, out, err } = await cutover('pause', 'api.example.com', '--reason', 'incident');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^api\.example\.com: pause was accepted from arn:.*user\/ada; something happens\n/);
    const [request] = operated() as [WireRequest];
    expect(JSON.parse(request.body)).toEqual({
      ...{ kind: 'pause', route: KEY, execution: EXECUTION, reason: 'incident' },
    });
    expect(await signatureOf(request, CALLER)).toBe(request.headers.authorization);
  });

  test('an approval names the percent that the route has', async () => {
    await cutover('approve', 'api.example.com', '--reason', 'good');
    expect(JSON.parse(operated()[0]?.body ?? '')).toMatchObject({ kind: 'approve', atPercent: 10 });
    await cutover('approve', 'api.example.com', '--reason', 'good', '--at', '50');
    expect(JSON.parse(operated()[1]?.body ?? '')).toMatchObject({ kind: 'approve', atPercent: 50 });
  });

  test('a revert goes to Operate as well', async () => {
    const { code } = await cutover('revert', KEY, '--reason', 'it failed');
    expect(code).toBe(0);
    expect(JSON.parse(operated()[0]?.body ?? '')).toMatchObject({ kind: 'revert', route: KEY });
  });

  test('start sends the plan as it is written', async () => {
    const { code, out } = await cutover('start', planFile, '--name', 'night', '--reason', 'go');
    expect(code).toBe(0);
    expect(out).toBe(`api: started ${EXECUTION}; something happens\n`);
    expect(JSON.parse(operated()[0]?.body ?? '')).toEqual({
      kind: 'start',
      plan,
      name: 'night',
      reason: 'go',
    });
  });

  test('start goes on with StartExecution where the policy does not name the caller', async () => {
    answers = [
      ({ path }) =>
        path === '/operate'
          ? { ...json({ accepted: false, reason: `${ADA} may not start cutovers` }), status: 403 }
          : null,
      (request) =>
        target(request) === 'StartExecution'
          ? json({ executionArn: EXECUTION, startDate: seconds('2026-11-29T10:00:00Z') })
          : null,
    ];
    const { code, out } = await cutover('start', planFile, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...{ started: true, by: null, reason: expect.stringMatching(/by StartExecution, with your own/) },
    });
    const started = requests.find((request) => target(request) === 'StartExecution');
    expect(JSON.parse(JSON.parse(started?.body ?? '').input)).toEqual(plan);
  });

  test('start goes on with StartExecution for a caller who may not send commands', async () => {
    answers = [
      ({ path }) => (path === '/operate' ? { ...json({ Message: 'Forbidden' }), status: 403 } : null),
      (request) =>
        target(request) === 'StartExecution'
          ? json({ executionArn: EXECUTION, startDate: seconds('2026-11-29T10:00:00Z') })
          : null,
    ];
    const { code, out } = await cutover('start', planFile);
    expect(code).toBe(0);
    expect(out).toMatch(/by StartExecution, with your own permission/);
  });

  test('start --at has EventBridge Scheduler start it, once and by name', async () => {
    answers = [
      ({ body }) => (body.includes('Action=DescribeStacks') ? outputs({ SchedulerRoleArn: ROLE }) : null),
      ({ path }) => (path.startsWith('/schedules/') ? json({ ScheduleArn: SCHEDULE }) : null),
    ];
    const { code, out } = await cutover('start', planFile, '--at', '2099-01-12T07:00:00+01:00');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^api: scheduled for 2099-01-12T06:00:00\.000Z; .* the execution api-20990112T060000, within a minute/,
    );
    expect(out).toMatch(
      /\nTo cancel it: aws scheduler delete-schedule --name api-20990112T060000 --region eu/,
    );
    const [request] = requests.filter(({ path }) => path.startsWith('/schedules/')) as [WireRequest];
    expect(request.path).toBe('/schedules/api-20990112T060000');
    const { Target, ClientToken: _, ...schedule } = JSON.parse(request.body);
    expect(schedule).toEqual({
      ...{ ScheduleExpression: 'at(2099-01-12T06:00:00)', ScheduleExpressionTimezone: 'UTC' },
      ...{ FlexibleTimeWindow: { Mode: 'OFF' }, ActionAfterCompletion: 'DELETE' },
      Description: 'Cutover: starts a plan, by cutover start --at',
    });
    expect(Target).toMatchObject({
      ...{ Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution', RoleArn: ROLE },
      RetryPolicy: { MaximumEventAgeInSeconds: 900 },
    });
    const { Input, ...started } = JSON.parse(Target.Input);
    expect(started).toEqual({ StateMachineArn: MACHINE, Name: 'api-20990112T060000' });
    expect(JSON.parse(Input)).toEqual(plan);
    expect(operated()).toEqual([]);
  });

  test('start --at refuses a name that another schedule has', async () => {
    answers = [
      ({ body }) => (body.includes('Action=DescribeStacks') ? outputs({ SchedulerRoleArn: ROLE }) : null),
      ({ path }) =>
        path.startsWith('/schedules/')
          ? { ...jsonError('ConflictException', 'Schedule night already exists.'), status: 409 }
          : null,
    ];
    const options = ['--at', '2099-01-12T06:00Z', '--name', 'night', '--json'];
    const { code, out } = await cutover('start', planFile, ...options);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ...{ scheduled: false, name: 'night', schedule: null },
      reason: 'a schedule has the name night already; give another one with --name',
    });
  });

  test.each([
    [['2027-01-12T06:00:00'], /--at .*must be a time with its offset from UTC, such as 2027-01-12T06:00:00Z/],
    [['tomorrow'], /must be a time with its offset from UTC/],
    [['2099-02-30T06:00:00Z'], /must be a time with its offset from UTC/],
    [['2020-01-12T06:00:00Z'], /--at 2020-01-12T06:00:00.000Z is less than a minute ahead; leave it out/],
    [['2099-01-12T06:00:00Z', '--wait'], /--at schedules the start: give no --wait and no --timeout with it/],
    [['2099-01-12T06:00:00Z', '--name', 'a/b'], /--name "a\/b" cannot be the name of a schedule: 1 to 64/],
    [
      ['2099-01-12T06:00:00Z'],
      /has no output SchedulerRoleArn: its policy keeps the starter from approving .*deploy it again/s,
    ],
  ])('start --at %j is refused with a remedy, and nothing is scheduled', async (options, message) => {
    const { code, err } = await cutover('start', planFile, '--at', ...options);
    expect(err.replaceAll(/\n\s*/g, ' ')).toMatch(message);
    expect(code).toBe(64);
    expect(requests.filter(({ path }) => path.startsWith('/schedules/'))).toEqual([]);
  });

  test('start refuses a plan that is not the one rehearsed, and takes the one that is', async () => {
    const receipt = join(folder, 'receipt.json');
    const rehearsed = await cutover('rehearse', planFile, '--receipt', receipt, '--json');
    expect(rehearsed.code).toBe(0);
    expect(await cutover('start', planFile, '--receipt', receipt)).toMatchObject({ code: 0 });
    const other = join(folder, 'other.yaml');
    writeFileSync(other, JSON.stringify({ ...plan, health: { alarms: ['another'] } }));
    requests = [];
    const { code, err } = await cutover('start', other, '--receipt', receipt);
    expect(code).toBe(64);
    expect(err).toMatch(/other\.yaml is not the plan that was rehearsed for .*; rehearse it again, with/);
    const text = readFileSync(receipt, 'utf8').replace('"outcome": "succeeded"', '"outcome": "reverted"');
    writeFileSync(receipt, text);
    const unexpected = await cutover('start', planFile, '--receipt', receipt);
    expect(unexpected.err).toMatch(/did not all end as they should \(healthy: reverted, not succeeded\)/);
    expect(requests).toEqual([]);
  });

  test('an undo is made from the plan of the last success, and started', async () => {
    const succeeded = {
      status: 'SUCCEEDED',
      stopDate: seconds('2026-11-29T12:00:00Z'),
      output: '{"reason":"done"}',
    };
    answers = [
      (request) => (target(request) === 'DescribeExecution' ? json({ ...execution, ...succeeded }) : null),
    ];
    const options = ['--old-url', 'https://gw-old.example.com', '--old-alarm', 'api-old-5xx'];
    const dry = await cutover('undo', 'api.example.com', ...options, '--dry-run', '--json');
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.out)).toMatchObject({ name: 'api-undo', direction: 'down' });
    expect(operated()).toEqual([]);
    const { code } = await cutover('undo', 'api.example.com', ...options);
    expect(code).toBe(0);
    expect(JSON.parse(operated()[0]?.body ?? '').plan).toEqual(JSON.parse(dry.out));
  });

  test('an undo of a cutover that runs is refused', async () => {
    const { code, err } = await cutover(
      'undo',
      KEY,
      '--old-url',
      'https://a.example.com',
      '--old-alarm',
      'x',
    );
    expect(code).toBe(64);
    expect(err).toMatch(
      /has not succeeded \(soaking\), so that there is nothing to undo; cutover abort moves/,
    );
  });
});

describe('what goes wrong is said with a remedy', () => {
  const refuse = (name: string, made: WireAnswer) => (request: WireRequest) =>
    target(request) === name || request.body.includes(`Action=${name}`) ? made : null;

  test.each([
    [
      'no such stack',
      refuse('DescribeStacks', xmlError('ValidationError', 'Stack with id Cutover does not exist')),
      64,
      /there is no stack "Cutover" in eu-west-1; give the stack of the deployment with --stack/,
    ],
    [
      'a stack of something else',
      refuse(
        'DescribeStacks',
        xml(
          '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>X</StackName></member>' +
            '</Stacks></DescribeStacksResult></DescribeStacksResponse>',
        ),
      ),
      64,
      /the stack "Cutover" in eu-west-1 has no output CutoverStateMachineArn: it is not a CutoverStack/,
    ],
    [
      'no permission for the stack',
      refuse('DescribeStacks', xmlError('AccessDenied', 'not authorized')),
      69,
      /could not read the outputs of the stack "Cutover" in eu-west-1: AccessDenied: not authorized/,
    ],
    [
      'no permission for the ledger',
      refuse('GetItem', jsonError('AccessDeniedException', 'not authorized')),
      69,
      /could not read the ledger, the table Ledger: AccessDeniedException: not authorized/,
    ],
    [
      'no permission for the executions',
      refuse('DescribeExecution', jsonError('AccessDeniedException', 'not authorized')),
      69,
      /could not read the execution arn:.*: AccessDeniedException: not authorized/,
    ],
  ])('%s', async (_, one, expected, message) => {
    answers = [one];
    const { code, err, out } = await cutover('status');
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toMatch(message);
  });

  const operate = (made: WireAnswer) => (request: WireRequest) => (request.path === '/operate' ? made : null);

  test.each([
    [
      'a caller who may not invoke the function',
      operate({ ...json({ Message: 'Forbidden' }), status: 403 }),
      69,
      /was not reached: 403 Forbidden; sign in as somebody whom the deployment lets send commands/,
    ],
    [
      'a function that crashes',
      operate({ ...json({ message: 'Internal Server Error' }), status: 502 }),
      69,
      /was not reached: 502 Internal Server Error; send the command again; cutover status shows whether/,
    ],
    [
      'a refused command',
      operate({ ...json({ accepted: false, reason: 'the cutover is not paused' }), status: 409 }),
      2,
      /resume was refused, and nothing was done: the cutover is not paused/,
    ],
  ])('%s', async (_, one, expected, message) => {
    answers = [one];
    const { code, err } = await cutover('resume', 'api.example.com', '--reason', 'over');
    expect(code).toBe(expected);
    expect(err).toMatch(message);
  });

  test('a command without a reason', async () => {
    const { code, err } = await cutover('abort', 'api.example.com');
    expect(code).toBe(64);
    expect(err).toMatch(/required option '--reason <text>' not specified/);
    expect(requests).toEqual([]);
  });
});
