import type { BalancerReading, DnsRecord, ForwardReading } from '../../../lambdas/core/shared/readings';

/** A listener with its rules. */
export interface SimulatedListener extends ForwardReading {
  readonly rules: readonly ForwardReading[];
}

/** A load balancer with its listeners. */
export interface SimulatedBalancer extends BalancerReading {
  readonly listeners: readonly SimulatedListener[];
}

/** What a route itself adds to the account that is searched for references to the old path. */
export interface RouteReferences {
  /** The zone of the route's records; null when it has none. */
  readonly hostedZoneId: string | null;
  /** The route's records as they are now. */
  records(): readonly DnsRecord[];
  /** The load balancers whose weights split the traffic, as they are now. Both paths are behind them. */
  loadBalancers(): readonly SimulatedBalancer[];
  /** The old path's target groups that the route itself names. */
  readonly oldTargetGroupArns: readonly string[];
}

/** Of a route that is neither made of records nor of a load balancer's weights. */
export const NO_REFERENCES: RouteReferences = {
  hostedZoneId: null,
  records: () => [],
  loadBalancers: () => [],
  oldTargetGroupArns: [],
};
