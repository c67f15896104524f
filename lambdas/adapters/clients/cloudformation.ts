import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settings } from './settings';

/** A client for `cloudformationChangeSets`. A file of its own, so that no other function carries it. */
export const cloudformationClient = (): CloudFormationClient => new CloudFormationClient(settings);
