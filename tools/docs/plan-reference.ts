import { jsonSchema } from '../../lib/cli/commands/schema';
import type { SchemaName } from '../../lib/cli/input/schema-names';

interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** A Markdown table of all fields of a plan, with what each must be and its default. */
export function planReference(): string {
  return schemaFields('plan');
}

/** The same for a policy. */
export function policyReference(): string {
  return schemaFields('policy');
}

/** The same for a milestone file. */
export function milestoneReference(): string {
  return schemaFields('milestones');
}

/** The fields of a file, or of an event. */
export function schemaFields(what: SchemaName): string {
  const rows = rowsOf(jsonSchema(what) as Schema, '');
  return ['| field | must be | default |', '| --- | --- | --- |', ...rows].join('\n');
}

function rowsOf(schema: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const below = [field, ...(field.anyOf ?? []), ...(field.oneOf ?? [])].flatMap((one) => [
      ...rowsOf(one, `${path}.`),
      ...(one.items === undefined ? [] : rowsOf(one.items, `${path}[].`)),
    ]);
    const must = describe(field);
    const required = schema.required?.includes(name) === true;
    const row = `| \`${path}\` | ${must} | ${required ? 'required' : defaultOf(field)} |`;
    return must === '' ? below : [row, ...below];
  });
}

function describe(field: Schema): string {
  if (field.const !== undefined) {
    return `\`${String(field.const)}\``;
  }
  return (field.description ?? '').replace(/^must be /, '').replace(/\|/g, '\\|');
}

function defaultOf(field: Schema): string {
  return field.default === undefined ? '–' : `\`${JSON.stringify(field.default)}\``;
}
