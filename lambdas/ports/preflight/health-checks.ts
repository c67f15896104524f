import type { Accessed } from '../../core/access/account-role';
import type { HealthCheckReading } from '../../core/shared/readings';

/** Route 53 health checks. */
export interface HealthChecks {
  /**
   * Null when there is no such health check.
   * @param by names the role of its account, as the route does whose records carry it
   */
  describe(id: string, by: Accessed): Promise<HealthCheckReading | null>;
}
