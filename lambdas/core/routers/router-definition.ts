import type * as v from 'valibot';
import type { Source } from '../measures/source';
import type { Direction } from '../plan/direction';
import type { RouteReading } from '../shared/readings';
import type { Problem } from '../validation/problems';
import type { OrLater } from './config-fields';
import type { NewTargets } from './new-targets';
import type { Route53 } from './route53/schema';

/**
 * Everything that the core knows of one kind of router. Nothing in it is optional: what a kind does not say
 * does not compile. A new kind is a folder with its `schema.ts` and `definition.ts`, and a line in each of
 * the registries.
 * @typeParam R the router of a checked plan
 * @typeParam Config what a deployment may shift of this kind, with every default filled in
 */
export interface RouterDefinition<R, Config> {
  /** The field `router` of a plan. */
  readonly schema: v.GenericSchema<unknown, R>;
  /** What is wrong with a router beyond what each of its fields shows. */
  problems(router: R, plan: PlanAlarms): readonly Problem[];

  /** What a deployment may shift: one entry of the construct's `routes`, and of the CDK context's. */
  configSchema(orLater: OrLater): v.GenericSchema<unknown, Config>;
  /** The `key` of each route of such an entry. */
  configKeys(config: Config): readonly string[];
  /** Problems of a new target that the policy of the deployment does not allow. */
  newTargetProblems(router: R, allowed: NewTargets): readonly Problem[];

  /** The ledger's key of a route, without its kind. */
  key(router: R): string;
  /** A short name of the route, for a sentence. */
  name(router: R): string;
  /** The DNS name that moves from path to path; null when the router moves none. */
  publicName(router: R): string | null;
  /** The route with everything that distinguishes it from others. */
  describe(router: R): string;
  /** What the two paths are called, as in `from "old" to "new"`. */
  paths(router: R): PathNames;

  /** The version that a route of this version has once it is at `percent` and nothing else has changed. */
  versionAt(router: R, version: string, percent: number): string;
  /**
   * The percent of a route of this version.
   * @throws any error when the version is not one of this router
   */
  percentAt(router: R, version: string): number;
  /** What differs between two versions, for an operator. */
  drift(expected: string, found: string): string;
  pace(router: R): Pace;
  /** Whether the service itself refuses a write when the route has changed since it was read. */
  readonly comparesAndSwaps: boolean;

  /** What is wrong with the route as it was read, beyond its percent and its TTL. */
  findings(router: R, reading: RouteReading): readonly RouteIssue[];
  /** What an operator should know of the route as it was read although nothing is wrong. */
  notices(router: R, reading: RouteReading): readonly string[];
  /** What is left of the old path at 100 %, and can be deleted. */
  remains(router: R): string;

  /** The router where its routes are Route 53 records, which can be prepared and restored; null otherwise. */
  records(router: R): Route53 | null;
  /** The ARN of the listener or rule whose forward action splits the traffic; null when it is none. */
  forwardArn(router: R): string | null;
  /** The load balancer that splits the traffic, as `app/NAME/ID`; null when none does. */
  balancer(router: R): string | null;
  /** Where the requests of both paths are counted; null where the router does not say so. */
  sources(router: R): RouterSources | null;
  /** Why a source does not count one path alone: `which …; must …`; null when it may. */
  sourceProblem(router: R, source: Source, which: keyof RouterSources): string | null;
  /** ARNs of the target groups that the router itself names: one path each. */
  targetGroups(router: R): PathTargetGroups;
  /** The parts of the old path that the router itself names. */
  oldPath(router: R): OldPathParts;
  /**
   * Why a scan of records and load balancers says nothing of the route itself; null when it reads the route.
   */
  scanGap(router: R): ScanGap | null;
}

/** Where the requests of both paths are counted (`readSource`). */
export interface RouterSources {
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** ARNs of target groups by the path that they serve. */
export interface PathTargetGroups {
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** What a router's checks need to know of the rest of the plan. */
export interface PlanAlarms {
  readonly direction: Direction;
  /** `health.alarms`: names of the alarms that the cutover monitors. */
  readonly alarms: readonly string[];
}

/** What the two paths of a route are called. */
export interface PathNames {
  readonly old: string;
  readonly new: string;
}

/** How fast a router typically is. */
export interface Pace {
  /** Seconds from a write until the router's own servers have it. */
  readonly propagationSeconds: number;
  /** Seconds after that during which clients go on with what they have cached. */
  readonly cachedSeconds: number;
}

/** Something about a route that is not ready, and what to do about it. */
export interface RouteIssue {
  readonly problem: string;
  readonly remedy: string;
}

/** Something that a scan did not read, and what to do about it. */
export interface ScanGap {
  readonly what: string;
  readonly remedy: string;
}

/** Parts of an old path. One that is missing is not known, and an empty one does not exist. */
export interface OldPathParts {
  /** Host names and addresses. */
  readonly hosts?: readonly string[] | undefined;
  readonly loadBalancerArns?: readonly string[] | undefined;
  readonly targetGroupArns?: readonly string[] | undefined;
  /** Names of Auto Scaling groups, or their ARNs. */
  readonly autoScalingGroups?: readonly string[] | undefined;
}
