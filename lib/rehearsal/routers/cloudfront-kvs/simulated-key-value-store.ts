import type { KeyValueStore } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import { clientKind } from '../../traffic/clients';
import type { SimulatedRouter } from '../simulated-router';
import { KeyValueSplit, SERVICE } from './key-value-split';

/** A percent in a key value store of CloudFront in a rehearsal. */
export const simulatedKeyValueStore: SimulatedRouter<KeyValueStore> = {
  makeSplit: (options) => new KeyValueSplit(options),
  controlPlane: SERVICE,
  operations: () => ({ read: 'ListKeys', write: 'UpdateKeys', propagated: 'ListKeys' }),
  // The edge decides for every request, by a hash of the user.
  clients: () => ({ clientKinds: [clientKind(1, (seconds) => 1_000 * seconds)], byUser: true }),
  whyBothPaths: 'edge locations receive a new percent at different times',
};
