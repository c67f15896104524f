import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { settings } from './settings';

/**
 * A client for `elbTargetHealth` and `elbListeners`. In a file of its own, so that the bundles of other
 * functions do not contain it.
 */
export const elbClient = (): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(settings);
