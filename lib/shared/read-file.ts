import type { Checked } from '../../lambdas/core/validation/problems';
import { fileName } from './files/file-bytes';
import { otherKindOf } from './files/file-kind';
import { readText } from './files/file-text';
import { placedProblems } from './files/places';
import { parseYamlFile, withArticle, type YamlFile } from './files/yaml-document';
import { UsageError } from './usage-error';

/** The largest file that an operator writes, in MiB. The input of an execution has at most 256 KiB. */
const LIMIT_MIB = 1;

/**
 * Reads a YAML or JSON file, or standard input for `-`. JSON is a subset of YAML.
 * @throws UsageError when the file cannot be read, is empty or is not one YAML document; the message has the
 *   line and the column
 */
export function readDocument(file: string, what: string): unknown {
  return readYamlFile(file, what).value;
}

function readYamlFile(file: string, what: string): YamlFile {
  const name = fileName(file);
  const read = parseYamlFile(readText(file, what, LIMIT_MIB), name, what);
  if (read.value === null) {
    const isBare = read.text.trim() === '';
    const remedy = file === '-' ? `; pipe the ${what} into it; only one file can be -` : '';
    throw new UsageError(
      `${name} is empty${isBare ? '' : ' apart from comments'}: it has no ${what}${remedy}`,
    );
  }
  return read;
}

/**
 * Reads and checks a YAML or JSON file, or standard input for `-`.
 * @throws UsageError that lists every problem with its line, or says what else the file is
 */
export function readChecked<T>(file: string, what: string, check: (value: unknown) => Checked<T>): T {
  const read = readYamlFile(file, what);
  const checked = check(read.value);
  if (checked.ok) {
    return checked.value;
  }
  const other = otherKindOf(read.value, what);
  if (other !== null) {
    throw new UsageError(`${read.name} is ${other.noun}, not ${withArticle(what)}; ${other.remedy}`);
  }
  throw new UsageError(`${read.name} is not a valid ${what}`, placedProblems(checked.problems, read));
}
