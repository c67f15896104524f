import type { AlarmReading, PathMinute } from '../core/shared/readings';

/** A percentile of the latencies of a minute. */
export type LatencyStatistic = 'p99' | 'p95' | 'p90' | 'p50';

/** Measures the paths. */
export interface HealthSource {
  /** The alarms that exist among these names. Names without an alarm are left out, as CloudWatch does. */
  alarms(names: readonly string[]): Promise<readonly AlarmReading[]>;
  /**
   * Requests that a load balancer counted from `from` to `to` (epoch milliseconds); null without any data.
   */
  requests(loadBalancer: string, from: number, to: number): Promise<number | null>;
  /**
   * What a path did in each whole minute from `from` to `to` (epoch milliseconds, `to` exclusive), oldest
   * first. Minutes without a request are left out.
   * @param source the LoadBalancer dimension of an ALB (`app/…`), or an HTTP API (`api/ID` or `api/ID/STAGE`)
   */
  minutes(
    source: string,
    statistic: LatencyStatistic,
    from: number,
    to: number,
  ): Promise<readonly PathMinute[]>;
}
