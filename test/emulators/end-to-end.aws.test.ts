import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cloudwatchClient } from '../../lambdas/adapters/clients/cloudwatch';
import { dynamoClient } from '../../lambdas/adapters/clients/dynamo';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import type { Lock } from '../../lambdas/ports';
import type { Ended } from '../../lib/rehearsal/asl/execution';
import { followWeights } from './support/follow-weights';
import { type HttpsPath, httpsPath } from './support/https-path';
import { createLedgerTable } from './support/ledger-table';
import { type LiveRoute, liveRoute } from './support/live-route';
import { realFunctions } from './support/real-functions';
import { runCutover } from './support/run-cutover';

/**
 * Whole cutovers on the clock of the machine: the deployed state machines through the interpreter, the steps with their real adapters and SDK
 * clients, services behind TLS as the two paths, and users who go where the weights send them. All three run side by side.
 */

const LIMIT_MS = 360_000;
const clients = { route53: route53Client(), cloudwatch: cloudwatchClient(), dynamo: dynamoClient() };
const paths: HttpsPath[] = [];
afterAll(async () => {
  for (const client of Object.values(clients)) {
    client.destroy();
  }
  await Promise.all(paths.map((path) => path.close()));
});

/** Weights that stood, and what users got under them. */
interface Stood {
  readonly weights: string;
  readonly users: readonly string[];
}

interface Story {
  readonly ended: Ended;
  readonly stood: readonly Stood[];
  /** `what: reason` of each. */
  readonly decisions: readonly string[];
  readonly lock: Lock | null;
}

async function story(
  table: string,
  health: number,
  onWeights: (route: LiveRoute, weights: string) => Promise<void>,
): Promise<Story> {
  const both = [await httpsPath('old'), await httpsPath('new', health)] as const;
  paths.push(...both);
  const route = await liveRoute(clients.route53, clients.cloudwatch);
  const ended = runCutover(realFunctions(clients, table, route), route.plan([10, 50, 100], both[1].port));
  const stood = await followWeights(route, ended, async (weights): Promise<Stood> => {
    await onWeights(route, weights);
    const shares = weights.split('/').map(Number);
    const used = both.filter((_, i) => (shares[i] ?? 0) > 0);
    return { weights, users: await Promise.all(used.map((path) => path.visit())) };
  });
  const ledger = dynamoLedger(clients.dynamo, table);
  const decisions = await ledger.decisions(route.key);
  return {
    ended: await ended,
    stood,
    decisions: decisions.map(({ what, reason }) => `${what}: ${reason}`),
    lock: (await ledger.read(route.key))?.lock ?? null,
  };
}

const NUMBERS = '5xx 7.50 % > 1 % for 1 of 1 periods of 10 s';
let succeeding: Story;
let alarmed: Story;
let unhealthy: Story;

beforeAll(async () => {
  const table = await createLedgerTable(clients.dynamo);
  const nothing = async () => undefined;
  const alarmAt50 = async (route: LiveRoute, weights: string) =>
    weights === '50/50' ? route.setAlarm('ALARM', NUMBERS) : undefined;
  [succeeding, alarmed, unhealthy] = await Promise.all([
    story(table, 200, nothing),
    story(table, 200, alarmAt50),
    story(table, 503, nothing),
  ]);
}, LIMIT_MS);

const early = (stage: number) =>
  expect.stringMatching(
    new RegExp(`^soak ${stage}: inconclusive, wait: too early: .* effect .*, the alarms look back 30 s$`),
  );
const quiet = '1 of 1 alarms are OK';
const smokePassed = expect.stringMatching(/^shift to 10 %: 1 of 1 checks passed, slowest \d+ ms$/);

test('a healthy new path gets the traffic stage by stage, and no user is without an answer', () => {
  const end = expect.stringMatching(
    / is at 100 % on the new path as last written; the record "old" \(weight 0\) can go$/,
  );
  expect(succeeding.ended).toEqual({ status: 'SUCCEEDED', output: { outcome: 'succeeded', reason: end } });
  expect(succeeding.stood).toEqual([
    { weights: '100/0', users: ['old'] },
    { weights: '90/10', users: ['old', 'new'] },
    { weights: '50/50', users: ['old', 'new'] },
    { weights: '0/100', users: ['new'] },
  ]);
  expect(succeeding.decisions).toEqual([
    'preflight pass: all checks passed',
    smokePassed,
    early(0),
    `soak 0: pass, shift: ${quiet}`,
    `shift to 50 %: ${quiet}`,
    early(1),
    `soak 1: pass, shift: ${quiet}`,
    `shift to 100 %: ${quiet}`,
    early(2),
    `soak 2: pass, finish: ${quiet}`,
    expect.stringMatching(/^old path can go: /),
    expect.stringMatching(/^succeeded: /),
  ]);
  expect(succeeding.lock).toBeNull();
});

test('an alarm reverts, and every decision tells its numbers', () => {
  const cause = expect.stringContaining(`is in ALARM: ${NUMBERS}`);
  expect(alarmed.ended).toEqual({ status: 'FAILED', error: 'Reverted', cause });
  expect(alarmed.stood).toEqual([
    { weights: '100/0', users: ['old'] },
    { weights: '90/10', users: ['old', 'new'] },
    { weights: '50/50', users: ['old', 'new'] },
    { weights: '100/0', users: ['old'] },
  ]);
  const told = (what: string) =>
    expect.stringMatching(new RegExp(`^${what}: alarm ".+" is in ALARM: ${NUMBERS}$`));
  expect(alarmed.decisions.slice(-3)).toEqual([
    told('soak 1: fail, revert'),
    told('revert from 50 % to 0 %'),
    told('reverted'),
  ]);
  expect(alarmed.lock).toBeNull();
});

test('a new path that does not answer well is rejected, with the records untouched', () => {
  const cause = '1 of 1 checks failed: GET /health: status 503, expected 200 (1 attempt)';
  expect(unhealthy.ended).toEqual({ status: 'FAILED', error: 'Rejected', cause });
  expect(unhealthy.stood).toEqual([{ weights: '100/0', users: ['old'] }]);
  expect(unhealthy.decisions).toEqual(['preflight pass: all checks passed', `rejected: ${cause}`]);
  expect(unhealthy.lock).toBeNull();
});
