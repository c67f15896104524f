import { ServiceBusyError } from '../../core/shared/errors';

/** What the SDK for JavaScript hangs on its errors; any of it may be missing. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Names of refusals for load (AWS SDKs and Tools Reference Guide, "Retry behavior"). `LimitExceededException`, which
 * is in that list too, is left out: several services use it for quotas that no retry can help.
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
]);

/** Codes that Node gives a connection which could not be made or broke. */
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

/** Whether an error of an SDK call says "not now": throttled, a fault of the service, or no connection. */
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
 * Whether an error of an SDK call has this name. By name and not by class, because a bundle may hold a class twice.
 */
export function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

/**
 * The answer of an SDK call. Every adapter sends through this, so that the state machines need to know one error for "not now".
 * @throws ServiceBusyError with the SDK's error as `cause`; any other error passes as it is
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
