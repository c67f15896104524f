import type { TargetReading } from '../../core/shared/readings';

/** Load-balancer target groups. */
export interface TargetHealth {
  /** Every target of the group; null when there is no such group. */
  targets(targetGroupArn: string): Promise<readonly TargetReading[] | null>;
}
