import { afterAll, describe, expect, test } from '@jest/globals';
import { dynamoClient } from '../../lambdas/adapters/clients/dynamo';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import type { Finding } from '../../lambdas/core/preflight/finding';
import { type PlanInput, planOf } from '../support/plans/plans';
import { execution } from '../support/world/cutover';
import { checkHarness, type Scene } from './support/check-scene';
import { createLedgerTable } from './support/ledger-table';

const harness = checkHarness();
const dynamo = dynamoClient();

afterAll(() => {
  harness.close();
  dynamo.destroy();
});

/** Runs `cutover check --json`. No scene counts requests, which each accepts, and is warned of. */
async function check(plan: PlanInput, ...options: string[]) {
  const preflight = { ...plan.preflight, accept: ['no-request-measure' as const] };
  const checked = await harness.check({ ...plan, preflight }, ...options);
  const findings = checked.document.findings.filter((one) => one.check !== 'no-request-measure');
  return { ...checked, document: { ...checked.document, findings } };
}

const alarmArn = (region: string, account: string, name: string) =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/**
 * What stands in AWS, what the plan says, and the one finding that follows. check-findings.aws.test.ts has
 * what decides where clients go.
 */
const CASES: readonly {
  readonly what: string;
  readonly found: Pick<Finding, 'check' | 'severity'>;
  readonly reason: RegExp;
  readonly remedy: RegExp;
  readonly plan: (scene: Scene) => Promise<PlanInput>;
}[] = [
  {
    what: 'a new path that has more traffic than the first stage',
    found: { check: 'route', severity: 'stop' },
    reason: /has 50 % on the new path, and the first stage is at 10 %/,
    remedy: /^leave out the stage of 10 %, so that the plan rises from 50 %, and start again$/,
    plan: async ({ route, upsert, pairRecord }) => {
      await upsert(pairRecord('new', { Weight: 100 }));
      return route.plan([10, 100], 443);
    },
  },
  {
    what: 'a cutover that has nothing to do',
    found: { check: 'route', severity: 'stop' },
    reason: /there is nothing to do: .* has 100 % on the new path/,
    remedy: /^to go on, let "cutover decommission FILE" .*; to go back, .* "cutover plan FILE --undo --old-/,
    plan: async ({ plan, upsert, pairRecord }) => {
      await upsert(pairRecord('old', { Weight: 0 }), pairRecord('new', { Weight: 100 }));
      return plan;
    },
  },
  {
    what: 'a TTL that keeps clients on a path for too long',
    found: { check: 'route', severity: 'stop' },
    reason: /has a TTL of 86400 s \(maximum 60 s\)/,
    remedy: /^lower the TTL to 60 s or less, wait 86400 s, and start again; or let the cutover do both/,
    plan: async ({ plan, upsert, pairRecord }) => {
      await upsert(pairRecord('old', { TTL: 86_400 }), pairRecord('new', { TTL: 86_400 }));
      return plan;
    },
  },
  {
    what: 'an alarm that is in ALARM',
    found: { check: 'alarms', severity: 'stop' },
    reason: /is already in ALARM: 5xx 9 %/,
    remedy: /^find the cause before any traffic moves$/,
    plan: async ({ route, plan }) => {
      await route.setAlarm('ALARM', '5xx 9 %');
      return plan;
    },
  },
  {
    what: 'an alarm that does not exist in the Region and account of its ARN',
    found: { check: 'alarms', severity: 'stop' },
    reason: /alarm "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:.*" does not exist/,
    remedy: /^create it, or correct health\.alarms: Region, account and name of the ARN;/,
    plan: async ({ route, plan }) => ({
      ...plan,
      health: { ...plan.health, alarms: [alarmArn('eu-west-1', '444455556666', route.alarm)] },
    }),
  },
];

describe('cutover check', () => {
  test('is ready where nothing is wrong, and changes nothing', async () => {
    const { route, plan } = await harness.scene();
    const { code, document, err } = await check(plan);
    expect({ code, ...document }).toEqual({ code: 0, ready: true, findings: [] });
    expect(err).toContain('router: read');
    expect(await route.weights()).toBe('100/0');
  });

  test.each(CASES)('finds $what', async ({ found, reason, remedy, plan }) => {
    const { code, document } = await check(await plan(await harness.scene()));
    expect([code, document.ready]).toEqual([2, false]);
    expect(document.findings).toEqual([
      { ...found, reason: expect.stringMatching(reason), remedy: expect.stringMatching(remedy) },
    ]);
    expect(Object.keys(document)).toEqual(['ready', 'findings']);
  });

  test('finds a route that another cutover has locked, and leaves the ledger as it is', async () => {
    const { route, plan } = await harness.scene();
    const table = await createLedgerTable(dynamo);
    const ledger = dynamoLedger(dynamo, table);
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
