import { ServiceBusyError } from '../../core/shared/errors';

/** An error of the AWS SDK for JavaScript. Every field may be missing. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Names of throttling and transient errors (AWS SDKs and Tools Reference Guide, "Retry behavior"). Without
 * `LimitExceededException`: several services use it for quotas, for which a retry does not help.
 */
const BUSY_NAMES = new Set([
  'BandwidthLimitExceeded',
  'InternalError',
  'InternalFailure',
  'InternalServiceFault',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  // Another write of the item is under way (Amazon DynamoDB Developer Guide, "Transactions").
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Node.js codes of connections that failed or broke. */
const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether an SDK error is temporary: throttling, a fault of the service, or no connection. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { name, code, $retryable, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    BUSY_NAMES.has(name) ||
    NETWORK_CODES.has(String(code)) ||
    $retryable !== undefined ||
    status === 429 ||
    status >= 500
  );
}

/**
 * Whether an SDK error has this name. Compares the name and not the class, because a bundle may contain a
 * class twice.
 */
export function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

/**
 * The response of an SDK call. Every adapter uses it, so that the state machines handle only one temporary
 * error.
 * @throws ServiceBusyError for a temporary error, with the SDK's error as `cause`; any other error unchanged
 */
export async function answerOf<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isBusy(error)) {
      const { name, message } = error as Error;
      throw new ServiceBusyError(`${name}: ${message}`, { cause: error });
    }
    throw error;
  }
}
