import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { settings } from './settings';

/**
 * A client of the function's own Region and account. The deployment hook reads nothing elsewhere, so that its
 * bundle, the largest, does not contain the client of STS.
 */
export const ownElbClient = (): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(settings);
