/**
 * What every client is given. A call that hangs must end well before its function does, so that the function can say so;
 * patience beyond that is in the Retry of the state machines.
 */
export const settings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
