import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { type Checked, describeProblems } from '../../../lambdas/core/validation/problems';
import { UsageError } from '../output/terminal';

/**
 * Reads a YAML or JSON file (JSON is YAML too).
 * @throws UsageError when it cannot be read, or is not one document of YAML, with the line and column
 */
export function readDocument(file: string, what: string): unknown {
  const document = parseDocument(readText(file, what), { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(`${file} is not YAML: ${error.message.trim()}`);
  }
  return document.toJS({ maxAliasCount: 100 });
}

/** The checked value of a file. @throws UsageError with a line for each problem */
export function readChecked<T>(file: string, what: string, check: (value: unknown) => Checked<T>): T {
  const checked = check(readDocument(file, what));
  if (!checked.ok) {
    const lines = describeProblems(checked.problems).replace(/^/gm, '  ');
    throw new UsageError(`${file} is not a valid ${what}:\n${lines}`, checked.problems);
  }
  return checked.value;
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : `${code}`;
    throw new UsageError(`cannot read the ${what} ${file}: ${why}`);
  }
}
