import type { AlarmReading, BalancerCount, PathMinute } from '../core/shared/readings';

/** A percentile of the latencies of a minute. */
export type LatencyStatistic = 'p99' | 'p95' | 'p90' | 'p50';

/** Measures the paths. */
export interface HealthSource {
  /** The alarms that exist among these names. Names without an alarm are left out, as CloudWatch does. */
  alarms(names: readonly string[]): Promise<readonly AlarmReading[]>;
  /**
   * Those of these alarms whose own metrics have no data point in the time that the alarm evaluates, up to
   * `now` (epoch milliseconds). A composite alarm has data when one of the alarms in its rule has.
   */
  silent(names: readonly string[], now: number): Promise<readonly string[]>;
  /**
   * Requests that these sources counted together from `from` to `to` (epoch milliseconds); null without any
   * data. An NLB counts flows.
   * @param sources as a plan names them (`readSource`)
   * @param route the ARN of the listener or rule that splits the traffic: its load balancer is measured in
   * the Region and account of the ARN, here and below. Absent or null: there is none
   */
  requests(
    sources: readonly string[],
    from: number,
    to: number,
    route?: string | null,
  ): Promise<number | null>;
  /**
   * What a path did in each whole minute from `from` to `to` (epoch milliseconds, `to` exclusive), oldest
   * first. Minutes without a request are left out. Of several sources, requests and errors are added, and
   * latencies weighted by requests.
   */
  minutes(
    sources: readonly string[],
    statistic: LatencyStatistic,
    from: number,
    to: number,
    route?: string | null,
  ): Promise<readonly PathMinute[]>;
  /**
   * The same in whole hours, each of which begins at or after `from` and ends at or before `to`. A percentile
   * is that of the whole hour.
   */
  hours(
    sources: readonly string[],
    statistic: LatencyStatistic,
    from: number,
    to: number,
    route?: string | null,
  ): Promise<readonly PathMinute[]>;
  /**
   * What the load balancers counted of which the sources name single target groups, each once: their own
   * errors are in none of the groups' counts. Null when the sources name no target group.
   */
  balancers(
    sources: readonly string[],
    from: number,
    to: number,
    route?: string | null,
  ): Promise<BalancerCount | null>;
}
