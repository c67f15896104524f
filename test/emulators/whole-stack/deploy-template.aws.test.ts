import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { temporaryFiles } from '../../support/cli/temporary-files';
import { freshName } from '../support/endpoints';
import { fitForEmulator } from '../support/fit-for-emulator';
import { createBucket, createStack, invokeFunction, putObject, uploadAssets } from '../support/stack';

/**
 * `cutover deploy --template` as its own process, and what a team does with its folder: upload it to a bucket
 * under a prefix, and create the stack with both as parameters.
 */

const LIMIT_MS = 360_000;
const ROOT = join(__dirname, '../../..');
const files = temporaryFiles();
const folder = files.path('build');
let printed: string;

beforeAll(async () => {
  const config = files.write(
    'cutover.yaml',
    'routes: [{ hostedZoneId: Z0123456789ABCDEFGHIJ, zoneName: example.com, recordNames: [a.example.com] }]',
  );
  const args = ['bin/cutover.cjs', 'deploy', '--config', config, '--template', folder, '--json'];
  // A call to AWS would fail: nothing listens there.
  const env = { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', CI: 'true' };
  const ran = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, timeout: LIMIT_MS });
  printed = ran.stdout;
  // For the template itself, which is too long to be sent.
  await uploadAssets({ bundles: new Map() });
}, LIMIT_MS);

test(
  'the folder, uploaded under a prefix, is a stack whose functions run',
  async () => {
    const [bucket, prefix] = [`cutover-${freshName()}`, 'teams/web/'];
    await createBucket(bucket);
    const names = readdirSync(folder);
    expect(
      JSON.parse(printed)
        .files.map(({ path }: { path: string }) => path)
        .sort(),
    ).toEqual([...names].sort());
    for (const name of names) {
      await putObject(bucket, prefix + name, new Uint8Array(readFileSync(join(folder, name))));
    }
    const template = JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8'));
    const stack = await createStack(fitForEmulator(template), { AssetsBucket: bucket, AssetsPrefix: prefix });
    expect([...stack.failures]).toEqual([]);
    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(await invokeFunction(stack, 'Reconcile', {})).toMatchObject({ repaired: [] });
  },
  LIMIT_MS,
);

test(
  'functions do not run when their code is not under the prefix',
  async () => {
    const bucket = `cutover-${freshName()}`;
    await createBucket(bucket);
    const template = JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8'));
    const stack = await createStack(fitForEmulator(template), {
      AssetsBucket: bucket,
      AssetsPrefix: 'none/',
    });
    // AWS refuses to create the functions; the emulator creates them without code.
    const ran = await invokeFunction(stack, 'Reconcile', {}).catch(() => null);
    expect(ran).not.toHaveProperty('repaired');
  },
  LIMIT_MS,
);
