import { ValidationError } from '../../../../lambdas/core/validation/validated';

/** Heading of every refusal. */
export const REFUSED = 'the interpreter does not support this state machine';

/** Quota of Step Functions for a definition, in bytes. */
const MAX_DEFINITION_BYTES = 1_048_576;

/**
 * Fills in the `${…}` placeholders of a definition, as CDK does, and reads it.
 * @throws Error for a placeholder without a value
 * @throws ValidationError for text that is too long or is not JSON
 */
export function fillAndParse(definition: string, substitutions: Readonly<Record<string, string>>): unknown {
  const filled = definition.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const found = substitutions[name];
    if (found === undefined) {
      throw new Error(`the state machine has a placeholder \${${name}} without a value`);
    }
    return found;
  });
  const bytes = Buffer.byteLength(filled);
  if (bytes > MAX_DEFINITION_BYTES) {
    const message = `has ${bytes} bytes; must have at most ${MAX_DEFINITION_BYTES}`;
    throw new ValidationError(REFUSED, [{ path: '', message }]);
  }
  try {
    return JSON.parse(filled);
  } catch (error) {
    const message = `is not JSON: ${(error as Error).message}`;
    throw new ValidationError(REFUSED, [{ path: '', message }]);
  }
}
