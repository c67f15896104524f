import { readFileSync } from 'node:fs';

/** One small change of a source file. */
export interface Mutant {
  /** Unique within one run. */
  readonly id: string;
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** The source line on which the change begins, without its indentation. */
  readonly lineText: string;
  readonly original: string;
  readonly replacement: string;
  readonly mutator: string;
}

/** A source file with all its mutants, of which at most one is active at a time. */
export interface InstrumentedFile {
  readonly file: string;
  readonly code: string;
  readonly mutants: readonly Mutant[];
}

/**
 * Mutators that are left out. Most string literals of this code are parts of messages, and a test of every
 * word would only repeat them.
 */
const EXCLUDED = ['StringLiteral'];

const silent = () => undefined;
const logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/** Adds every mutant to the files, each behind a switch. */
export async function instrument(files: readonly string[]): Promise<InstrumentedFile[]> {
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const options = { plugins: null, excludedMutations: EXCLUDED, ignorers: [] };
  const { Instrumenter } = await import('@stryker-mutator/instrumenter');
  const result = await new Instrumenter(logger).instrument(sources, options);
  return sources.map(({ name: file, content }) => {
    const lines = content.split('\n');
    const mutants = result.mutants
      .filter(({ fileName, status }) => fileName === file && status !== 'Ignored')
      .map(({ id, location, replacement, mutatorName }) => ({
        id,
        file,
        line: location.start.line + 1,
        lineText: lines[location.start.line]?.trim() ?? '',
        original: textBetween(lines, location),
        replacement,
        mutator: mutatorName,
      }));
    const instrumented = result.files.find(({ name }) => name === file);
    return { file, code: instrumented?.content ?? content, mutants };
  });
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** The text between two places, whose lines and columns count from zero. */
function textBetween(lines: readonly string[], { start, end }: { start: Place; end: Place }): string {
  return lines
    .slice(start.line, end.line + 1)
    .map((text, i, all) => (i === all.length - 1 ? text.slice(0, end.column) : text))
    .map((text, i) => (i === 0 ? text.slice(start.column) : text))
    .join('\n');
}
