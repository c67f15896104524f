import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProjectFiles } from './project-files';

/** What became of a file's mutants. */
export interface FileResult {
  /** Hash of the file and of the tests that reach it. */
  readonly key: string;
  readonly mutants: number;
  readonly survivors: readonly Survivor[];
}

/** A mutant that no test catches. */
export interface Survivor {
  readonly line: number;
  readonly lineText: string;
  readonly original: string;
  readonly replacement: string;
  readonly mutator: string;
  /** Whether a test reaches the code at all. */
  readonly reached: boolean;
  /** Whether the compiler accepts it; absent as long as it has not been asked. */
  readonly compiles?: boolean;
}

/** Beside the other caches of tools. It is not committed: it follows from the code. */
const FILE = 'node_modules/.cache/cutover/mutants.json';
/** To be raised when the mutators or the judgement change. */
const VERSION = 1;

/**
 * The results by source file, kept from run to run. A file is tried again when it or a test that reaches it
 * has changed. A change of another file that it imports does not count, as in StrykerJS's incremental mode.
 */
export class KnownResults {
  get(file: string, key: string): FileResult | null {
    const known = readAll()[file];
    return known?.key === key ? known : null;
  }

  save(file: string, result: FileResult): void {
    mkdirSync(dirname(FILE), { recursive: true });
    // Read again, because another run may have saved other files.
    writeFileSync(FILE, JSON.stringify({ ...readAll(), [file]: result }));
  }
}

function readAll(): Record<string, FileResult> {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
}

/** @param tests the test files that reach the file */
export function resultKey(files: ProjectFiles, file: string, tests: readonly string[]): string {
  const hash = createHash('sha256').update(`${VERSION}`);
  for (const one of [file, ...tests.toSorted()]) {
    hash.update(`\0${one}\0${files.text(one)}`);
  }
  return hash.digest('hex');
}
