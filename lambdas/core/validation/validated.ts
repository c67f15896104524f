import { type Checked, describeProblems, type Problem } from './problems';

/** An input that is not valid. The message has a heading and one line for each problem. */
export class ValidationError extends Error {
  override readonly name: string = 'ValidationError';

  /**
   * @param heading what is not valid, such as `the event of ECS is not valid`
   * @param problems empty when the heading says it all
   */
  constructor(
    heading: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(problems.length === 0 ? heading : `${heading}:\n${describeProblems(problems)}`);
  }
}

/**
 * The checked value.
 * @param heading see `ValidationError`
 * @throws ValidationError that lists every problem
 */
export function validated<T>(heading: string, checked: Checked<T>): T {
  if (!checked.ok) {
    throw new ValidationError(heading, checked.problems);
  }
  return checked.value;
}
