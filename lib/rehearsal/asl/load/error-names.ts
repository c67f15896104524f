import type * as v from 'valibot';
import type { Problem } from '../../../../lambdas/core/validation/problems';
import type { stateSchema } from './schema';

/** Names that Step Functions itself gives to errors (developer guide, error handling). */
const STATES_ERRORS: ReadonlySet<string> = new Set(
  [
    'ALL',
    'BranchFailed',
    'DataLimitExceeded',
    'ExceedToleratedFailureThreshold',
    'HeartbeatTimeout',
    'Http.Socket',
    'IntrinsicFailure',
    'ItemReaderFailed',
    'NoChoiceMatched',
    'ParameterPathFailure',
    'Permissions',
    'QueryEvaluationError',
    'ResultPathMatchFailure',
    'ResultWriterFailed',
    'Runtime',
    'TaskFailed',
    'Timeout',
  ].map((name) => `States.${name}`),
);

/** Names in Retry and Catch that Step Functions refuses. */
export function errorNameProblems(state: v.InferOutput<typeof stateSchema>, path: string): Problem[] {
  return 'Retry' in state
    ? [...listProblems(state.Retry, `${path}.Retry`), ...listProblems(state.Catch, `${path}.Catch`)]
    : [];
}

function listProblems(
  rules: readonly { readonly ErrorEquals: readonly string[] }[],
  path: string,
): Problem[] {
  return rules.flatMap(({ ErrorEquals }, i) => {
    const at = `${path}[${i}].ErrorEquals`;
    const unknown = ErrorEquals.filter((name) => name.startsWith('States.') && !STATES_ERRORS.has(name));
    const problems = unknown.map((name) => ({
      path: at,
      message: `has ${name}, which is not an error of Step Functions`,
    }));
    if (ErrorEquals.includes('States.ALL') && ErrorEquals.length > 1) {
      problems.push({ path: at, message: 'has States.ALL beside other names; it must be alone' });
    }
    if (ErrorEquals.includes('States.ALL') && i < rules.length - 1) {
      problems.push({ path: at, message: 'has States.ALL before the last rule; it must be in the last' });
    }
    return problems;
  });
}
