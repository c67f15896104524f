import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { functionCode } from '../../../lib/workflow/functions/bundled-code';
import { functionDefaults } from '../../../lib/workflow/functions/function-defaults';
import {
  type FunctionName,
  functionNames as names,
  type Permission,
  registeredTask,
} from '../../../lib/workflow/tasks';
import { limitOf, type MeasuredBundle, measureBundle } from '../../../tools/bench/measured-bundle';

let bundles: ReadonlyMap<FunctionName, MeasuredBundle>;

beforeAll(async () => {
  bundles = new Map(
    await Promise.all(
      names.map(async (name) => [name, await measureBundle(registeredTask(name).handler)] as const),
    ),
  );
}, 240_000);

const bundleOf = (name: FunctionName) => bundles.get(name) as MeasuredBundle;

const ledger: readonly Permission[] = [
  'read-ledger',
  'write-ledger',
  'record-decisions',
  'read-commands',
  'send-commands',
];

/** Packages that a bundle needs exactly when its function has one of these permissions. */
const CLIENTS: readonly (readonly [string, readonly Permission[]])[] = [
  [
    '@aws-sdk/client-route-53',
    ['read-route', 'write-route', 'read-records', 'write-records', 'read-change', 'read-references'],
  ],
  ['@aws-sdk/client-cloudwatch', ['read-alarms', 'read-metrics', 'read-references']],
  ['@aws-sdk/client-cloudfront-keyvaluestore', ['read-route', 'write-route', 'read-change']],
  // The client for key value stores needs it to sign requests.
  ['@smithy/signature-v4a', ['read-route', 'write-route', 'read-change']],
  [
    '@aws-sdk/client-elastic-load-balancing-v2',
    ['read-route', 'write-route', 'read-change', 'read-targets', 'read-references'],
  ],
  ['@aws-sdk/client-ecs', ['read-references']],
  ['@aws-sdk/client-auto-scaling', ['read-instances', 'read-references']],
  ['@aws-sdk/client-acm', ['read-certificates']],
  ['@aws-sdk/client-cloudformation', ['read-change-sets']],
  ['@aws-sdk/client-codedeploy', ['start-deployments', 'read-deployments', 'stop-deployments']],
  ['@aws-sdk/client-dynamodb', ledger],
  ['@aws-sdk/lib-dynamodb', ledger],
  // For roles of other accounts.
  [
    '@aws-sdk/client-sts',
    [
      ...(['read-route', 'write-route', 'read-records', 'write-records', 'read-change'] as const),
      ...(['read-alarms', 'read-metrics', 'read-targets', 'read-certificates', 'read-references'] as const),
    ],
  ],
  ['@aws-sdk/client-eventbridge', ['publish-events']],
  ['@aws-sdk/client-sns', ['send-messages']],
  ['@aws-sdk/client-sfn', ['use-executions', 'operate-executions', 'read-reverts']],
  ['@aws-sdk/client-lambda', ['ask-gates']],
  ['@aws-sdk/client-secrets-manager', ['read-secrets']],
  ['@aws-sdk/client-ssm', ['read-secrets', 'read-calendars']],
];

const sendsChecks = (name: string) => name === 'SmokeTest' || name === 'ProbeNewPath';

