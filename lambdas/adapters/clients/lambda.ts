import { LambdaClient } from '@aws-sdk/client-lambda';
import { ANSWER_LIMIT_SECONDS } from '../../core/gates/gate';
import { settings } from './settings';

/**
 * A client for `lambdaGates`. It waits as long as the function of a gate may take, and tries once: a second
 * try would run the function twice, and the state machine asks again.
 */
export const lambdaClient = (): LambdaClient =>
  new LambdaClient({
    ...settings,
    maxAttempts: 1,
    requestHandler: { ...settings.requestHandler, requestTimeout: 1_000 * (ANSWER_LIMIT_SECONDS + 5) },
  });
