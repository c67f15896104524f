import type { CutoverReading } from '../../operator/cutover-view';
import type { CommandSender, CutoverSource } from '../../operator/source';
import type { Rehearsal } from '../../rehearsal/rehearse';

/** What happened to the traffic during a cutover, for charts. */
export interface TrafficSeries {
  /** Epoch milliseconds: where the charts begin. */
  readonly startAt: number;
  readonly samples: Rehearsal['samples'];
  /** Times in seconds since the start. */
  readonly percents: Rehearsal['percents'];
  /** Times in seconds since the start. */
  readonly comparisons: Rehearsal['comparisons'];
}

/** What the page shows: a deployment in AWS, or a rehearsal. */
export interface DashboardSource {
  /** Such as `Deployment "Cutover" in eu-west-1`. */
  readonly title: string;
  readonly source: CutoverSource;
  readonly send: CommandSender;
  /** Null where nothing can be charted. */
  readonly series: (reading: CutoverReading) => Promise<TrafficSeries | null>;
  /** How many times faster than real time a simulated world is now; null for AWS. */
  readonly speed: (() => number) | null;
  /** How often the page is renewed, in milliseconds. */
  readonly pollMs: number;
}
