import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Plan } from '../../lambdas/core/plan/plan';
import { runCli } from '../../lib/cli/program';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'api.yaml');
const ALB = join(__dirname, '..', '..', 'examples', 'alb.yaml');
const DEPLOYING = join(__dirname, '..', '..', 'examples', 'deploy-then-shift.yaml');
const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function cutover(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    columns: 100,
  };
  return { code: await runCli(args, terminal), out, err };
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The example plan with one change. */
function changed(name: string, change: (plan: Plan) => void): string {
  const plan = parse(readFileSync(EXAMPLE, 'utf8'));
  change(plan);
  return file(`${name}.json`, JSON.stringify(plan));
}

describe('invalid input', () => {
  const bad: [string, () => string[], string][] = [
    ['no command', () => ['nope'], "unknown command 'nope'"],
    ['no file', () => ['rehearse'], "missing required argument 'file'"],
    ['an unknown option', () => ['plan', EXAMPLE, '--nope'], "unknown option '--nope'"],
    ['a missing file', () => ['plan', join(folder, 'none.yaml')], 'there is no such file'],
    ['a directory', () => ['plan', folder], 'it is a directory'],
    ['invalid YAML', () => ['plan', file('bad.yaml', 'name: [api\nrouter: x')], 'at line 2'],
    ['a duplicate key', () => ['plan', file('twice.yaml', 'name: a\nname: b')], 'unique'],
    ['an empty file', () => ['plan', file('empty.yaml', '')], 'is empty: it has no plan'],
    [
      'an unknown scenario',
      () => ['rehearse', EXAMPLE, '--scenario', 'nope'],
      'built-in scenarios: alarm-missing, certificate-pending',
    ],
    [
      'an invalid scenario',
      () => ['rehearse', EXAMPLE, '--scenario', file('s.yaml', 'faults: [{ kind: errors, at: 1 }]')],
      'faults[0].rate: is missing',
    ],
    [
      'a fault without a trigger',
      () => ['rehearse', EXAMPLE, '--scenario', file('t.yaml', 'faults: [{ kind: no-metrics }]')],
      'faults[0]: has no trigger; must have one of at, atCall, atInvocation, whenPercentAtLeast',
    ],
    [
      'an unknown kind of fault',
      () => ['rehearse', EXAMPLE, '--scenario', file('k.yaml', 'faults: [{ kind: flood, at: 1 }]')],
      'faults[0].kind: is "flood"; must be one of "errors"',
    ],
    ['an invalid seed', () => ['rehearse', EXAMPLE, '--seed', '-1'], 'whole number from 0 to 2147483647'],
    [
      'a report in a missing directory',
      () => ['rehearse', EXAMPLE, '--report', join(folder, 'no', 'r.html')],
      'the directory does not exist',
    ],
    ['an unknown schema', () => ['schema', 'nope'], 'plan, scenario'],
    [
      'an unknown field',
      () => ['plan', changed('field', (plan) => Object.assign(plan, { soak: 1 }))],
      'soak: is not a field; allowed fields: ',
    ],
    [
      'a percent above 100',
      () => [
        'plan',
        changed('percent', (plan) => Object.assign(plan, { stages: [{ percent: 101, soakSeconds: 1 }] })),
      ],
      'stages[0].percent: is 101; must be a whole number from 0 to 100',
    ],
    [
      'a base URL outside the allow list',
      () => [
        'plan',
        changed('url', (plan) => Object.assign(plan.smokeTest, { baseUrl: 'https://evil.example.net' })),
      ],
      'smokeTest.baseUrl: is "https://evil.example.net"',
    ],
    [
      'a plan too large for the history',
      () => [
        'plan',
        changed('large', (plan) => Object.assign(plan, { hold: { seconds: 2_500_000, everySeconds: 60 } })),
      ],
      'hold.everySeconds: is 60, so that the execution may reach',
    ],
  ];

  test.each(bad)(
    'is reported in one message with exit code 64 and no stack trace: %s',
    async (_, args, words) => {
      const { code, out, err } = await cutover(...args());
      expect([code, out]).toEqual([64, '']);
      expect(err).toContain(words);
      expect(err).not.toMatch(/\n\s+at /);
    },
  );

  test.each(bad)('is reported as one JSON document with --json: %s', async (_, args) => {
    const { code, out } = await cutover(...args(), '--json');
    expect(code).toBe(64);
    expect(JSON.parse(out)).toMatchObject({
      error: { message: expect.any(String), problems: expect.any(Array) },
    });
  });

  test('is reported with every problem of a plan and its path', async () => {
    const { out } = await cutover('plan', file('all.json', '{"name": 3, "stages": []}'), '--json');
    const paths = JSON.parse(out).error.problems.map((problem: { path: string }) => problem.path);
    expect(paths).toEqual(['name', 'router', 'stages', 'smokeTest', 'health']);
  });
});

