import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/**
 * Runs a command line of bash in the root of the repository, in which `cutover` is the program itself. A
 * pipeline has the exit code of its last part that failed.
 */
export function shell(line: string, env: Readonly<Record<string, string>> = {}) {
  const script = `set -o pipefail; cutover() { ${process.execPath} bin/cutover.cjs "$@"; }; ${line}`;
  const { COLUMNS: _, NODE_OPTIONS: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: ROOT,
    env: { ...inherited, NO_COLOR: '1', ...env },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}
