import type { HealthCheckReading } from '../core/shared/readings';

/** Route 53 health checks. */
export interface HealthChecks {
  /** Null when there is no such health check. */
  describe(id: string): Promise<HealthCheckReading | null>;
}
