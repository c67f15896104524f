import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Replacement } from '../../../lambdas/core/stack-changes/stack-change';
import { PACKAGE_FOLDER } from '../../shared/package-folder';

/**
 * What a diff needs of the CloudFormation specification. `npm run specification` writes it from the database
 * of `@aws-cdk/aws-service-spec`, which is also behind `cdk diff`.
 */
export interface SpecificationTable {
  /**
   * The properties of every type. A value is `!` if a change of the property replaces the resource, `?` if it
   * may, `~` if that is not known, followed by the code of its `ValueKind`.
   */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The codes of the fields of nested values; fields that are text are left out. */
  readonly definitions: readonly Readonly<Record<string, string>>[];
}

/** What a value of a property is. Whatever is neither a boolean nor a number is text. */
export type ValueKind =
  | { readonly kind: 'text' | 'boolean' | 'number' }
  | { readonly kind: 'list' | 'map'; readonly of: ValueKind }
  | { readonly kind: 'fields'; readonly field: (name: string) => ValueKind };

/** A property as the specification describes it. */
export interface SpecifiedProperty {
  /** `unknown` for a type or property that the specification does not have. */
  readonly replacement: Replacement;
  readonly value: ValueKind;
}

/** The file of the table. */
export const SPECIFICATION_FILE = join(PACKAGE_FOLDER, 'lib/changes/specification/specification.json');

export const TEXT: ValueKind = { kind: 'text' };

const UNKNOWN: SpecifiedProperty = { replacement: 'unknown', value: TEXT };

const REPLACEMENTS: Readonly<Record<string, Replacement>> = { '!': 'always', '?': 'maybe', '~': 'unknown' };

/** The lines of the file, each with a type or a definition, of which a diff needs a few. */
let file:
  | { readonly types: ReadonlyMap<string, string>; readonly definitions: readonly string[] }
  | undefined;
const types = new Map<string, Readonly<Record<string, string>> | undefined>();

function lines() {
  if (file === undefined) {
    const [typeLines = [], definitions = []] = readFileSync(SPECIFICATION_FILE, 'utf8')
      .split(SEPARATOR)
      .map((part) => part.split('\n').filter((line) => line.endsWith('}') || line.endsWith('},')));
    const named = typeLines.map((line): [string, string] => {
      const end = line.indexOf('":');
      return [line.slice(1, end), line.slice(end + 2)];
    });
    file = { types: new Map(named), definitions };
  }
  return file;
}

/** Between the types and the definitions. */
export const SEPARATOR = '\n},"definitions":[\n';

function typeOf(name: string): Readonly<Record<string, string>> | undefined {
  if (!types.has(name)) {
    const line = lines().types.get(name);
    types.set(name, line === undefined ? undefined : record(line));
  }
  return types.get(name);
}

function record(line: string): Readonly<Record<string, string>> {
  return JSON.parse(line.replace(/,$/, ''));
}

/** A property of a resource type, by the CloudFormation specification. */
export function specifiedProperty(type: string, property: string): SpecifiedProperty {
  const properties = typeOf(type);
  const code = properties === undefined ? undefined : own(properties, property);
  if (code === undefined) {
    return UNKNOWN;
  }
  const marked = REPLACEMENTS[code[0] ?? ''];
  return marked === undefined
    ? { replacement: 'never', value: kindOf(code) }
    : { replacement: marked, value: kindOf(code.slice(1)) };
}

function kindOf(code: string): ValueKind {
  switch (code[0]) {
    case 'b':
      return { kind: 'boolean' };
    case 'n':
      return { kind: 'number' };
    case '[':
      return { kind: 'list', of: kindOf(code.slice(1)) };
    case '{':
      return { kind: 'map', of: kindOf(code.slice(1)) };
    case '#': {
      const fields = record(lines().definitions[Number(code.slice(1))] ?? '{}');
      return { kind: 'fields', field: (name) => kindOf(own(fields, name) ?? '') };
    }
    default:
      return TEXT;
  }
}

/** A field of a record that may have been asked for `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
