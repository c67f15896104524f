/** How a rehearsal ended. */
export type Outcome = 'succeeded' | 'rejected' | 'reverted' | 'revert-failed';

/** A stage as it went. Times are seconds of simulated time since the start. */
export interface StageResult {
  readonly percent: number;
  /** When the router accepted the shift. */
  readonly shiftedAt: number;
  /** When the shift had taken effect, INSYNC and TTL included; null if the cutover did not get so far. */
  readonly settledAt: number | null;
  /** The last verdict; null if nothing was measured. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'error' | null;
  readonly reason: string | null;
}

/** What became of the requests. */
export interface TrafficResult {
  readonly requests: number;
  readonly failed: number;
  readonly onNew: number;
  readonly failedOnNew: number;
  /** `failedOnNew` by what made the requests fail: the faults by their place in the scenario. The numbers add up. */
  readonly failedOnNewBy: Readonly<Record<string, number>>;
  /** Users that were followed one by one. They stand for all, and their requests are not counted. */
  readonly users: number;
  /** Of these, how many were sent back and forth: on the new path, and then on the old one although nobody had lowered the percent. */
  readonly usersOnBothSides: number;
  /** Highest percent that the records held. */
  readonly maxPercent: number;
  /** Percent that the records hold at the end. */
  readonly finalPercent: number;
}

/** The way back. Each is null where it did not happen. */
export interface RevertResult {
  readonly faultAt: number | null;
  readonly alarmAt: number | null;
  readonly decidedAt: number | null;
  /** When the router accepted the write. */
  readonly acceptedAt: number | null;
  readonly insyncAt: number | null;
  /** When the last client had left the new path. */
  readonly drainedAt: number | null;
}

/** Something that happened. */
export interface TimelineEntry {
  readonly at: number;
  readonly event: string;
  readonly detail: string;
}

/** The whole rehearsal, as `--json` prints it. */
export interface RehearsalResult {
  readonly plan: string;
  readonly scenario: string;
  readonly seed: number;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly durationSeconds: number;
  readonly stages: readonly StageResult[];
  readonly traffic: TrafficResult;
  readonly revert: RevertResult | null;
  readonly execution: {
    readonly transitions: number;
    readonly historyEvents: number;
    readonly estimatedUsd: number;
    readonly awsCalls: Readonly<Record<string, number>>;
  };
  readonly timeline: readonly TimelineEntry[];
}
