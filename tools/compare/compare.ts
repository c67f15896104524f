import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { goldenDifferences, templateDifferences } from './without-texts';

const ROOT = join(__dirname, '../..');
const RESULTS = 'test/rehearsal/golden/results';
/** The app of the repository, and the examples that are apps. */
const APPS = ['.', 'examples/ecs', 'examples/edge'];

/**
 * Compares this checkout with an earlier commit: the results of the golden rehearsals, and the templates of
 * every app. What a change of words alone may change is left out: texts, descriptions and asset hashes.
 */
function main(commit: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-compare-'));
  const before = join(folder, 'before');
  try {
    run('git', ['worktree', 'add', '--detach', before, commit], ROOT);
    symlinkSync(join(ROOT, 'node_modules'), join(before, 'node_modules'), 'dir');
    const goldens = compareFiles(
      'golden results',
      join(before, RESULTS),
      join(ROOT, RESULTS),
      goldenDifferences,
      renamedSince(commit),
    );
    const templates = APPS.map((app) => {
      const [old, now] = [before, ROOT].map((checkout, i) =>
        synthesize(checkout, app, join(folder, `${i}`, app)),
      );
      return compareFiles(`templates of ${app}`, old as string, now as string, templateDifferences);
    });
    return [goldens, ...templates].every((same) => same) ? 0 : 1;
  } finally {
    run('git', ['worktree', 'remove', '--force', before], ROOT);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Synthesizes an app. @returns the folder of its templates */
function synthesize(checkout: string, app: string, output: string): string {
  run('npx', ['cdk', 'synth', '--quiet', '--output', output], join(checkout, app));
  return output;
}

/** Compares the JSON files of two folders by their names, and prints what was compared and what differs. */
function compareFiles(
  what: string,
  before: string,
  after: string,
  differences: (before: unknown, after: unknown) => readonly string[],
  renamed: ReadonlyMap<string, string> = new Map(),
): boolean {
  const now = filesIn(after);
  const gone = filesIn(before).filter((name) => !now.includes(renamed.get(name) ?? name));
  const oldNames = new Map([...renamed].map(([from, to]) => [to, from]));
  const names = [...now, ...gone].sort();
  const found = names.flatMap((name) => {
    const [old, now] = [join(before, oldNames.get(name) ?? name), join(after, name)];
    return existsSync(old) && existsSync(now)
      ? differences(parse(old), parse(now)).map((difference) => `${name}: ${difference}`)
      : [`${name}: only ${existsSync(old) ? 'before' : 'after'}`];
  });
  console.log(`${what}: ${names.length} files compared, ${found.length} differences`);
  for (const line of found) {
    console.log(`  ${line}`);
  }
  return names.length > 0 && found.length === 0;
}

/** The golden results that git finds under another name, from the old name to the new one. */
function renamedSince(commit: string): ReadonlyMap<string, string> {
  const { stdout } = spawnSync(
    'git',
    ['diff', '--name-status', '--diff-filter=R', '-M40', commit, '--', RESULTS],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line): [string, string] => {
      const [, from, to] = line.split('\t') as [string, string, string];
      return [relative(RESULTS, from), relative(RESULTS, to)];
    }),
  );
}

/** The golden results, or the templates, below a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      ({ name }) => name.endsWith('.template.json') || (folder.endsWith(RESULTS) && name.endsWith('.json')),
    )
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function parse(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** @throws Error with what the command printed when it fails */
function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${stdout}${stderr}`);
  }
}

const [commit] = process.argv.slice(2);
if (commit === undefined) {
  console.error('usage: npm run compare -- COMMIT');
  process.exitCode = 64;
} else {
  process.exitCode = main(commit);
}
