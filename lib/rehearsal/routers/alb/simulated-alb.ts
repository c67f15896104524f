import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { clientKind } from '../../traffic/clients';
import type { SimulatedRouter } from '../simulated-router';
import { ForwardSplit } from './forward-split';

/** Weights of a load balancer's forward action in a rehearsal. */
export const simulatedAlb: SimulatedRouter<LoadBalancer> = {
  makeSplit: (options) => new ForwardSplit(options),
  controlPlane: 'elbv2',
  operations: (route) => {
    const what = route === undefined || route.ruleArn !== undefined ? 'Rule' : 'Listener';
    return { read: `Describe${what}s`, write: `Modify${what}`, propagated: `Describe${what}s` };
  },
  // The load balancer decides by chance, and a cookie of a sticky target group keeps what it decided.
  clients: () => ({ clientKinds: [clientKind(1, (seconds) => 1_000 * seconds)], byUser: false }),
  whyBothPaths: 'the load balancer splits requests, not users',
};
