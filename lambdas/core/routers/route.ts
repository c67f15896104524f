import { accessProblems } from '../access/account-role';
import type { Source } from '../measures/source';
import type { RouteReading } from '../shared/readings';
import { textLike } from '../validation/fields';
import type { Problem } from '../validation/problems';
import type { NewTargets } from './new-targets';
import { routerDefinitions } from './registry';
import type { RouteConfigOf } from './route-config';
import type { Route53 } from './route53/schema';
import type {
  OldPathParts,
  Pace,
  PathNames,
  PathTargetGroups,
  PlanAlarms,
  RouteIssue,
  RouterDefinition,
  RouterSources,
  ScanGap,
} from './router-definition';
import { type Router, type RouterKind, type RouterOf, routerKinds } from './router-schema';

/** The definitions by kind, each for the router and the configuration of that very kind. */
const definitions: {
  readonly [Kind in RouterKind]: RouterDefinition<RouterOf<Kind>, RouteConfigOf<Kind>>;
} = routerDefinitions;

function definitionOf({ kind }: { readonly kind: RouterKind }): RouterDefinition<Router, AnyConfig> {
  return definitions[kind];
}

type AnyConfig = RouteConfigOf<RouterKind>;

/**
 * The ledger's key of a route, which is the unit of locking. Deployments name the routes that they may shift
 * by it.
 */
export function routeKey(router: Router): string {
  return `${router.kind}/${definitionOf(router).key(router)}`;
}

/** The `routeKey` of each route that an entry of `routes` lets a deployment shift. */
export function routeKeysOf(config: AnyConfig): string[] {
  return definitionOf(config)
    .configKeys(config)
    .map((key) => `${config.kind}/${key}`);
}

/** Text that reads as a `routeKey`. */
export const routeKeySchema = textLike(
  new RegExp(`^(${routerKinds.join('|')})/.+$`),
  'must be a route with its kind, such as route53/Z0123456789ABCDEFGHIJ/api.example.com',
);

/** What is wrong with a router beyond what each of its fields shows. */
export function routerProblems(router: Router, plan: PlanAlarms): readonly Problem[] {
  return [...accessProblems(router), ...definitionOf(router).problems(router, plan)];
}

/** Problems of a new target that the policy of the deployment does not allow. */
export function newTargetProblems(router: Router, allowed: NewTargets): readonly Problem[] {
  return definitionOf(router).newTargetProblems(router, allowed);
}

/** A short name of a route, for a sentence. */
export function routeName(router: Router): string {
  return definitionOf(router).name(router);
}

/** The DNS name that moves from path to path; null when the router moves none. */
export function publicName(router: Router): string | null {
  return definitionOf(router).publicName(router);
}

/** A route with everything that distinguishes it from others. */
export function describeRoute(router: Router): string {
  return definitionOf(router).describe(router);
}

/** What the two paths of a route are called. */
export function pathNames(router: Router): PathNames {
  return definitionOf(router).paths(router);
}

/** The version that a route of this version has once it is at `percent` and nothing else has changed. */
export function versionAt(router: Router, version: string, percent: number): string {
  return definitionOf(router).versionAt(router, version, percent);
}

/** The percent of a route of this version; null when it is not a version of this router. */
export function percentOfVersion(router: Router, version: string): number | null {
  try {
    return definitionOf(router).percentAt(router, version);
  } catch {
    return null;
  }
}

/** What differs between two versions of a route, for an operator: what changed, not all that there is. */
export function describeDrift(router: Router, expected: string, found: string): string {
  return definitionOf(router).drift(expected, found);
}

/** How fast a route typically follows a write. */
export function paceOf(router: Router): Pace {
  return definitionOf(router).pace(router);
}

/** Whether the service itself refuses a write to a route that has changed since it was read. */
export function comparesAndSwaps(router: Router): boolean {
  return definitionOf(router).comparesAndSwaps;
}

/** What is wrong with a route as it was read, beyond its percent and its TTL. */
export function routeIssues(router: Router, reading: RouteReading): readonly RouteIssue[] {
  return definitionOf(router).findings(router, reading);
}

/** What an operator should know of a route as it was read although nothing is wrong with it. */
export function routeNotices(router: Router, reading: RouteReading): readonly string[] {
  return definitionOf(router).notices(router, reading);
}

/** What of the old path can be deleted once a route is at 100 %. */
export function remainsOf(router: Router): string {
  return definitionOf(router).remains(router);
}

/** The router where its routes are Route 53 records, which can be prepared and restored; null otherwise. */
export function recordRouteOf(router: Router): Route53 | null {
  return definitionOf(router).records(router);
}

/** The ARN of the listener or rule whose forward action splits the traffic; null when it is none. */
export function forwardArnOf(router: Router): string | null {
  return definitionOf(router).forwardArn(router);
}

/** The load balancer that splits the traffic of a route, as its metrics name it; null when none does. */
export function balancerOfRoute(router: Router): string | null {
  return definitionOf(router).balancer(router);
}

/** Where the requests of both paths of a route are counted; null where its router does not say so. */
export function sourcesOfRouter(router: Router): RouterSources | null {
  return definitionOf(router).sources(router);
}

/** Why a source does not count one path of a route alone; null when nothing speaks against it. */
export function sourceProblem(router: Router, source: Source, which: keyof RouterSources): string | null {
  return definitionOf(router).sourceProblem(router, source, which);
}

/** The target groups of both paths: those that the router itself names, and others. */
export function targetGroupsWith(router: Router, others: PathTargetGroups): PathTargetGroups {
  const named = definitionOf(router).targetGroups(router);
  return {
    old: [...new Set([...others.old, ...named.old])],
    new: [...new Set([...others.new, ...named.new])],
  };
}

/** The parts of the old path that the router itself names. */
export function oldPathOf(router: Router): OldPathParts {
  return definitionOf(router).oldPath(router);
}

/**
 * What a scan of records and load balancers leaves open of the route itself; null when it reads the route.
 */
export function scanGapOf(router: Router): ScanGap | null {
  return definitionOf(router).scanGap(router);
}