describe.each(names)('%s', (name) => {
  const { permissions } = registeredTask(name);

  test('is smaller than its limit', () => {
    const { bytes, packages, checksPlans } = bundleOf(name);
    const heavy = packages.includes('undici') || packages.includes('@aws-sdk/client-route-53');
    const schemas = ['@aws-sdk/client-codedeploy', '@aws-sdk/client-lambda'];
    const isMiddle = checksPlans || schemas.some((client) => packages.includes(client));
    const light = isMiddle ? 460_000 : 350_000;
    expect(checksPlans).toBe(name === 'ValidatePlan' || name === 'Operate');
    // What sends checks has an HTTP client and two clients for secrets, together 250 kB more than without.
    const reads = (permission: Permission, bytes: number) => (permissions.includes(permission) ? bytes : 0);
    const scales = packages.includes('@aws-sdk/client-auto-scaling') ? 50_000 : 0;
    const added = reads('read-calendars', 80_000) + scales;
    const limit = sendsChecks(name) ? 1_000_000 : heavy ? 700_000 + added : light;
    expect(limitOf({ packages, checksPlans })).toBe(limit);
    expect(bytes).toBeLessThan(limitOf({ packages, checksPlans }));
  });

  test.each(CLIENTS)('contains %s exactly when its permissions need it', (client, needed) => {
    expect(bundleOf(name).packages.includes(client)).toBe(needed.some((one) => permissions.includes(one)));
  });

  test('contains an HTTP client only to send checks', () => {
    expect(bundleOf(name).packages.includes('undici')).toBe(sendsChecks(name));
  });

  test('reads credentials only from the environment, and contains nothing of CDK', () => {
    const { packages } = bundleOf(name);
    const allowed = permissions.length === 0 ? [] : ['@aws-sdk/credential-provider-env'];
    expect(packages.filter((one) => one.includes('credential-provider'))).toEqual(allowed);
    expect(packages.filter((one) => /cdk|constructs|commander|jsonata/.test(one))).toEqual([]);
  });
});

test.each([
  ['GuardExecution', 350_000],
  ['GuardAlarm', 350_000],
  ['Reconcile', 700_000],
] as const)('the limit of %s is %i bytes', (guard, limit) => {
  expect(limitOf(bundleOf(guard))).toBe(limit);
});

test('the deployment hook, with undici and five SDK clients, is smaller than 1,150,000 bytes', async () => {
  const { bytes, packages } = await measureBundle('hooks/deployment-hook');
  // Two of the clients are for secrets: 97 kB. It runs once in a deployment, for minutes.
  expect(bytes).toBeLessThan(1_150_000);
  expect(packages.filter((one) => one.startsWith('@aws-sdk/client-'))).toEqual([
    '@aws-sdk/client-codedeploy',
    '@aws-sdk/client-ecs',
    '@aws-sdk/client-elastic-load-balancing-v2',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-ssm',
  ]);
  expect(packages.filter((one) => one.includes('credential-provider'))).toEqual([
    '@aws-sdk/credential-provider-env',
  ]);
  expect(packages.filter((one) => /cdk|constructs|commander|jsonata/.test(one))).toEqual([]);
});

test('the deployment hook starts without its HTTP client, which no call that only waits needs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-hook-'));
  try {
    const file = join(folder, 'index.cjs');
    writeFileSync(file, (await measureBundle('hooks/deployment-hook')).code);
    const script = [
      `require(${JSON.stringify(file)})`,
      "process.stdout.write(String(Symbol.for('undici.globalDispatcher.1') in globalThis))",
    ].join(';');
    const HOOK_PLAN = JSON.stringify({ host: 'api.example.com', checks: [{ path: '/health' }] });
    const env = { AWS_REGION: 'eu-west-1', HOOK_PLAN };
    const { stdout } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
    expect(stdout).toBe('false');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('minified code keeps the error names that the state machines match', () => {
  for (const error of ['ServiceBusyError', 'RouteChangedError', 'FencedError']) {
    expect(bundleOf('ShiftTraffic').code).toContain(`"${error}"`);
  }
});

describe('deployment', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cutover-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  test('uses the measured code, byte for byte', () => {
    const stack = new Stack(new App({ outdir }), 'One');
    const deployed = ['ShiftTraffic', 'ReleaseLock', 'GuardAlarm'] as const;
    for (const name of deployed) {
      const code = functionCode(registeredTask(name).handler);
      new LambdaFunction(stack, name, { code, ...functionDefaults });
    }
    const staged = readdirSync(outdir)
      .filter((name) => name.startsWith('asset.'))
      .map((name) => readFileSync(join(outdir, name, 'index.js'), 'utf8'));
    expect(staged.sort()).toEqual(deployed.map((name) => bundleOf(name).code).sort());
  }, 240_000);
});
