import type { PathWeights } from '../../../lambdas/core/routers/direct-weights';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';

/** Where a record leads that is not of the route. */
export type LeadsTo = 'old' | 'new' | 'elsewhere';

/** A simple record of the route's name, of a type that the route does not shift. */
export interface OtherRecord {
  readonly recordType: 'A' | 'AAAA' | 'HTTPS' | 'SVCB';
  readonly leadsTo: LeadsTo;
  readonly ttlSeconds: number;
}

/** What can be wrong with the health check that a plan wants on its new records. */
export const HEALTH_CHECK_FLAWS = [
  ...(['absent', 'missing', 'of-another-alarm', 'of-another-region', 'disabled', 'inverted'] as const),
  'unhealthy-without-data',
] as const;

export type HealthCheckFlaw = (typeof HEALTH_CHECK_FLAWS)[number];

/** The split of any route before anything happens. */
export interface StartSetup {
  /** Weights of both paths. @default 100 and 0 */
  readonly weights?: PathWeights | undefined;
}

/** All traffic is on the new path. */
export const ALL_SHIFTED: PathWeights = { old: 0, new: 100 };

/** All traffic is on the old path. */
export const NOTHING_SHIFTED: PathWeights = { old: 100, new: 0 };

/** How the records of a Route 53 route begin. */
export interface RecordSetup extends StartSetup {
  /** Whether the records are aliases, which have the TTL of their target. */
  readonly alias: boolean;
  /** The DNS name of the hosted zone. @default the last two labels of the record's name */
  readonly zoneName?: string | undefined;
  /** Of records that are not aliases. */
  readonly ttlSeconds: number;
  /** Values of each record that is not an alias. @default 1 */
  readonly values?: number | undefined;
  /**
   * The routing policy of the records. With simple or latency routing there is the old path's record alone.
   * @default simple for a route that is adopted, weighted otherwise
   */
  readonly routing?: 'weighted' | 'simple' | 'latency' | undefined;
  /** Aliases lead to records of the same zone with this TTL. @default to load balancers outside of it */
  readonly aliasTtlSeconds?: number | undefined;
  /** What can make the old record unhealthy, and so answers with the new one. @default nothing */
  readonly oldRecordHealth?: 'health-check' | 'target' | undefined;
  /** The same of the new record, beside what the plan has it checked by. @default nothing */
  readonly newRecordHealth?: 'health-check' | 'target' | undefined;
  /** What is wrong with the health check that the plan wants on the new records. @default nothing */
  readonly newHealthCheck?: HealthCheckFlaw | undefined;
  /** Records of the name beside those of the route, of other types. @default none */
  readonly otherRecords?: readonly OtherRecord[] | undefined;
  /** Whether the zone of the route is private. @default false */
  readonly privateZone?: boolean | undefined;
  /** Another zone of the same name in the account, with a record for the name. @default none */
  readonly otherZone?: { readonly private: boolean; readonly leadsTo: LeadsTo } | undefined;
  /** From PENDING to INSYNC. @default 20 to 45 s, drawn for every change */
  readonly insyncSeconds?: number | undefined;
}

/** How the key value store of a CloudFront route begins. */
export interface StoreSetup extends StartSetup {
  /** Until the last edge location has a new value. @default 5 to 25 s, drawn for every change */
  readonly propagationSeconds?: number | undefined;
}

/** How the listener or rule of a load balancer's route begins. */
export interface ForwardSetup extends StartSetup {
  /** Duration of the target group stickiness; 0: none. */
  readonly stickinessSeconds: number;
}

/** How a route begins, whatever its kind. A scenario's `world` has all of these fields. */
export type RouteSetup = RecordSetup & StoreSetup & ForwardSetup;

/** What a simulated route is made of. */
export interface SplitOptions<R extends Router, Setup> {
  readonly route: R;
  readonly setup: Setup;
  readonly clock: VirtualClock;
  readonly random: Random;
}
