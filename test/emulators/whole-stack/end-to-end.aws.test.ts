import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { dynamoClient } from '../../../lambdas/adapters/clients/dynamo';
import { route53Client } from '../../../lambdas/adapters/clients/route53';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import type { Lock } from '../../../lambdas/ports';
import type { Ended } from '../../../lib/rehearsal/asl/execution';
import { followWeights } from '../support/follow-weights';
import { type HttpsPath, httpsPath } from '../support/https-path';
import { createLedgerTable } from '../support/ledger-table';
import { type LiveRoute, liveRoute } from '../support/live-route';
import { realFunctions } from '../support/real-functions';
import { runCutover } from '../support/run-cutover';

/**
 * Whole cutovers in real time: the deployed state machines in the interpreter, the steps with their real
 * adapters and SDK clients, services behind TLS as the two paths, and users who follow the weights. The three
 * cutovers run side by side.
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

/** Weights that the records had, and which path answered the users. */
interface ObservedWeights {
  readonly weights: string;
  readonly users: readonly string[];
}

interface CutoverRun {
  readonly ended: Ended;
  readonly observed: readonly ObservedWeights[];
  /** `what: reason` of each decision. */
  readonly decisions: readonly string[];
  readonly lock: Lock | null;
}

async function runWith(
  table: string,
  health: number,
  onWeights: (route: LiveRoute, weights: string) => Promise<void>,
): Promise<CutoverRun> {
  const both = [await httpsPath('old'), await httpsPath('new', health)] as const;
  paths.push(...both);
  const route = await liveRoute(clients.route53, clients.cloudwatch);
  const ended = runCutover(
    (executions) => realFunctions(clients, table, route, executions),
    route.plan([10, 50, 100], both[1].port),
  );
  const observed = await followWeights(route, ended, async (weights): Promise<ObservedWeights> => {
    await onWeights(route, weights);
    const shares = weights.split('/').map(Number);
    const used = both.filter((_, i) => (shares[i] ?? 0) > 0);
    return { weights, users: await Promise.all(used.map((path) => path.visit())) };
  });
  const ledger = dynamoLedger(clients.dynamo, table);
  const decisions = await ledger.decisions(route.key);
  return {
    ended: await ended,
    observed,
    decisions: decisions.map(({ what, reason }) => `${what}: ${reason}`),
    lock: (await ledger.read(route.key))?.lock ?? null,
  };
}

const NUMBERS = '5xx 7.50 % > 1 % for 1 of 1 periods of 10 s';
let succeeding: CutoverRun;
let alarmed: CutoverRun;
let unhealthy: CutoverRun;

beforeAll(async () => {
  const table = await createLedgerTable(clients.dynamo);
  const nothing = async () => undefined;
  const alarmAt50 = async (route: LiveRoute, weights: string) =>
    weights === '50/50' ? route.setAlarm('ALARM', NUMBERS) : undefined;
  [succeeding, alarmed, unhealthy] = await Promise.all([
    runWith(table, 200, nothing),
    runWith(table, 200, alarmAt50),
    runWith(table, 503, nothing),
  ]);
}, LIMIT_MS);

const early = (stage: number) =>
  expect.stringMatching(
    new RegExp(
      `^soak ${stage}: inconclusive, wait: too early to judge: .* effective .*,` +
        ' and the alarms evaluate the last 30 s$',
    ),
  );
const alarmsOk = '1 of 1 alarms are OK, 1 of them without any data; the plan has no measure of requests';
// The records hold a loopback address, to which no smoke test connects.
const notAsked =
  /; api\.\S+ was not asked at 127\.0\.0\.1 \(A\): GET \/health: the address is not allowed: .*$/;
const smokePassed = expect.stringMatching(
  new RegExp(`^shift to 10 %: 1 of 1 checks passed, slowest \\d+ ms${notAsked.source}`),
);

const STARTED = expect.stringMatching(/^started: plan ".+": the new path gets 10 %, 50 %, 100 %$/);
/** The emulators count no requests, which the plan accepts. */
const READY = expect.stringMatching(/^preflight pass: all checks passed; warning: no-request-measure: /);

test('a healthy new path gets the traffic stage by stage, and every user gets an answer', () => {
  const end = expect.stringMatching(
    / as last written; requests on the old path were not counted: .*; the record "old" \(weight 0\) can go$/,
  );
  expect(succeeding.ended).toEqual({ status: 'SUCCEEDED', output: { outcome: 'succeeded', reason: end } });
  expect(succeeding.observed).toEqual([
    { weights: '100/0', users: ['old'] },
    { weights: '90/10', users: ['old', 'new'] },
    { weights: '50/50', users: ['old', 'new'] },
    { weights: '0/100', users: ['new'] },
  ]);
  expect(succeeding.decisions).toEqual([
    STARTED,
    READY,
    smokePassed,
    early(0),
    `soak 0: pass, shift: ${alarmsOk}`,
    `shift to 50 %: ${alarmsOk}`,
    early(1),
    `soak 1: pass, shift: ${alarmsOk}`,
    `shift to 100 %: ${alarmsOk}`,
    early(2),
    `soak 2: pass, finish: ${alarmsOk}`,
    expect.stringMatching(/^old path can go: /),
    expect.stringMatching(/^succeeded: /),
  ]);
  expect(succeeding.lock).toBeNull();
});

test('an alarm causes a revert, and every decision has its numbers', () => {
  const cause = expect.stringContaining(`is in ALARM: ${NUMBERS}`);
  expect(alarmed.ended).toEqual({ status: 'FAILED', error: 'Reverted', cause });
  expect(alarmed.observed).toEqual([
    { weights: '100/0', users: ['old'] },
    { weights: '90/10', users: ['old', 'new'] },
    { weights: '50/50', users: ['old', 'new'] },
    { weights: '100/0', users: ['old'] },
  ]);
  const decision = (what: string) =>
    expect.stringMatching(new RegExp(`^${what}: alarm ".+" is in ALARM: ${NUMBERS}$`));
  expect(alarmed.decisions.slice(-3)).toEqual([
    decision('soak 1: fail, revert'),
    decision('revert from 50 % to 0 %'),
    decision('reverted'),
  ]);
  expect(alarmed.lock).toBeNull();
});

test('a new path that fails its smoke test is rejected before any record changes', () => {
  const failed = '1 of 1 checks failed: GET /health: status 503, expected 200 \\(1 attempt\\)';
  const cause = expect.stringMatching(new RegExp(`^${failed}${notAsked.source}`));
  expect(unhealthy.ended).toEqual({ status: 'FAILED', error: 'Rejected', cause });
  expect(unhealthy.observed).toEqual([{ weights: '100/0', users: ['old'] }]);
  const rejected = expect.stringMatching(new RegExp(`^rejected: ${failed}${notAsked.source}`));
  expect(unhealthy.decisions).toEqual([STARTED, READY, rejected]);
  expect(unhealthy.lock).toBeNull();
});
