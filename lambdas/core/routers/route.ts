import { arnOf, forwardAt, forwardDrift, labelOf } from './alb/forward-action';
import { keyValueDrift, keyValuesAt } from './cloudfront-kvs/key-values';
import { recordDrift, recordsAt } from './route53/weighted-records';
import type { Router, RouterKind, RouterOf } from './router-schema';

/** What the steps need to know of a kind of router, and what a person is told of it. */
interface RouteKind<R extends Router> {
  key(router: R): string;
  name(router: R): string;
  /** The name that moves from path to path; null when the router moves none. */
  publicName(router: R): string | null;
  /** With all that tells it apart. */
  describe(router: R): string;
  /** What the two paths are called, as in `from "old" to "new"`. */
  paths(router: R): { readonly old: string; readonly new: string };
  versionAt(router: R, version: string, percent: number): string;
  drift(expected: string, found: string): string;
  pace(router: R): Pace;
  /** Whether a write is refused by the service itself when the route has changed since it was read. */
  readonly swaps: boolean;
  /** How a person puts it to 0 %. */
  readonly toZero: string;
  /** What is left of the old path at 100 %, and can go. */
  remains(router: R): string;
}

/** How fast a router is, as it is typically. */
export interface Pace {
  /** From a write until it is in effect at the router's own servers. */
  readonly settleSeconds: number;
  /** For which clients go on as before after that. */
  readonly holdSeconds: number;
}

/** A new kind of router is one entry here, one schema and one adapter. */
const kinds: { readonly [Kind in RouterKind]: RouteKind<RouterOf<Kind>> } = {
  route53: {
    // All types of a name shift together.
    key: ({ hostedZoneId, recordName }) => `${hostedZoneId}/${recordName}`,
    name: ({ recordName }) => recordName,
    publicName: ({ recordName }) => recordName,
    describe: ({ recordName, recordTypes, hostedZoneId }) =>
      `${recordName} (${recordTypes.join(', ')}) in zone ${hostedZoneId}`,
    paths: ({ oldSetIdentifier, newSetIdentifier }) => ({ old: oldSetIdentifier, new: newSetIdentifier }),
    versionAt: recordsAt,
    drift: recordDrift,
    // Generally INSYNC within 60 s (Developer Guide); an alias takes the TTL of its target, 60 s for a load balancer.
    pace: () => ({ settleSeconds: 60, holdSeconds: 60 }),
    swaps: true,
    toZero: 'set the weights to 100 (old) and 0 (new)',
    remains: ({ oldSetIdentifier }) => `the record "${oldSetIdentifier}" (weight 0)`,
  },
  'cloudfront-kvs': {
    key: ({ keyValueStoreArn, key }) => `${keyValueStoreArn}/${key}`,
    name: ({ key, keyValueStoreArn }) => `"${key}" in ${keyValueStoreArn.replace(/^(?:[^:]*:){5}/, '')}`,
    publicName: () => null,
    describe: ({ key, keyValueStoreArn }) => `key "${key}" of ${keyValueStoreArn}`,
    paths: () => ({ old: 'the old origin', new: 'the new origin' }),
    versionAt: keyValuesAt,
    drift: keyValueDrift,
    pace: ({ propagationSeconds }) => ({ settleSeconds: propagationSeconds, holdSeconds: 0 }),
    swaps: true,
    toZero: 'put the value 0',
    remains: () => 'the old origin',
  },
  alb: {
    key: arnOf,
    name: labelOf,
    publicName: () => null,
    describe: arnOf,
    paths: ({ oldTargetGroupArn, newTargetGroupArn }) => ({ old: oldTargetGroupArn, new: newTargetGroupArn }),
    versionAt: forwardAt,
    drift: forwardDrift,
    pace: ({ acceptStickinessSeconds }) => ({ settleSeconds: 10, holdSeconds: acceptStickinessSeconds }),
    swaps: false,
    toZero: 'set the weights to 100 (old) and 0 (new)',
    remains: ({ oldTargetGroupArn }) => `the target group ${oldTargetGroupArn} (weight 0)`,
  },
};

function kindOf(router: Router): RouteKind<Router> {
  return kinds[router.kind];
}

/** The ledger's key of a route, which is the unit of locking. Deployments name the routes that they may change by it. */
export function routeKey(router: Router): string {
  return `${router.kind}/${kindOf(router).key(router)}`;
}

/** A route in a sentence. */
export function routeName(router: Router): string {
  return kindOf(router).name(router);
}

/** The name that moves from path to path; null when the router moves none. */
export function publicName(router: Router): string | null {
  return kindOf(router).publicName(router);
}

/** A route with all that tells it apart. */
export function describeRoute(router: Router): string {
  return kindOf(router).describe(router);
}

/** What the two paths of a route are called. */
export function pathNames(router: Router): { readonly old: string; readonly new: string } {
  return kindOf(router).paths(router);
}

/** The version that a route of this version has once it is at `percent` and nothing else has changed. */
export function versionAt(router: Router, version: string, percent: number): string {
  return kindOf(router).versionAt(router, version, percent);
}

/** What differs between two versions of a route, for a person: what changed and not all that there is. */
export function describeDrift(router: Router, expected: string, found: string): string {
  return kindOf(router).drift(expected, found);
}

/** How fast a route follows a write. */
export function paceOf(router: Router): Pace {
  return kindOf(router).pace(router);
}

/** Whether the service itself refuses a write to a route that has changed since it was read. */
export function comparesAndSwaps(router: Router): boolean {
  return kindOf(router).swaps;
}

/** How a person puts a route to 0 %. */
export function remedyToZero(router: Router): string {
  return kindOf(router).toZero;
}

/** What of the old path can go once a route is at 100 %. */
export function remainsOf(router: Router): string {
  return kindOf(router).remains(router);
}
