import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { settings } from './settings';

/**
 * A client for `cloudwatchHealth`, and those of other Regions, which are made when they are first needed. In
 * a file of its own, so that the bundles of other functions do not contain it.
 */
export const cloudwatchClient = () => {
  const made = new Map<string, CloudWatchClient>();
  const inRegion = (region: string): CloudWatchClient => {
    const one = made.get(region) ?? new CloudWatchClient({ ...settings, region });
    made.set(region, one);
    return one;
  };
  return Object.assign(new CloudWatchClient(settings), { elsewhere: { inRegion } });
};