describe('cutover plan', () => {
  test('shows stages, durations, revert time, transitions, history events and cost', async () => {
    const { code, out } = await cutover('plan', EXAMPLE);
    expect(code).toBe(0);
    for (const words of [
      'stage 3',
      '100 %',
      'hold',
      'Revert time      2 min 10 s after an alarm; 7 min 10 s if its event is lost',
      'Transitions',
      'History events',
      'USD',
    ]) {
      expect(out).toContain(words);
    }
  });

  test('prints the checked plan and its numbers with --json', async () => {
    const { out } = await cutover('plan', EXAMPLE, '--json');
    expect(JSON.parse(out)).toMatchObject({
      plan: { name: 'api' },
      estimate: { backSeconds: 130, worstBackSeconds: 430 },
      overlap: {
        from: 'assumed',
        hours: 73,
        lines: [{ kind: 'alb', count: 1 }],
        usd: expect.closeTo(1.7885, 6),
      },
    });
  });

  test('says where requests are counted, and warns where nothing counts them', async () => {
    const measured = await cutover('plan', EXAMPLE);
    expect(measured.out).toContain('counted at api/a1b2c3d4e5/$default');
    expect(measured.out).not.toContain('no-request-measure');
    const file = changed('unmeasured', (plan) =>
      Object.assign(plan, { health: { alarms: ['api-new-5xx-rate'] } }),
    );
    const { out } = await cutover('plan', file);
    expect(out).toMatch(/^Requests +not counted$/m);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Warning: no-request-measure: the plan has no measure of requests',
    );
    expect(JSON.parse((await cutover('plan', file, '--json')).out)).toMatchObject({
      findings: [{ check: 'no-request-measure', severity: 'warn' }],
    });
  });

  test('says that an alb compares by default, and how to switch it off', async () => {
    const example = parse(readFileSync(ALB, 'utf8'));
    const printed = async (name: string, compare?: unknown) => {
      const health = { ...example.health, ...(compare === undefined ? {} : { compare }) };
      const { out } = await cutover('plan', file(`${name}.json`, JSON.stringify({ ...example, health })));
      return /^Comparison[\s\S]+?(?=^[A-Z])/m.exec(out)?.[0].replace(/\s+/g, ' ').trim();
    };
    expect(await printed('by-default')).toBe(
      'Comparison error rate of both paths, by default: reverts when that of the new path is known to be' +
        ' more than 0.5 percentage points above that of the old one, and holds nothing back;' +
        ' health.compare: none switches it off',
    );
    expect(await printed('none', 'none')).toBe('Comparison none');
    const written = { measures: ['errorRate', 'latency'], whenUnknown: 'wait', unknownLimitSeconds: 7_200 };
    const both = 'Comparison error rate, latency of both paths; what is not known at the end of a soak';
    expect(await printed('waits', written)).toBe(`${both} waits for 2 h more, then reverts`);
    const { unknownLimitSeconds: _, ...others } = written;
    expect(await printed('accepts', { ...others, whenUnknown: 'accept' })).toBe(`${both} is accepted`);
    expect(await printed('reverts', { ...others, whenUnknown: 'revert' })).toBe(
      `${both} reverts after 15 min more`,
    );
    expect((await cutover('plan', EXAMPLE)).out).not.toContain('Comparison');
  });

  test.each([
    [[], 'for 73 h of both paths, 0.000 USD per week: nothing (us-east-1; as listed in the plan)'],
    [
      [{ kind: 'alb' }, { kind: 'public-ipv4', count: 2 }],
      '2.519 USD for 73 h of both paths, 5.796 USD per week: 1 alb, 2 public-ipv4',
    ],
    [
      [
        { kind: 'ec2-instance', count: 2, instanceType: 't4g.medium' },
        { kind: 'nat-gateway' },
        { kind: 'alb' },
      ],
      'per week: 2 ec2-instance of t4g.medium, 1 nat-gateway, 1 alb',
    ],
  ])('shows the cost of the overlap: %j', async (overlap, words) => {
    const { out } = await cutover(
      'plan',
      changed(`overlap-${overlap.length}`, (plan) => Object.assign(plan, { overlap })),
    );
    expect(out.replace(/\s+/g, ' ')).toContain(words);
  });

  test('shows a deployment before its stage', async () => {
    const { out } = await cutover('plan', DEPLOYING);
    const rows = ['deployment', 'stage 1', 'stage 2', 'hold'].map((row) => out.indexOf(`│ ${row} `));
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(rows[0]).toBeGreaterThan(0);
  });

  test('accepts other hosts of smoke tests with --allow-host', async () => {
    const plan = changed('elsewhere', (one) =>
      Object.assign(one.smokeTest, { baseUrl: 'https://new.example.net' }),
    );
    expect((await cutover('plan', plan, '--allow-host', '*.example.net')).code).toBe(0);
    expect(
      (
        await cutover(
          'rehearse',
          plan,
          '--scenario',
          'smoke-fails',
          '--allow-host',
          '*.example.net',
          '--json',
        )
      ).out,
    ).toContain('status 503');
  });
});

