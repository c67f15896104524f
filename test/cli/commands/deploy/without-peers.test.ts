import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFiles } from '../../../support/cli/temporary-files';
import { routes } from '../../../support/templates/synth';

const ROOT = join(__dirname, '../../../..');
const files = temporaryFiles();
const config = files.write('cutover.json', JSON.stringify({ routes }));
const INSTALL = 'which are not installed: run npm install --save-dev';

/** The command line as its own process, where CDK and its toolkit are not installed. */
function run(...args: readonly string[]) {
  const hook = join(__dirname, 'without-peers.mjs');
  const all = ['--import', hook, join(ROOT, 'bin/cutover.cjs'), ...args];
  const env = { ...process.env, AWS_REGION: 'eu-west-1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', env });
  return { code: status, out: stdout, err: stderr };
}

test.each([
  [['--version']],
  [['deploy', '--help']],
  [['schema', 'deployment']],
  [['plan', join(ROOT, 'examples/api.yaml')]],
])('CDK is not needed for %j', (args) => {
  const { code, err } = run(...args);
  expect([code, err]).toEqual([0, '']);
});

test.each([
  [['--yes'], `needs @aws-cdk/toolkit-lib, aws-cdk-lib and constructs, ${INSTALL} @aws-cdk/toolkit-lib`],
  [
    ['--template', files.path('build')],
    `needs aws-cdk-lib and constructs, ${INSTALL} aws-cdk-lib constructs`,
  ],
])('without CDK, deploy %j names the command that installs it', (args, message) => {
  const { code, err } = run('deploy', '--config', config, ...args);
  expect([code, err]).toEqual([64, expect.stringContaining(`cutover: cutover deploy ${message}`)]);
});
