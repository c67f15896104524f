import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType } from '@aws-cdk/service-spec-types';
import { SEPARATOR, type SpecificationTable } from '../../lib/changes/specification/specification';

type Database = ReturnType<typeof loadAwsServiceSpecSync>;
type Properties = Readonly<Record<string, Property>>;

const REPLACEMENTS = { yes: '!', maybe: '?', no: '' } as const;

/**
 * What `cutover diff` needs of the CloudFormation specification, from the database of
 * `@aws-cdk/aws-service-spec`. The database takes a second to load, and its format is not guaranteed.
 */
export function specificationTable(): SpecificationTable {
  const database = loadAwsServiceSpecSync();
  const kinds = new Kinds(database);
  const types: [string, Record<string, string>][] = database.all('resource').map((resource) => {
    // What a macro such as SAM makes of a change, the database does not know.
    const isOfMacro = resource.cloudFormationTransform !== undefined;
    const properties = sorted(resource.properties).map(([name, { causesReplacement, type }]) => [
      name,
      `${isOfMacro ? '~' : REPLACEMENTS[causesReplacement ?? 'no']}${kinds.of(type)}`,
    ]);
    return [resource.cloudFormationType, Object.fromEntries(properties)];
  });
  return {
    types: Object.fromEntries(types.sort(([one], [other]) => (one < other ? -1 : 1))),
    definitions: kinds.definitions,
  };
}

/** The table as JSON, with a type or a definition on each line. */
export function specificationText({ types, definitions }: SpecificationTable): string {
  const lines = Object.entries(types).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  const rows = definitions.map((one) => JSON.stringify(one));
  return `{"types":{\n${lines.join(',\n')}${SEPARATOR}${rows.join(',\n')}\n]}\n`;
}

/** The codes of `ValueKind`, and the definitions that they refer to. */
class Kinds {
  readonly definitions: Record<string, string>[] = [];
  private readonly known = new Map<string, string>();
  private readonly codes = new Map<string, string>();

  constructor(private readonly database: Database) {}

  of(type: PropertyType): string {
    switch (type.type) {
      case 'boolean':
        return 'b';
      case 'integer':
      case 'number':
        return 'n';
      case 'array':
      case 'map': {
        const inside = this.of(type.element);
        return inside === '' ? '' : `${type.type === 'array' ? '[' : '{'}${inside}`;
      }
      case 'ref':
        return this.definition(type.reference.$ref);
      case 'union': {
        const members = new Set(type.types.map((one) => this.of(one)));
        const [only = ''] = members;
        return members.size === 1 ? only : '';
      }
      default:
        return '';
    }
  }

  /** A definition without booleans and numbers in it has no code, like text. */
  private definition(id: string): string {
    const found = this.known.get(id);
    if (found !== undefined) {
      return found;
    }
    // A definition that contains itself: its inner values are compared as text.
    this.known.set(id, '');
    const { properties } = this.database.get('typeDefinition', id) as { readonly properties: Properties };
    const fields = sorted(properties)
      .map(([name, { type }]) => [name, this.of(type)] as const)
      .filter(([, code]) => code !== '');
    const code = fields.length === 0 ? '' : this.codeOf(Object.fromEntries(fields));
    this.known.set(id, code);
    return code;
  }

  private codeOf(fields: Record<string, string>): string {
    const key = JSON.stringify(fields);
    const code = this.codes.get(key) ?? `#${this.definitions.push(fields) - 1}`;
    this.codes.set(key, code);
    return code;
  }
}

function sorted(properties: Properties): [string, Property][] {
  return Object.entries(properties).sort(([one], [other]) => (one < other ? -1 : 1));
}