describe('cutover rehearse', () => {
  test.each([
    ['healthy', 0, 'succeeded'],
    ['smoke-fails', 2, 'rejected'],
    ['errors-at-50', 3, 'reverted'],
  ])('exits with the code of its outcome: %s with %i', async (scenario, code, outcome) => {
    const ran = await cutover('rehearse', EXAMPLE, '--scenario', scenario);
    expect(ran.code).toBe(code);
    expect(ran.out).toContain(outcome);
    expect(ran.err).toBe('');
  });

  test.each([
    ['api.yaml', /^Revert time {3}\d+ min( \d+ s)? from the decision until all traffic was back$/m],
    ['cloudfront.yaml', /^Revert time {3}\d+ s from the decision until all traffic was back$/m],
    ['alb.yaml', /^Revert time {3}less than 1 s from the decision until all traffic was back$/m],
  ])('shows the revert time of %s', async (plan, words) => {
    const { out } = await cutover('rehearse', join(EXAMPLE, '..', plan), '--scenario', 'errors-at-50');
    expect(out).toMatch(words);
  });

  test('exits with 4 if the revert fails', async () => {
    const scenario = file(
      'stuck.yaml',
      'faults: [{ kind: alarm-fires, at: 200 }, { kind: task-fails, task: RevertTraffic, at: 0 }]',
    );
    expect((await cutover('rehearse', EXAMPLE, '--scenario', scenario)).code).toBe(4);
  });

  test('prints one document on standard output and the progress on standard error with --json', async () => {
    const { out, err } = await cutover('rehearse', EXAMPLE, '--scenario', 'errors-at-50', '--json');
    expect(Object.keys(JSON.parse(out))).toEqual([
      'plan',
      'scenario',
      'seed',
      'expected',
      'outcome',
      'reason',
      'durationSeconds',
      'stages',
      'traffic',
      'revert',
      'execution',
      'timeline',
    ]);
    expect(err).toContain('ShiftTraffic');
  });

  test(
    'prints the same bytes for the same plan, scenario and seed, and others for another' + ' seed',
    async () => {
      const once = () => cutover('rehearse', EXAMPLE, '--scenario', 'errors-at-50', '--json', '--seed', '7');
      const [first, second] = [await once(), await once()];
      expect(second).toEqual(first);
      expect(
        (await cutover('rehearse', EXAMPLE, '--scenario', 'errors-at-50', '--json', '--seed', '8')).out,
      ).not.toBe(first.out);
    },
  );

  test('writes an HTML report with --report', async () => {
    const page = join(folder, 'report.html');
    const { code, out } = await cutover('rehearse', EXAMPLE, '--scenario', 'smoke-fails', '--report', page);
    expect([code, out]).toEqual([2, expect.stringContaining(page)]);
    expect(readFileSync(page, 'utf8')).toContain('smoke-fails');
  });
});

