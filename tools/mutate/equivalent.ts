import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Survivor } from './results';

/** Mutants that no test can catch, because they do the same as the code, with the reason for each. */
interface Equivalent {
  readonly file: string;
  /** The source line on which the change begins, without its indentation. */
  readonly line: string;
  /** What the mutant puts there: one or several. */
  readonly replacements: readonly string[];
  readonly reason: string;
}

const LIST = join(__dirname, 'equivalent.json');

/** The equivalent mutants that are listed, and which of the entries the run met. */
export class Equivalents {
  private readonly entries: readonly Equivalent[] = JSON.parse(readFileSync(LIST, 'utf8'));
  private readonly met = new Set<string>();

  isListed(file: string, { lineText, replacement }: Survivor): boolean {
    const entry = this.entries.find(
      (one) => one.file === file && one.line === lineText && one.replacements.includes(replacement),
    );
    this.met.add(keyOf(file, lineText, replacement));
    return entry !== undefined;
  }

  /** The entries of files that were judged and whose mutant did not survive or does not exist. */
  stale(files: ReadonlySet<string>): string[] {
    return this.entries
      .filter(({ file }) => files.has(file))
      .flatMap(({ file, line, replacements }) =>
        replacements
          .filter((one) => !this.met.has(keyOf(file, line, one)))
          .map((one) => `${file}: ${line} → ${one}`),
      );
  }
}

const keyOf = (...parts: readonly string[]) => parts.join('\0');
