import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { clientKind } from '../../traffic/clients';
import type { SimulatedRouter } from '../simulated-router';
import { RecordSplit } from './record-split';

/** Resolvers ask again after a second, even for a TTL of 0. */
const SHORTEST_HOLD_MS = 1_000;

/** Weights of Route 53 records in a rehearsal. */
export const simulatedRoute53: SimulatedRouter<Route53> = {
  makeSplit: (options) => {
    const { route, setup } = options;
    const routing = setup.routing ?? (route.adopt === undefined ? 'weighted' : 'simple');
    return new RecordSplit({ ...options, setup: { ...setup, routing } });
  },
  controlPlane: 'route53',
  operations: () => ({
    read: 'ListResourceRecordSets',
    write: 'ChangeResourceRecordSets',
    propagated: 'GetChange',
  }),
  // The answer that a resolver holds decides. Some resolvers hold it for longer than its TTL.
  clients: ({ stubbornShare, stubbornSeconds }) => {
    const ttlMs = (seconds: number) => Math.max(SHORTEST_HOLD_MS, 1_000 * seconds);
    const stubbornMs = (seconds: number) => Math.max(ttlMs(seconds), 1_000 * stubbornSeconds);
    const clientKinds = [clientKind(1 - stubbornShare, ttlMs), clientKind(stubbornShare, stubbornMs)];
    return { clientKinds: clientKinds.filter(({ share }) => share > 0), byUser: false };
  },
  whyBothPaths: 'DNS splits resolvers, not users',
};
