import type { ListenerReading } from '../core/shared/readings';

/** Listeners of load balancers. */
export interface Listeners {
  /**
   * Reads a listener with all its rules or, for the ARN of a rule, with that rule alone. Null when it does
   * not exist.
   */
  read(arn: string): Promise<ListenerReading | null>;
}
