/**
 * The settings of every client. A call that hangs must end well before its function times out, so that the
 * function can report it. Longer retries are in the Retry fields of the state machines.
 */
export const settings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
