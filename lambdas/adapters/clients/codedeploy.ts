import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { settings } from './settings';

/**
 * A client for `codeDeployHook` and `codeDeployDeployments`. In a file of its own, so that the bundles of
 * other functions do not contain it.
 * @param maxAttempts 1 for a client that starts deployments: CreateDeployment is not idempotent, so a retry
 *   could deploy twice
 */
export const codeDeployClient = (maxAttempts: number = settings.maxAttempts): CodeDeployClient =>
  new CodeDeployClient({ ...settings, maxAttempts });
