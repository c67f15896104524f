import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { settings } from './settings';

/** A client for `elbTargetHealth` and `elbListeners`. A file of its own, so that no other function carries it. */
export const elbClient = (): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(settings);