test('a rehearsal runs the deployment of the example before the first shift', async () => {
  const { code, out } = await cutover('rehearse', DEPLOYING, '--json');
  expect(code).toBe(0);
  const events: string[] = JSON.parse(out).timeline.map(({ event }: { event: string }) => event);
  const order = ['StartDeployment', 'CheckDeployment', 'SmokeTest', 'ShiftTraffic'];
  expect(order.map((event) => events.indexOf(event))).toEqual(
    order.map((event) => events.indexOf(event)).sort((a, b) => a - b),
  );
});

test('--version prints the version and exits with 0', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  expect(await cutover('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

describe('help', () => {
  test.each([[['--help']], [['rehearse', '--help']], [['help', 'plan']]])(
    'is printed on standard output for %j, with exit code 0',
    async (args) => {
      const { code, out } = await cutover(...args);
      expect([code, out]).toEqual([0, expect.stringContaining('Usage: cutover')]);
    },
  );

  test('is printed without a command, with exit code 64', async () => {
    const { code, err } = await cutover();
    expect([code, err]).toEqual([64, expect.stringContaining('Usage: cutover')]);
  });
});

describe('cutover plan with approvals', () => {
  const stages = [
    {
      percent: 10,
      soakSeconds: 600,
      approval: { timeoutSeconds: 1_200, count: 2, by: ['arn:aws:iam::1:user/*'] },
    },
    { percent: 50, soakSeconds: 600, approval: { timeoutSeconds: 600 } },
    { percent: 100, soakSeconds: 300 },
  ];
  const plan = () => changed('approvals', (one) => Object.assign(one, { stages, hold: undefined }));

  test('shows the stages that wait, for whom and how long', async () => {
    const text = (await cutover('plan', plan())).out.replace(/\s+/g, ' ');
    expect(text).toContain(
      'Approvals stage 1 (10 %) waits for 2 persons of arn:aws:iam::1:user/*, within 20 min after the soak;' +
        ' otherwise it reverts stage 2 (50 %) waits for 1 person, within 10 min after the soak;',
    );
    expect(text).toMatch(/Duration about [^,]+, and up to 30 min more for approvals/);
  });

  test('shows what the policy says of who may approve', async () => {
    const approvals = { fromPercent: 50, by: ['arn:aws:iam::1:user/*'], notByStarter: true };
    const policy = file(
      'approvals-policy.json',
      JSON.stringify({ approvals, starters: ['arn:aws:iam::1:*'] }),
    );
    const { out } = await cutover('plan', plan(), '--policy', policy);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'by the policy, only arn:aws:iam::1:user/* may approve, and whoever starts the cutover may not' +
        ' approve it',
    );
  });

  test('shows nothing of a plan without any', async () => {
    expect((await cutover('plan', EXAMPLE)).out).not.toMatch(/Approvals|approvals/);
  });
});

describe('cutover plan with records to prepare', () => {
  const preparing = () =>
    changed('preparing', (plan) => {
      const alias = { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'd111111abcdef8.cloudfront.net' };
      Object.assign(plan, { ttl: {} });
      Object.assign(plan.router, { adopt: { newTarget: { alias } } });
    });

  test('shows the lead, and why alias records are unchanged', async () => {
    const { code, out } = await cutover('plan', preparing());
    expect(code).toBe(0);
    expect(out).toContain(
      'Adoption         a simple record becomes the weighted pair at 100/0, in one change batch\n',
    );
    expect(out).toContain('TTL              lowered to 30 s, then a lead of 2 d; restored at the end. Alias');
    expect(out).toMatch(/Duration {9}about 5 d/);
  });

  test('shows only the TTL if nothing else is prepared', async () => {
    const lowering = changed('lowering', (plan) => Object.assign(plan, { ttl: {} }));
    expect((await cutover('plan', lowering)).out).not.toContain('Adoption');
    expect((await cutover('plan', EXAMPLE)).out).not.toContain('TTL  ');
  });
});
