import type { HealthChecks, RouteRecords, TrafficRouter } from '../../../lambdas/ports';
import type { Alarms } from '../aws/alarms/alarms';
import type { Caller } from '../aws/calls';
import type { EventSink } from '../timeline/timeline-event';
import type { RouteReferences } from './route-references';
import type { LeadsTo } from './route-setup';

/** A route after a change of it. */
export interface SplitState {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by: 'cutover' | 'another' | 'start';
  /** Percent on the new path. */
  readonly percent: number;
  /** All of the route as text, without what stands beside it: equal states have equal texts. */
  readonly all: string;
  /** The same without what a shift may change. */
  readonly rest: string;
  /** Why it cannot carry a percent, such as weights that sum to zero; null when it can. */
  readonly broken: string | null;
  /**
   * What the function had read that made it, where the router does not compare: how many states of the route
   * there were at its last read, and at the read before that. Absent: the router compares, or
   * somebody else made the change.
   */
  readonly restsOn?: { readonly last: number; readonly before: number };
}

/** What someone else changes of a route: its weights, or something beside them. */
export interface ForeignChange {
  readonly weights?: { readonly old: number; readonly new: number } | undefined;
  /** What this changes beside the weights depends on the kind of router. */
  readonly ttlSeconds?: number | undefined;
  /** The only type of records that is changed; absent: all. Routes without records have no types. */
  readonly recordType?: string | undefined;
}

/** What someone else adds to a route: a third record, or a third target group. */
export interface ForeignAddition {
  readonly weight: number;
  /** The type of the record; absent: the first one of the route. */
  readonly recordType?: string | undefined;
  /** Where a simple record of a type leads that does not stand at the name. @default old */
  readonly leadsTo?: LeadsTo | undefined;
}

/** How long clients may keep an answer, from a change on. */
export interface AnswerHold {
  /** Epoch milliseconds; 0 for the value at the start. */
  readonly at: number;
  /** Epoch milliseconds from which every server answers so. */
  readonly insyncAt: number;
  readonly seconds: number;
}

/** What the data plane of a router follows by itself. */
export interface DataPlaneOptions {
  readonly alarms: Alarms;
  /** Called before the answers change, with what happens. */
  readonly emit: EventSink;
}

/**
 * What splits the traffic in a rehearsal: the plan's one route with its control plane and its servers. One
 * class for each kind of router.
 */
export interface Split {
  /** Every state of the route, and who made it. */
  readonly history: readonly SplitState[];
  /** What the route itself adds to the account that is searched for references to the old path. */
  readonly references: RouteReferences;
  /** The real adapter over the simulated API. Each call goes through the network of the world. */
  router(calls: Caller): TrafficRouter;
  /** The records of the route. Each method rejects when the route has none: no plan asks for them then. */
  records(calls: Caller): RouteRecords;
  /** The health checks that the route's records may name. */
  healthChecks(calls: Caller): HealthChecks;
  /** Starts what the servers do without the control plane, such as leaving an unhealthy new path. */
  startDataPlane(options: DataPlaneOptions): void;
  /** Percent on the new path, as the control plane holds it. */
  percent(): number;
  /** Calls the listener with the percent after every change of the route. */
  onChange(listener: (percent: number) => void): void;
  /** When every server answers with the change that was made at `at` (epoch milliseconds), or a later one. */
  insyncAfter(at: number): number;
  /** When every server answers with the last change (epoch milliseconds); 0 without any. */
  lastInsyncAt(): number;
  /** When the share that is answered last changed (epoch milliseconds); 0 when it never did. */
  lastShareChangeAt(): number;
  /**
   * How long an answer may be kept: the value at the start, and every change of it in the order of time. The
   * same list as long as nothing changes what is answered.
   */
  answerHolds(): readonly AnswerHold[];
  /**
   * Share on the new path that a server answers at `at` (epoch milliseconds).
   * @param serverDelay when the server learns of a change: 0 at once, 1 as the last of all
   */
  answeredShare(at: number, serverDelay: number): number;
  /** From now on, changes do not take effect, until this is ended. */
  holdPending(): { end(): void };
  /** Someone else changes the route. */
  foreignChange(change: ForeignChange): void;
  /** Someone else removes one path from the route, of all types or of one. */
  foreignDelete(path: 'old' | 'new', recordType?: string): void;
  /** Someone else adds a third path to the route; a key value store gets a key that is not read. */
  foreignAdd(addition: ForeignAddition): void;
}

/** The records of a route that has none. */
export const NO_RECORDS: RouteRecords = { read: noRecords, replace: noRecords, propagated: noRecords };

/** The health checks of a route that can name none. */
export const NO_HEALTH_CHECKS: HealthChecks = { describe: async () => null };

async function noRecords(): Promise<never> {
  throw new Error('a route of this kind has no records');
}
