import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { Checked } from '../../lambdas/core/validation/problems';
import { UsageError } from './usage-error';

/**
 * The content of a text file.
 * @param what what the file is, such as `plan`, for the message
 * @throws UsageError when the file cannot be read
 */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : `${code}`;
    throw new UsageError(`cannot read the ${what} ${file}: ${why}`);
  }
}

/**
 * Reads a YAML or JSON file. JSON is a subset of YAML.
 * @throws UsageError when the file cannot be read or is not one YAML document; the message has the line and
 *   the column
 */
export function readDocument(file: string, what: string): unknown {
  const document = parseDocument(readText(file, what), { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(`${file} is not YAML: ${error.message.trim()}`);
  }
  return document.toJS({ maxAliasCount: 100 });
}

/**
 * Reads and checks a YAML or JSON file.
 * @throws UsageError that lists every problem
 */
export function readChecked<T>(file: string, what: string, check: (value: unknown) => Checked<T>): T {
  const checked = check(readDocument(file, what));
  if (!checked.ok) {
    throw new UsageError(`${file} is not a valid ${what}`, checked.problems);
  }
  return checked.value;
}
