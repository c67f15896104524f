import type { ForwardReading } from '../core/shared/readings';

/** What load balancers forward to. */
export interface Balancers {
  /**
   * Every listener of a load balancer, with its default action, and every rule; null when there is no such
   * load balancer.
   * @param loadBalancer the dimension `LoadBalancer` of its metrics: `app/NAME/ID` or `net/NAME/ID`
   */
  forwards(loadBalancer: string): Promise<readonly ForwardReading[] | null>;
}
