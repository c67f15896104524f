import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { afterAll, describe, expect, test } from '@jest/globals';
import { cloudwatchClient } from '../../lambdas/adapters/clients/cloudwatch';
import { dynamoClient } from '../../lambdas/adapters/clients/dynamo';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import type { Finding } from '../../lambdas/core/preflight/finding';
import { runCli } from '../../lib/cli/program';
import { type PlanInput, planOf } from '../support/plans/plans';
import { execution } from '../support/world/cutover';
import { createLedgerTable } from './support/ledger-table';
import { type LiveRoute, liveRoute } from './support/live-route';
import { createGroup } from './support/load-balancers';

const clients = {
  route53: route53Client(),
  cloudwatch: cloudwatchClient(),
  dynamo: dynamoClient(),
  elb: elbClient(),
};
const folder = mkdtempSync(join(tmpdir(), 'cutover-check-'));

afterAll(() => {
  for (const client of Object.values(clients)) {
    client.destroy();
  }
  rmSync(folder, { recursive: true });
});

/** Runs `cutover check --json` with a plan. */
async function check(plan: PlanInput, ...options: string[]) {
  const file = join(folder, `${plan.name}.json`);
  // No scene counts requests, which the preflight warns of in each.
  const preflight = { ...plan.preflight, accept: ['no-request-measure'] };
  writeFileSync(file, JSON.stringify({ ...plan, preflight }));
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
  const code = await runCli(
    ['check', file, '--json', '--allow-host', 'gw-api.example.com', ...options],
    terminal,
  );
  const all = JSON.parse(printed.out) as { ready: boolean; findings: Finding[] };
  const findings = all.findings.filter((one) => one.check !== 'no-request-measure');
  return { code, document: { ...all, findings }, ...printed };
}

interface Scene {
  readonly route: LiveRoute;
  readonly plan: PlanInput;
  readonly change: (records: readonly object[]) => Promise<void>;
}

async function scene(): Promise<Scene> {
  const route = await liveRoute(clients.route53, clients.cloudwatch);
  const change = async (records: readonly object[]) => {
    const Changes = records.map((record) => ({ Action: 'UPSERT', ResourceRecordSet: record }));
    await clients.route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: route.hostedZoneId,
        ChangeBatch: { Changes: Changes as never },
      }),
    );
  };
  return { route, plan: route.plan([100], 443), change };
}

const weighted = (Name: string, SetIdentifier: string, more: object) => ({
  ...{ Name, Type: 'A', SetIdentifier, TTL: 1, ResourceRecords: [{ Value: '192.0.2.1' }] },
  ...more,
});
const alarmArn = (region: string, account: string, name: string) =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** What stands in AWS, what the plan says, and the one finding that follows. A new check is one entry. */
const CASES: readonly {
  readonly what: string;
  readonly found: Pick<Finding, 'check' | 'severity'>;
  readonly reason: RegExp;
  readonly plan: (scene: Scene) => Promise<PlanInput>;
}[] = [
  {
    what: 'a new path that has more traffic than the first stage',
    found: { check: 'route', severity: 'stop' },
    reason: /has 50 % on the new path, and the first stage is at 10 %/,
    plan: async ({ route, change }) => {
      await change([weighted(route.recordName, 'new', { Weight: 100 })]);
      return route.plan([10, 100], 443);
    },
  },
  {
    what: 'a cutover that has nothing to do',
    found: { check: 'route', severity: 'stop' },
    reason: /there is nothing to do: .* has 100 % on the new path/,
    plan: async ({ route, plan, change }) => {
      await change([
        weighted(route.recordName, 'old', { Weight: 0 }),
        weighted(route.recordName, 'new', { Weight: 100 }),
      ]);
      return plan;
    },
  },
  {
    what: 'a TTL that keeps clients on a path for too long',
    found: { check: 'route', severity: 'stop' },
    reason: /has a TTL of 86400 s \(maximum 60 s\)/,
    plan: async ({ route, plan, change }) => {
      await change(
        Object.entries({ old: 100, new: 0 }).map(([id, Weight]) =>
          weighted(route.recordName, id, { Weight, TTL: 86_400 }),
        ),
      );
      return plan;
    },
  },
  {
    what: 'an empty target group',
    found: { check: 'targets', severity: 'stop' },
    reason: /has no targets/,
    plan: async ({ plan }) => ({
      ...plan,
      preflight: { targetGroupArns: [await createGroup(clients.elb)] },
    }),
  },
  {
    what: 'an alarm that is in ALARM',
    found: { check: 'alarms', severity: 'stop' },
    reason: /is already in ALARM: 5xx 9 %/,
    plan: async ({ route, plan }) => {
      await route.setAlarm('ALARM', '5xx 9 %');
      return plan;
    },
  },
  {
    what: 'an alarm that does not exist in the Region and account of its ARN',
    found: { check: 'alarms', severity: 'stop' },
    reason: /alarm "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:.*" does not exist/,
    plan: async ({ route, plan }) => ({
      ...plan,
      health: { ...plan.health, alarms: [alarmArn('eu-west-1', '444455556666', route.alarm)] },
    }),
  },
];

describe('cutover check', () => {
  test('is ready where nothing is wrong, and changes nothing', async () => {
    const { route, plan } = await scene();
    const { code, document, err } = await check(plan);
    expect({ code, ...document }).toEqual({ code: 0, ready: true, findings: [] });
    expect(err).toContain('router: read');
    expect(await route.weights()).toBe('100/0');
  });

  test.each(CASES)('finds $what', async ({ found, reason, plan }) => {
    const { code, document } = await check(await plan(await scene()));
    expect([code, document.ready]).toEqual([2, false]);
    expect(document.findings).toEqual([
      { ...found, reason: expect.stringMatching(reason), remedy: expect.stringMatching(/\w/) },
    ]);
    expect(Object.keys(document)).toEqual(['ready', 'findings']);
  });

  test('finds a route that another cutover has locked, and leaves the ledger as it is', async () => {
    const { route, plan } = await scene();
    const table = await createLedgerTable(clients.dynamo);
    const ledger = dynamoLedger(clients.dynamo, table);
    expect((await check(plan, '--ledger', table)).document).toEqual({ ready: true, findings: [] });
    expect(await ledger.read(route.key)).toBeNull();
    const { router } = planOf({
      ...plan,
      smokeTest: { ...plan.smokeTest, baseUrl: `https://gw-api.${route.zoneName}` },
    });
    const acquiredAt = '2026-11-20T12:00:00.000Z';
    await ledger.acquire(route.key, router, { execution, planName: 'another', acquiredAt });
    const before = await ledger.read(route.key);
    const { code, document } = await check(plan, '--ledger', table);
    expect([code, document.findings]).toEqual([
      2,
      [
        {
          check: 'lock',
          severity: 'stop',
          reason:
            `${route.key} has been locked since ${acquiredAt} by plan "another", ` + `execution ${execution}`,
          remedy: expect.stringContaining('wait until'),
        },
      ],
    ]);
    expect(await ledger.read(route.key)).toEqual(before);
  });
});
