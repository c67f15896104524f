/** The kinds of files that have a JSON Schema, and the events that go out. */
export const schemaNames = [
  'plan',
  'scenario',
  'policy',
  'allow',
  'milestones',
  'deployment',
  'event',
] as const;

export type SchemaName = (typeof schemaNames)[number];
