import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { settings } from './settings';

/**
 * A client for `cloudwatchHealth`. In a file of its own, so that the bundles of other functions do not
 * contain it.
 */
export const cloudwatchClient = (): CloudWatchClient => new CloudWatchClient(settings);
