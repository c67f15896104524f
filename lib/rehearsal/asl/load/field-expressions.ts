import type * as v from 'valibot';
import type { Problem } from '../../../../lambdas/core/validation/problems';
import { expressionIn } from '../expressions';
import { expressionProblems } from '../jsonata/inspect';
import type { Available } from '../jsonata/states-variable';
import type { stateSchema } from './schema';

type RawState = v.InferOutput<typeof stateSchema>;

/** Step Functions developer guide, variables: the longest name, and what it consists of. */
const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** Fields of a state that can hold expressions, and are evaluated before the state has a result. */
const BEFORE = [
  'Arguments',
  'TimeoutSeconds',
  'Items',
  'MaxConcurrency',
  'Seconds',
  'Timestamp',
  'Error',
  'Cause',
];
const BEFORE_MAP = ['ToleratedFailureCount', 'ToleratedFailurePercentage'];
/** Fields that are evaluated after the result. */
const AFTER = ['Output', 'Assign'];

/**
 * Problems of the expressions of a state, of the names that it assigns, and of fields that depend on each
 * other.
 * @param item whether the state is inside of a Map
 */
export function fieldProblems(state: RawState, path: string, item: boolean): Problem[] {
  const canRetry = 'Retry' in state;
  const none: Available = { result: false, errorOutput: false, item, retries: canRetry };
  const fields = state as unknown as Readonly<Record<string, unknown>>;
  const problems = new Problems();
  for (const field of [...BEFORE, ...BEFORE_MAP]) {
    problems.expressions(fields[field], `${path}.${field}`, none);
  }
  problems.expressions(fields.ItemSelector, `${path}.ItemSelector`, { ...none, item: true });
  for (const field of AFTER) {
    problems.expressions(fields[field], `${path}.${field}`, { ...none, result: canRetry });
  }
  problems.names(fields.Assign, `${path}.Assign`);
  if (canRetry) {
    for (const [i, catcher] of state.Catch.entries()) {
      problems.rule(catcher, `${path}.Catch[${i}]`, { ...none, errorOutput: true });
    }
  }
  if (state.Type === 'Choice') {
    for (const [i, rule] of state.Choices.entries()) {
      problems.expressions(rule.Condition, `${path}.Choices[${i}].Condition`, none);
      problems.rule(rule, `${path}.Choices[${i}]`, none);
    }
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    problems.add(path, 'must have either Seconds or Timestamp');
  }
  return problems.all;
}

class Problems {
  readonly all: Problem[] = [];

  add(path: string, message: string): void {
    this.all.push({ path, message });
  }

  /** Assign and Output of a rule of a Choice, or of a Catch. */
  rule(rule: { readonly Assign?: unknown; readonly Output?: unknown }, path: string, has: Available): void {
    for (const field of ['Output', 'Assign'] as const) {
      this.expressions(rule[field], `${path}.${field}`, has);
    }
    this.names(rule.Assign, `${path}.Assign`);
  }

  names(assign: unknown, path: string): void {
    for (const name of Object.keys(assign ?? {})) {
      if (name === 'states') {
        this.add(`${path}.${name}`, 'is a reserved name');
      } else if (!VARIABLE.test(name)) {
        this.add(`${path}.${name}`, 'is not the name of a variable: letters, digits and _, at most 80');
      }
    }
  }

  expressions(value: unknown, path: string, available: Available): void {
    if (typeof value === 'string') {
      const source = expressionIn(value);
      for (const problem of source === undefined ? [] : expressionProblems(source, available)) {
        this.add(path, problem);
      }
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        this.expressions(item, `${path}[${i}]`, available);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        this.expressions(item, `${path}.${key}`, available);
      }
    }
  }
}
