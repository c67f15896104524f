import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { type Place, settingsAt } from './place';

/**
 * A client for `awsAutoScalingGroups` and `autoScalingReferences`. In a file of its own, so that the bundles
 * of other functions do not contain it.
 */
export const autoScalingClient = (place?: Place): AutoScalingClient =>
  new AutoScalingClient(settingsAt(place));
