import { shorten } from './verdict';

/** What a Catch of Step Functions hands on as `$states.errorOutput`. */
export interface Failure {
  readonly Error?: string;
  /** For a Lambda: JSON with `errorType`, `errorMessage` and a stack trace. May be missing or any text. */
  readonly Cause?: string;
}

/** A failure in one sentence, without the stack trace. */
export function describeFailure(failure: Failure): string {
  const name = failure.Error ?? 'an unnamed error';
  const message = messageIn(failure.Cause ?? '');
  return shorten(message === '' ? name : `${name}: ${message}`);
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
