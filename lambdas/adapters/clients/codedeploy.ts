import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { settings } from './settings';

/**
 * A client for `codeDeployHook` and `codeDeployDeployments`. A file of its own, so that no other function carries it.
 * @param maxAttempts 1 for one that starts deployments: CreateDeployment takes no token, so that a repeated request might deploy twice
 */
export const codeDeployClient = (maxAttempts: number = settings.maxAttempts): CodeDeployClient =>
  new CodeDeployClient({ ...settings, maxAttempts });
