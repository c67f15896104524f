import type { Verdict } from '../../lambdas/core/health/verdict';
import type { Outcome, TimelineEntry } from './timeline/timeline-event';

/** A stage of a rehearsed cutover. Times are seconds of simulated time since the start. */
export interface StageResult {
  readonly percent: number;
  /** When the router accepted the shift. */
  readonly shiftedAt: number;
  /**
   * When the shift was effective, clients' cached answers included; null if the cutover did not get that far.
   */
  readonly settledAt: number | null;
  /** The last verdict; null if nothing was measured. */
  readonly verdict: Verdict | null;
  readonly reason: string | null;
}

/** Requests and tracked users of a rehearsal. */
export interface RehearsedTraffic {
  readonly requests: number;
  readonly failed: number;
  readonly onNew: number;
  readonly failedOnNew: number;
  /**
   * `failedOnNew` by cause: faults by their position in the scenario. The numbers add up to `failedOnNew`.
   */
  readonly failedOnNewBy: Readonly<Record<string, number>>;
  /** Tracked users: simulated one by one, as a sample of all. Their requests are not counted. */
  readonly users: number;
  /**
   * Tracked users that were on the new path, and then on the old one although the percent was not lowered.
   */
  readonly usersOnBothSides: number;
  /** Highest percent that the route had. */
  readonly maxPercent: number;
  /** Percent of the route at the end. */
  readonly finalPercent: number;
}

/** When the parts of a revert happened, in seconds since the start. Each is null where it did not happen. */
export interface RevertResult {
  /** When the first fault of the scenario began. What an operator does is no fault. */
  readonly faultAt: number | null;
  readonly alarmAt: number | null;
  readonly decidedAt: number | null;
  /** When the router accepted the write. */
  readonly acceptedAt: number | null;
  /** When the revert machine saw that all servers of the router had the write. */
  readonly insyncAt: number | null;
  /** When the last client was split as before the cutover. */
  readonly drainedAt: number | null;
}

/** A rehearsal's result. `--json` prints it with a text for each entry of the timeline. */
export interface RehearsalResult {
  readonly plan: string;
  readonly scenario: string;
  readonly seed: number;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly durationSeconds: number;
  readonly stages: readonly StageResult[];
  readonly traffic: RehearsedTraffic;
  readonly revert: RevertResult | null;
  readonly execution: {
    readonly transitions: number;
    readonly historyEvents: number;
    readonly estimatedUsd: number;
    readonly awsCalls: Readonly<Record<string, number>>;
  };
  readonly timeline: readonly TimelineEntry[];
}
