import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getReleasePlan from '@changesets/get-release-plan';
import { changesetChange, withRelease } from './changelog';

const ROOT = join(__dirname, '../..');
const CHANGELOG = join(ROOT, 'CHANGELOG.md');

/**
 * Makes a version of the changesets: it raises the number in `package.json` and in the lock file, moves the
 * changes into the changelog, by kind, and removes the changesets. Nothing is committed or published.
 */
async function main(): Promise<void> {
  const { changesets, releases } = await getReleasePlan(ROOT);
  const [release] = releases.filter(({ type }) => type !== 'none');
  if (release === undefined) {
    throw new Error('nothing to release: there is no changeset; npx changeset writes one');
  }
  const changes = changesets.map(({ id, summary }) => changesetChange(id, summary));
  const date = new Date().toISOString().slice(0, 10);
  const version = release.newVersion;
  const changelog = withRelease(readFileSync(CHANGELOG, 'utf8'), { version, date }, changes);
  run('npx', ['--no-install', 'changeset', 'version']);
  run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']);
  writeFileSync(CHANGELOG, changelog);
  console.log(`version ${version}: commit it, tag it v${version}, then npm publish`);
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`);
  }
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
