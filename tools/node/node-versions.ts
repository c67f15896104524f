import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The versions of Node.js that are tried beside the one that runs. */
export const NODE_VERSIONS = {
  /** The oldest that `engines` allows. */
  lowest: '20.19.0',
  /** Of the runtime of the functions. */
  deployed: '24.22.3',
} as const;

/**
 * The program of a version of Node.js, which is taken from npm once and kept in `.node`.
 * @throws Error when npm has none for this machine, or cannot be reached
 */
export function nodeProgram(version: string): string {
  const folder = join(ROOT, '.node', version);
  const name = `node-${process.platform}-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    const args = [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      `${name}@${version}`,
    ];
    const { status, stderr, error } = spawnSync('npm', args, { encoding: 'utf8', cwd: folder });
    if (status !== 0) {
      throw new Error(`cannot install Node.js ${version} from npm: ${error?.message ?? stderr}`);
    }
  }
  return program;
}
