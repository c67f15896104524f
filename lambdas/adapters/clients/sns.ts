import { SNSClient } from '@aws-sdk/client-sns';
import { settings } from './settings';

/**
 * A client for `snsTopics`. In a file of its own, so that the bundles of others do not contain it.
 * @param region undefined: the Region of the settings
 */
export const snsClient = (region: string | undefined): SNSClient =>
  new SNSClient({ ...settings, ...(region === undefined ? {} : { region }) });
