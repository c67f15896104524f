import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ProjectFiles } from './project-files';
import type { Survivor } from './results';

/** Inside of the project, so that packages are found, in a folder that git ignores. */
const FOLDER = 'coverage/mutants';

/** A survivor and its file. */
export interface Candidate {
  readonly file: string;
  readonly survivor: Survivor;
}

/**
 * The survivors that the compiler accepts. The others are no holes in the tests: `npm run typecheck` catches
 * them. All are compiled in one run, each in a copy of the source tree that has only its own file.
 * @throws Error when the compiler itself fails
 */
export function acceptedByTypes(files: ProjectFiles, candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length === 0) {
    return [];
  }
  const copies = candidates.map(({ file }, i) => join(FOLDER, `${i}`, file));
  try {
    for (const [i, { file, survivor }] of candidates.entries()) {
      const copy = copies[i] as string;
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, withMutant(files.text(file), survivor));
    }
    writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(settingsFor(candidates.length, copies)));
    const tsc = resolve('node_modules/.bin/tsc');
    const args = ['--project', FOLDER, '--pretty', 'false'];
    const { status, stdout, stderr } = spawnSync(tsc, args, { encoding: 'utf8', maxBuffer: 1e9 });
    const failed = new Set([...stdout.matchAll(/^coverage\/mutants\/(\d+)\//gm)].map(([, i]) => Number(i)));
    if (status !== 0 && failed.size === 0) {
      throw new Error(`tsc fails without naming a mutant: ${stdout}${stderr}`);
    }
    return candidates.filter((_, i) => !failed.has(i));
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

/** What a mutant leaves unused is not an error of its types. */
function settingsFor(count: number, files: readonly string[]) {
  const rootDirs = [resolve('.'), ...Array.from({ length: count }, (_, i) => resolve(FOLDER, `${i}`))];
  return {
    extends: resolve('tsconfig.json'),
    compilerOptions: { rootDirs, noUnusedLocals: false, noUnusedParameters: false },
    files: files.map((file) => resolve(file)),
    include: [],
    exclude: [],
  };
}

/** The text with the first place of the line that reads as the original changed. */
function withMutant(text: string, { line, original, replacement }: Survivor): string {
  const lineStart = text.split('\n', line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const start = text.indexOf(original, lineStart);
  return `${text.slice(0, start)}${replacement}${text.slice(start + original.length)}`;
}
