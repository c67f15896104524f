import { shorten } from '../health/verdict';

/** What a Catch of Step Functions gives as `$states.errorOutput`. */
export interface Failure {
  /** Missing when the workflow itself decided: then the cause is the reason in words. */
  readonly Error?: string;
  /**
   * From a Lambda function JSON with `errorType`, `errorMessage` and a stack trace; may be missing or any
   * text.
   */
  readonly Cause?: string;
}

/** Errors that are an operator's decision: their message says all. */
const EXPECTED = new Set<string | undefined>(['AbortedError', 'AbortedUnderWayError']);

/** A failure in one sentence, without the stack trace. */
export function describeFailure(failure: Failure): string {
  const parts = [
    EXPECTED.has(failure.Error) ? '' : (failure.Error ?? ''),
    messageIn(failure.Cause ?? ''),
  ].filter((part) => part !== '');
  return shorten(parts.length === 0 ? 'a failure without an error or a cause' : parts.join(': '));
}

/** A thrown error in one sentence. */
export function describeError(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return shorten(`${name}: ${message}`);
}

function messageIn(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    const message = (parsed as { errorMessage?: unknown } | null)?.errorMessage;
    return typeof message === 'string' ? message : cause;
  } catch {
    return cause;
  }
}
