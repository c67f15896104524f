import type { ListenerReading } from '../core/shared/readings';

/** Listeners of load balancers. */
export interface Listeners {
  /**
   * A listener with all its rules, or with one of them alone when the ARN is that rule's. Null when there is no such listener or rule.
   */
  read(arn: string): Promise<ListenerReading | null>;
}
