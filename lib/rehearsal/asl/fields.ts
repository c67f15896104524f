import { expressionIn } from './expressions';
import { dataLimitExceeded, isTooLarge } from './payload';
import { evaluateField, evaluationFailed, type Run, scope, UncatchableError, wrongType } from './run';

/** What a state, a rule of a Choice or a Catch can have. */
interface After {
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Evaluates Output and Assign side by side: neither sees what the other does.
 * @param states fields of `$states` beside the context
 * @param fallback the output without Output
 * @param prefix the path of the fields in messages, such as `Choices[0]/`
 * @returns the output
 */
export async function finish(
  run: Run,
  { Output, Assign }: After,
  states: Readonly<Record<string, unknown>>,
  fallback: unknown,
  prefix = '',
): Promise<unknown> {
  let output = fallback;
  if (Output !== undefined || Assign !== undefined) {
    const here = scope(run, states);
    output = Output === undefined ? fallback : await evaluateField(run, `${prefix}Output`, Output, here);
    if (Assign !== undefined) {
      const assigned = (await evaluateField(run, `${prefix}Assign`, Assign, here)) as Record<string, unknown>;
      limit(run, assigned);
      run.assigned = assigned;
    }
  }
  limit(run, output);
  return output;
}

/**
 * The arguments of a Task, or the input of the branches of a Parallel.
 * @param fallback what it is without Arguments
 */
export async function argumentsOf(
  run: Run,
  template: unknown,
  input: unknown,
  fallback: unknown,
): Promise<unknown> {
  if (template === undefined) {
    return fallback;
  }
  const args = await evaluateField(run, 'Arguments', template, scope(run, { input }));
  limit(run, args);
  return args;
}

/** What a state takes or gives, and the variables that it assigns, have a size. No Catch applies to it. */
function limit(run: Run, value: unknown): void {
  if (isTooLarge(value)) {
    const { name, message } = dataLimitExceeded(run.at.state);
    throw new UncatchableError(name, message);
  }
}

/** A field that must be a whole number. Its literal values were checked when the machine was loaded. */
export async function wholeNumberField(
  run: Run,
  field: string,
  template: number | string,
  input: unknown,
  { least, greatest = Number.POSITIVE_INFINITY }: { readonly least: number; readonly greatest?: number },
): Promise<number> {
  if (typeof template === 'number') {
    return template;
  }
  const value = await evaluateField(run, field, template, scope(run, { input }));
  if (!Number.isInteger(value)) {
    throw wrongType(run, field, expressionIn(template), 'integer', value);
  }
  if ((value as number) < least || (value as number) > greatest) {
    throw evaluationFailed(run, `The ${field} field must be at least ${least}, but was ${value}.`);
  }
  return value as number;
}
