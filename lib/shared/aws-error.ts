import { ServiceBusyError } from '../../lambdas/core/shared/errors';

/**
 * AWS could not be reached, or refused a call. The command line prints the message without a stack trace and
 * exits with 69.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
}

/**
 * Awaits a call to AWS.
 * @param doing what the call does, for the message, such as `read api.example.com`
 * @throws AwsError when AWS could not be reached or refused the call; any other error unchanged
 */
export async function fromAws<T>(doing: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!isFromAws(error)) {
      throw error;
    }
    const { name, message } = error;
    // The message of a busy service has the name of the SDK's error already.
    const what = error instanceof ServiceBusyError ? message : `${name}: ${message}`;
    throw new AwsError(`could not ${doing}: ${what}`, { cause: error });
  }
}

/**
 * Whether the SDK threw the error. It adds `$metadata` to each error of a request, network errors included,
 * and `tryNextLink` to an error of a credential provider.
 */
export function isFromAws(error: unknown): error is Error {
  return (
    error instanceof ServiceBusyError ||
    (error instanceof Error && ('$metadata' in error || 'tryNextLink' in error))
  );
}
