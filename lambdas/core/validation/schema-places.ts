import type * as v from 'valibot';

/** The keys and indexes from a document to a place in it. */
export type Keys = readonly (string | number)[];

/** The parts of a valibot schema that are read here, for every kind of schema. */
export interface AnySchema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly item?: AnySchema;
  readonly value?: AnySchema;
  readonly wrapped?: AnySchema;
  readonly key?: string;
  /** The alternatives of a variant, or the words of a picklist. */
  readonly options?: readonly (AnySchema | string)[];
  readonly pipe?: readonly (AnySchema & { readonly description?: string })[];
  readonly literal?: unknown;
}

/** A valibot schema with the parts that are read here. */
export function asSchema(schema: v.GenericSchema): AnySchema {
  return schema as unknown as AnySchema;
}

/** The schema of a place in the document. */
export function schemaAt(schema: AnySchema, document: unknown, keys: Keys): AnySchema | undefined {
  let here: AnySchema | undefined = resolve(schema, document);
  let value = document;
  for (const key of keys) {
    value = (value as Record<string | number, unknown> | undefined)?.[key];
    here = here && resolve(memberOf(here, key), value);
  }
  return here;
}

/** The schema of a field, an item or a value. Only own fields count: each object inherits a `constructor`. */
function memberOf({ entries, item, value }: AnySchema, key: string | number): AnySchema | undefined {
  return (entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : undefined) ?? item ?? value;
}

/**
 * The schema inside an `optional`, the option of a variant that the value selects by its key, or the mapping
 * among the alternatives of a field.
 */
export function resolve(schema: AnySchema | undefined, value: unknown): AnySchema | undefined {
  if (schema?.wrapped !== undefined) {
    return resolve(schema.wrapped, value);
  }
  if (schema?.type === 'union' && typeof value === 'object' && !Array.isArray(value)) {
    return schema.options?.filter((one) => typeof one !== 'string').find(({ type }) => OBJECTS.has(type));
  }
  if (schema?.type === 'variant' && schema.key !== undefined) {
    const kind = (value as Record<string, unknown> | undefined)?.[schema.key];
    return schema.options
      ?.filter((option) => typeof option !== 'string')
      .find(({ entries }) => selects(entries?.[schema.key as string] as AnySchema, kind));
  }
  return schema;
}

/** Whether the key of a variant's alternative, a word or one of several, has this value. */
function selects({ literal, options = [] }: AnySchema, value: unknown): boolean {
  return typeof value === 'string' && (literal === value || options.includes(value));
}

/** The description of a schema, also if it is part of another pipe. */
export function descriptionOf(schema: AnySchema | undefined): string | undefined {
  return schema?.pipe
    ?.map((item) => item.description ?? descriptionOf(item))
    .find((one) => one !== undefined);
}

/** Types of schemas that require an object. */
const OBJECTS = new Set(['strict_object', 'variant', 'record']);

/** The places of lists where the schema requires an object. valibot accepts a list as an object. */
export function listsForObjects(schema: AnySchema | undefined, value: unknown, keys: Keys): Keys[] {
  const plain = schema?.wrapped ?? schema;
  if (plain === undefined || typeof value !== 'object' || value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return requiresObject(plain)
      ? [keys]
      : value.flatMap((one, i) => listsForObjects(plain.item, one, [...keys, i]));
  }
  const here = resolve(plain, value);
  return Object.entries(value).flatMap(([key, one]) =>
    listsForObjects(here && memberOf(here, key), one, [...keys, key]),
  );
}

/** An object, or a word in its place. */
function requiresObject({ type, options = [] }: AnySchema): boolean {
  const types = type === 'union' ? (options as readonly AnySchema[]).map((one) => one.type) : [type];
  return types.some((one) => OBJECTS.has(one)) && !types.includes('array');
}

/** Names that valibot leaves out of a record without a word. */
const DROPPED = ['__proto__', 'constructor', 'prototype'];

/** The places of names that a record of the schema would lose. */
export function droppedNames(schema: AnySchema | undefined, value: unknown, keys: Keys): Keys[] {
  const here = resolve(schema, value);
  if (here === undefined || typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, one]) => {
    const place = [...keys, Array.isArray(value) ? Number(key) : key];
    return here.type === 'record' && DROPPED.includes(key)
      ? [place]
      : droppedNames(memberOf(here, key), one, place);
  });
}
