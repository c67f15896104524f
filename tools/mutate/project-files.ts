import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

const IMPORT = /^(?:import|export|\})(?! type).*?\bfrom '(\.[^']+)'/gm;

/** The project's TypeScript, by path from its root, and what imports what. Imports of types count not. */
export class ProjectFiles {
  private readonly texts: ReadonlyMap<string, string>;

  constructor() {
    const files = git('ls-files', '--cached', '--others', '--exclude-standard', '*.ts');
    this.texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  }

  /** The files below a folder that are tests, or that are not. */
  below(folder: string, kind: 'tests' | 'sources'): string[] {
    const isTest = (file: string) => file.endsWith('.test.ts');
    return [...this.texts.keys()].filter(
      (file) => file.startsWith(`${folder}/`) && isTest(file) === (kind === 'tests'),
    );
  }

  text(file: string): string {
    const text = this.texts.get(file);
    if (text === undefined) {
      throw new RangeError(`${file} is not a TypeScript file of the project`);
    }
    return text;
  }

  /** The files that a file imports itself. */
  importsOf(file: string): string[] {
    return [...this.text(file).matchAll(IMPORT)].flatMap(([, request]) => {
      const path = posix.join(posix.dirname(file), request as string);
      return [`${path}.ts`, `${path}/index.ts`].filter((one) => this.texts.has(one)).slice(0, 1);
    });
  }

  /** The files that a file needs, itself included. */
  reachedFrom(file: string, reached = new Set<string>()): ReadonlySet<string> {
    if (!reached.has(file)) {
      reached.add(file);
      for (const imported of this.importsOf(file)) {
        this.reachedFrom(imported, reached);
      }
    }
    return reached;
  }
}

/** The files that differ from a commit, new ones included. */
export function changedSince(commit: string): ReadonlySet<string> {
  return new Set([
    ...git('diff', '--name-only', '--diff-filter=d', commit),
    ...git('ls-files', '--others', '--exclude-standard'),
  ]);
}

function git(...args: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) {
    throw new Error(`git ${args.join(' ')}: ${stderr}`);
  }
  return stdout.split('\n').filter((line) => line !== '');
}
