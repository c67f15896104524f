import { SFNClient } from '@aws-sdk/client-sfn';
import { settings } from './settings';

/**
 * A client for `stepFunctionsExecutions`. In a file of its own, so that the bundles of other functions do not
 * contain it.
 */
export const stepFunctionsClient = (): SFNClient => new SFNClient(settings);
