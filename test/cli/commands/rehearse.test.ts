import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCli } from '../../../lib/cli/program';

const ROOT = join(__dirname, '../../..');

test('the program rehearses to the byte what a test does', async () => {
  const args = ['rehearse', join(ROOT, 'examples', 'api.yaml'), '--scenario', 'smoke-fails', '--json'];
  let out = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: () => undefined,
    columns: 100,
  };
  const code = await runCli(args, terminal);
  const program = [join(ROOT, 'bin', 'cutover.cjs'), ...args];
  const { status, stdout } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([code, out]);
});
