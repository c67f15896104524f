import { isDeepStrictEqual } from 'node:util';
import type { TestStateCommandInput, TestStateCommandOutput } from '@aws-sdk/client-sfn';
import type { AslMachine } from '../machine';
import { CASE_TIME, caseContext, type StateCase, type StateOutcome } from './state-case';

/**
 * The request of TestState for a case. The state is tested in its machine, with a mocked result, so that
 * nothing is deployed and nothing is called.
 * @param definition the machine as text, without placeholders
 */
export function testStateRequest(
  definition: string,
  machine: AslMachine,
  given: StateCase,
): TestStateCommandInput {
  const { state, input, variables, mock } = given;
  const body = machine.States[state];
  const context = { ...caseContext(given), State: { Name: state, EnteredTime: CASE_TIME } };
  const request = {
    definition,
    stateName: state,
    input: JSON.stringify(input),
    variables: JSON.stringify(variables),
    context: JSON.stringify(context),
    inspectionLevel: 'DEBUG' as const,
  };
  if (mock === undefined) {
    return request;
  }
  // The result of a function has no model that it could be validated against.
  if ('result' in mock) {
    return { ...request, mock: { result: JSON.stringify(mock.result), fieldValidationMode: 'NONE' } };
  }
  const retries = body !== undefined && 'Retry' in body ? body.Retry.map((one) => one.MaxAttempts) : [];
  return {
    ...request,
    mock: { errorOutput: { error: mock.error, cause: mock.cause }, fieldValidationMode: 'NONE' },
    stateConfiguration: { retrierRetryCount: mock.isExhausted ? Math.max(0, ...retries) : 0 },
  };
}

/** What TestState answered, in the form of the interpreter's outcome. */
export function testStateOutcome(answer: Omit<TestStateCommandOutput, '$metadata'>): StateOutcome {
  const { output, nextState, error, cause, inspectionData } = answer;
  const { variables, errorDetails } = inspectionData ?? {};
  const fields = {
    output: output === undefined ? undefined : JSON.parse(output),
    nextState,
    variables: variables === undefined ? undefined : JSON.parse(variables),
    error,
    cause,
    catchIndex: errorDetails?.catchIndex,
    retryIndex: errorDetails?.retryIndex,
  };
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { status: answer.status as StateOutcome['status'], ...Object.fromEntries(present) };
}

/**
 * What differs between the interpreter and Step Functions, field by field; empty when nothing does. The
 * variables are compared when Step Functions answers them.
 */
export function differences(ours: StateOutcome, theirs: StateOutcome): string[] {
  const fields = ['status', 'nextState', 'output', 'error', 'cause', 'catchIndex', 'retryIndex'] as const;
  const compared = theirs.variables === undefined ? fields : ([...fields, 'variables'] as const);
  return compared
    .filter((field) => !isDeepStrictEqual(ours[field], theirs[field]))
    .map((field) => `${field}: ${JSON.stringify(ours[field])} here, ${JSON.stringify(theirs[field])} on AWS`);
}
