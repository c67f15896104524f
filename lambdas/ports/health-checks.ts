import type { HealthCheckReading } from '../core/shared/readings';

/** Health checks that records may carry. */
export interface HealthChecks {
  /** Null when there is no such health check. */
  describe(id: string): Promise<HealthCheckReading | null>;
}
