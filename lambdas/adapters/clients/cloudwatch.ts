import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { settings } from './settings';

/** A client for `cloudwatchHealth`. A file of its own, so that no other function carries it. */
export const cloudwatchClient = (): CloudWatchClient => new CloudWatchClient(settings);
