/** The kinds of files that have a JSON Schema. */
export const schemaNames = ['plan', 'scenario', 'policy', 'allow'] as const;

export type SchemaName = (typeof schemaNames)[number];
