import type { ForwardReading } from '../core/shared/readings';

/** What load balancers forward to. */
export interface Balancers {
  /**
   * Every listener of a load balancer, with its default action, and every rule; null when there is no such
   * load balancer.
   * @param loadBalancer the dimension `LoadBalancer` of its metrics: `app/NAME/ID` or `net/NAME/ID`
   * @param route the ARN of a listener or rule in whose Region and account it is; null: those of the function
   */
  forwards(loadBalancer: string, route: string | null): Promise<readonly ForwardReading[] | null>;
}
