/** What there is a JSON Schema of. */
export const schemaNames = ['plan', 'scenario', 'allow'] as const;

export type SchemaName = (typeof schemaNames)[number];
