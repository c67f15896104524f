import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settings } from './settings';

/**
 * A client for `cloudformationChangeSets`. In a file of its own, so that the bundles of other functions do
 * not contain it.
 */
export const cloudformationClient = (): CloudFormationClient => new CloudFormationClient(settings);
