import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type Place, settingsAt } from './place';

/**
 * A client for `cloudwatchHealth`. In a file of its own, so that the bundles of other functions do not
 * contain it.
 */
export const cloudwatchClient = (place?: Place): CloudWatchClient => new CloudWatchClient(settingsAt(place));
