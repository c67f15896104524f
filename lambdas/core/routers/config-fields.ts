import * as v from 'valibot';

/**
 * Wraps the schema of a field whose value may be known at deployment only. The construct lets CDK's tokens
 * pass with it; the CDK context has no tokens, and leaves the schema as it is.
 */
export type OrLater = (schema: v.GenericSchema<string, string>) => v.GenericSchema<string, string>;

/** The longest list of names in one entry; the size of a function's variables limits it further. */
const MAX_NAMES = 1_000;

/**
 * A list of names or ARNs. Unlike `listOf` it lets a name stand twice: the check of repeated names comes
 * later, once the names are in one spelling, and says which of them it is.
 */
export function namesOf(item: v.GenericSchema<string, string>, min: 0 | 1, what: string) {
  const must = `must be a list of ${min} to ${MAX_NAMES} ${what}`;
  return v.pipe(
    v.array(item, must),
    v.minLength(min, must),
    v.maxLength(MAX_NAMES, must),
    v.readonly(),
    v.description(must),
  );
}
