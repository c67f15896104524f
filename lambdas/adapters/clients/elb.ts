import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Place, settingsAt } from './place';

/**
 * A client for `elbTargetHealth` and `elbListeners`. In a file of its own, so that the bundles of other
 * functions do not contain it.
 */
export const elbClient = (place?: Place): ElasticLoadBalancingV2Client =>
  new ElasticLoadBalancingV2Client(settingsAt(place));
