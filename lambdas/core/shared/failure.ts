import { shorten } from '../health/verdict';

/** What a Catch of Step Functions hands on as `$states.errorOutput`. */
export interface Failure {
  /** Missing when the workflow itself decided: then the cause says why in words. */
  readonly Error?: string;
  /** For a Lambda: JSON with `errorType`, `errorMessage` and a stack trace. May be missing or any text. */
  readonly Cause?: string;
}

/** A failure in one sentence, without the stack trace. */
export function describeFailure(failure: Failure): string {
  const parts = [failure.Error ?? '', messageIn(failure.Cause ?? '')].filter((part) => part !== '');
  return shorten(parts.length === 0 ? 'a failure without a name' : parts.join(': '));
}

/** What was thrown, in one sentence. */
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
