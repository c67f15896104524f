import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, ChangeResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { route53Client } from '../../../lambdas/adapters/clients/route53';
import type { Finding } from '../../../lambdas/core/preflight/finding';
import { runCli } from '../../../lib/cli/program';
import type { PlanInput } from '../../support/plans/plans';
import { RECORD_VALUE } from './https-path';
import { type LiveRoute, liveRoute } from './live-route';

type RecordInput = NonNullable<Change['ResourceRecordSet']>;

/** A route in an emulator, the plan that moves it, and what changes its zone. */
export interface Scene {
  readonly route: LiveRoute;
  /** To 100 % in one stage. Nothing is wrong with it. */
  readonly plan: PlanInput;
  /** Creates records of the zone, or replaces those of the same type and set identifier. */
  upsert(...records: readonly RecordInput[]): Promise<void>;
  remove(...records: readonly RecordInput[]): Promise<void>;
  /** A record of the pair, with what differs from it. */
  pairRecord(SetIdentifier: 'old' | 'new', more: Partial<RecordInput>): RecordInput;
}

/** The clients of a suite, and the folder of its plans. */
export function checkHarness() {
  const clients = { route53: route53Client(), cloudwatch: cloudwatchClient() };
  const folder = mkdtempSync(join(tmpdir(), 'cutover-check-'));

  const scene = async (): Promise<Scene> => {
    const route = await liveRoute(clients.route53, clients.cloudwatch);
    const change = async (Action: 'UPSERT' | 'DELETE', records: readonly RecordInput[]) => {
      const Changes = records.map((ResourceRecordSet) => ({ Action, ResourceRecordSet }));
      const batch = { HostedZoneId: route.hostedZoneId, ChangeBatch: { Changes } };
      await clients.route53.send(new ChangeResourceRecordSetsCommand(batch));
    };
    return {
      ...{ route, plan: route.plan([100], 443) },
      upsert: (...records) => change('UPSERT', records),
      remove: (...records) => change('DELETE', records),
      pairRecord: (SetIdentifier, more) => ({
        ...{ Name: route.recordName, Type: 'A', SetIdentifier, Weight: SetIdentifier === 'old' ? 100 : 0 },
        ...('AliasTarget' in more ? {} : { TTL: 1, ResourceRecords: [{ Value: RECORD_VALUE }] }),
        ...more,
      }),
    };
  };

  /** Runs `cutover check --json` with a plan. */
  const check = async (plan: PlanInput, ...options: string[]) => {
    const file = join(folder, `${plan.name}.json`);
    writeFileSync(file, JSON.stringify(plan));
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
    const given = ['check', file, '--json', '--allow-host', 'gw-api.example.com', ...options];
    const code = await runCli(given, terminal);
    const document = JSON.parse(printed.out) as { ready: boolean; findings: Finding[] };
    return { code, document, ...printed };
  };

  const close = () => {
    for (const client of Object.values(clients)) {
      client.destroy();
    }
    rmSync(folder, { recursive: true });
  };
  return { ...clients, scene, check, close };
}
