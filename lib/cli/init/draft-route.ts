import { pathNameOf, routerOfKey, splitRouteKey } from '../../../lambdas/core/routers/direct-route';
import { forwardArnOf, recordRouteOf, routeName } from '../../../lambdas/core/routers/route';
import type { Router, RouterKind } from '../../../lambdas/core/routers/router-schema';
import { UsageError } from '../../shared/usage-error';
import type { Ask } from './ask';
import { askFor } from './questions';
import { type RecordSource, readRecord } from './read-record';
import type { RecordFacts } from './record-facts';

/** The options that say which route a plan moves. */
export interface RouteOptions {
  readonly record?: string;
  readonly route?: string;
  readonly old?: string;
  readonly new?: string;
  readonly newTarget?: readonly string[];
  /** Of a route that is not read; absent: A. */
  readonly recordType?: readonly string[];
}

/** The route of a first plan. */
export interface DraftRoute {
  /** `router` of the plan. */
  readonly router: object;
  /** Whether records have a TTL that must be lowered ahead. */
  readonly lowersTtl: boolean;
  /** A name for the plan. */
  readonly name: string;
}

/** TTL above which the preflight stops: the default of `preflight.maxTtlSeconds`. */
const MAX_TTL_SECONDS = 60;

/** The route, from the options, from Route 53, and from what the operator answers. */
export async function draftRoute(
  options: RouteOptions,
  ask: Ask | null,
  records: () => Promise<RecordSource>,
): Promise<DraftRoute> {
  const { route, record } = options;
  if (route !== undefined) {
    return namedRoute(route, options, ask);
  }
  if (record === undefined && ask !== null && (await wayOf(ask)) === 'route') {
    return namedRoute(await askFor(ask, 'route'), options, ask);
  }
  const name = record ?? (await askFor(ask, 'record'));
  const facts = await readRecord(await records(), name, options);
  return recordRoute(facts, options, ask);
}

function wayOf(ask: Ask): Promise<'record' | 'route'> {
  return ask.choose('What splits the traffic?', [
    { value: 'record', label: 'A record in Route 53, which is read from AWS now' },
    { value: 'route', label: 'Something that I name: Route 53 weights, a key value store, a load balancer' },
  ]);
}

async function namedRoute(route: string, options: RouteOptions, ask: Ask | null): Promise<DraftRoute> {
  const key = splitRouteKey(route);
  if (key === null) {
    throw new UsageError(`--route is "${route}"; it begins with route53/, cloudfront-kvs/ or alb/`);
  }
  const checked = routerOfKey(key.kind, key.rest, await pathsOf(key.kind, options, ask));
  if (!checked.ok) {
    throw new UsageError(`${route} is not a valid route`, checked.problems);
  }
  const router = checked.value;
  const isRecord = recordRouteOf(router) !== null;
  const shown = isRecord ? { ...router, recordTypes: options.recordType ?? ['A'] } : router;
  return { router: shown, lowersTtl: false, name: planName(router) };
}

async function pathsOf(kind: RouterKind, options: RouteOptions, ask: Ask | null) {
  const what = pathNameOf(kind);
  if (what === null) {
    return null;
  }
  const old = options.old ?? (await askFor(ask, 'old', `: its ${what}`));
  const fresh = options.new ?? (await askFor(ask, 'new', `: its ${what}`));
  return { old, new: fresh };
}

async function recordRoute(facts: RecordFacts, options: RouteOptions, ask: Ask | null): Promise<DraftRoute> {
  const { hostedZoneId, recordName, recordTypes, pair, ttlSeconds } = facts;
  const [old, fresh] = pair ?? [options.old ?? 'old', options.new ?? 'new'];
  const router = {
    ...{ kind: 'route53', hostedZoneId, recordName, recordTypes },
    ...{ oldSetIdentifier: old, newSetIdentifier: fresh },
  };
  const lowersTtl = (ttlSeconds ?? 0) > MAX_TTL_SECONDS;
  const name = nameFrom(recordName);
  if (pair !== null) {
    return { router, lowersTtl, name };
  }
  const types = recordTypes.join(', ');
  const targets =
    options.newTarget ??
    (await askFor(ask, 'newTarget', ` (${recordName} is a simple record, ${types})`)).split(',');
  const newTarget = newTargetOf(targets.map((target) => target.trim()));
  return { router: { ...router, adopt: { newTarget } }, lowersTtl, name };
}

/** `ZONE/NAME` is an alias; anything else are values, by the type of record that they belong to. */
function newTargetOf(targets: readonly string[]): object {
  const [, hostedZoneId, dnsName] = /^(Z[A-Z0-9]+)\/(.+)$/.exec(targets[0] ?? '') ?? [];
  if (hostedZoneId !== undefined) {
    return { alias: { hostedZoneId, dnsName } };
  }
  const of = (type: string) => targets.filter((target) => typeOf(target) === type);
  const values = ['A', 'AAAA', 'CNAME'].map((type) => [type, of(type)] as const);
  return { values: Object.fromEntries(values.filter(([, all]) => all.length > 0)) };
}

function typeOf(target: string): string {
  return /^[\d.]+$/.test(target) ? 'A' : target.includes(':') ? 'AAAA' : 'CNAME';
}

/** The first label of a record, the key of a store, or the name of a load balancer. */
function planName(router: Router): string {
  const name = routeName(router);
  // The name of a listener or a rule has its load balancer in its third part.
  return nameFrom(forwardArnOf(router) === null ? name : (name.split('/')[2] ?? name));
}

/** The first part of a name, without what the name of a plan may not have. */
function nameFrom(text: string): string {
  const [label = ''] = text.replace(/^\*/, 'wildcard').split(/[./:\s]/);
  const name = label.replace(/[^A-Za-z0-9_-]/g, '').replace(/^[_-]+/, '');
  return name === '' ? 'cutover' : name.slice(0, 64);
}
