import type { IConstruct } from 'constructs';
import type { Checked, Problem } from '../../lambdas/core/validation/problems';
import { ValidationError } from '../../lambdas/core/validation/validated';

/**
 * Refuses the props of a construct when anything is wrong with them.
 * @throws ValidationError at synth, which lists every problem with the path of its prop and a remedy
 */
export function refuseProps(construct: IConstruct, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw propsError(construct, problems);
  }
}

/**
 * The checked value of one prop.
 * @param prop the path of the prop; the problems are reported below it
 * @throws ValidationError at synth, as `refuseProps` does, when the value is not valid
 */
export function validProp<T>(construct: IConstruct, prop: string, checked: Checked<T>): T {
  if (checked.ok) {
    return checked.value;
  }
  throw propsError(construct, problemsAt(prop, checked.problems));
}

/**
 * Problems of a value, reported for the prop that holds the value: `checks[0].path` in `hook` is
 * `hook.checks[0].path`.
 */
export function problemsAt(prop: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => {
    const separator = path === '' || path.startsWith('[') ? '' : '.';
    return { path: `${prop}${separator}${path}`, message };
  });
}

/** The error that `refuseProps` throws. */
export function propsError(construct: IConstruct, problems: readonly Problem[]): Error {
  return new ValidationError(`${construct.node.path} has invalid props`, problems);
}
