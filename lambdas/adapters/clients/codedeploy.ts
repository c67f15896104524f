import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { settings } from './settings';

/** A client for `codeDeployHook`. A file of its own, so that no other function carries it. */
export const codeDeployClient = (): CodeDeployClient => new CodeDeployClient(settings);
