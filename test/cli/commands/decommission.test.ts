import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runCli } from '../../../lib/cli/program';
import type { ReferenceServices } from '../../support/accounts/reference-account';
import { serve } from '../../support/accounts/serve';
import { planInput } from '../../support/plans/plans';
import { accountAfterCutover, leave, oldBalancer, oldGroup, oldHost } from '../../support/templates/old-path';

const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
const plan = join(folder, 'plan.json');
writeFileSync(plan, JSON.stringify(planInput()));

let account: ReferenceServices;
let server: Awaited<ReturnType<typeof serve>>;
const before = { ...process.env };

beforeAll(async () => {
  server = await serve((request) => account.answer(request));
});

beforeEach(() => {
  account = accountAfterCutover();
  process.env = { ...before, ...server.environment };
});

afterEach(() => {
  process.env = { ...before };
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

async function decommission(...args: string[]): Promise<{ code: number; out: string; err: string }> {
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
  return { code: await runCli(['decommission', ...args], terminal), out, err };
}

describe('cutover decommission', () => {
  test('exits with 0 if nothing references the old path, and only calls List and Describe APIs', async () => {
    const { code, out, err } = await decommission(plan);
    expect(code).toBe(0);
    for (const words of [
      oldHost,
      oldBalancer,
      oldGroup,
      'api.example.com A "old" (weight 0)',
      'nothing references the old path: you can remove it',
    ]) {
      expect(out.replace(/\s+/g, ' ')).toContain(words);
    }
    expect(out).not.toMatch(/│ Reference|Not proven/);
    expect(err).toContain('records of hosted zone Z0123456789ABCDEFGHIJ: 3\n');
    expect(account.asked.filter((action) => !/^(List|Describe)/.test(action))).toEqual([]);
  });

  test('exits with 2 and lists the references with their remedies', async () => {
    leave(account, 'service', 1);
    const { code, out } = await decommission(plan);
    expect(code).toBe(2);
    expect(out).toContain('│ Reference');
    expect(out.replace(/[│\s]+/g, ' ')).toContain('keep the old path: it is still referenced');
    expect(out).toMatch(/ECS service service-1 in cluster services/);
    expect(out).toMatch(/update the service to remove/);
  });

  test('exits with 2 if something cannot be read', async () => {
    account.refused.set('DescribeAlarms', 'AccessDenied');
    const { code, out } = await decommission(plan);
    expect(code).toBe(2);
    expect(out).toContain('Not proven');
    expect(out).toMatch(/alarms: AccessDenied: you may not/);
    expect(out).toContain('not everything could be read');
  });

  test('prints one document on standard output and the progress on standard error with --json', async () => {
    leave(account, 'record', 60);
    const { code, out, err } = await decommission(plan, '--json');
    expect(code).toBe(2);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      plan: 'api',
      verdict: 'in-use',
      at: expect.stringMatching(/^\d{4}-/),
      oldPath: { hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
      canGo: ['api.example.com A "old" (weight 0)'],
      notProven: [],
      looked: { zones: 1, records: 63 },
    });
    expect(report.stillPointing).toHaveLength(60);
    expect(err).toContain('alarms: 1\n');
  });
});

describe('invalid input is reported in one message with exit code 64, before any call to AWS', () => {
  const expectUsageError = async (words: string, ...args: string[]) => {
    const { code, out, err } = await decommission(...args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
    expect(account.asked).toEqual([]);
  };

  test('without a Region', async () => {
    delete process.env.AWS_REGION;
    await expectUsageError('there is no Region: Region is missing; give --region', plan);
  });

  test('but --region sets the Region', async () => {
    delete process.env.AWS_REGION;
    expect((await decommission(plan, '--region', 'eu-central-1')).code).toBe(0);
  });

  test('without credentials', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    await expectUsageError('there are no AWS credentials: ', plan);
  });

  test('with an invalid or missing plan', async () => {
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, JSON.stringify({ ...planInput(), decommission: { oldPath: { hosts: ['x'] } } }));
    await expectUsageError('decommission.oldPath.hosts[0]: is "x"; must be a host name', bad);
    await expectUsageError('there is no such file', join(folder, 'none.json'));
  });
});
