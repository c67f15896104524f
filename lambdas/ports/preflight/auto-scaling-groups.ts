import type { AutoScalingGroupReading } from '../../core/instances/readings';

/** Auto Scaling groups. */
export interface AutoScalingGroups {
  /**
   * Null when there is no such group.
   * @param group its name in the account and Region of the function, or its ARN in any
   */
  describe(group: string): Promise<AutoScalingGroupReading | null>;
}
