import { Token } from 'aws-cdk-lib';
import { routeKey } from '../../../lambdas/core/routers/route';
import type { Router, RouterKind } from '../../../lambdas/core/routers/router-schema';
import { normalizeRecords, type RecordRoutes, recordProblems } from './route53/record-routes';

export type { RecordRoutes, RouteRecordType } from './route53/record-routes';

/** Keys of a key value store of CloudFront that a workflow may shift. */
export interface StoreRoutes {
  readonly kind: 'cloudfront-kvs';
  /** May be known at deployment only. */
  readonly keyValueStoreArn: string;
  /**
   * Keys that hold a percent.
   * @default ['traffic-split']
   */
  readonly keys?: readonly string[];
}

/** Forward actions of Application Load Balancers that a workflow may shift. */
export interface ForwardRoutes {
  readonly kind: 'alb';
  /**
   * Listeners whose default action it is. May be known at deployment only.
   * @default - none
   */
  readonly listenerArns?: readonly string[];
  /**
   * Rules whose action it is. May be known at deployment only.
   * @default - none
   */
  readonly ruleArns?: readonly string[];
}

/** Routes of one kind that a workflow may shift. Without a `kind` they are records. */
export type CutoverRoutes = RecordRoutes | StoreRoutes | ForwardRoutes;

/** The same, with every default filled in and every name in one spelling. */
export type NormalizedRoutes = Required<RecordRoutes> | Required<StoreRoutes> | Required<ForwardRoutes>;
/** Those of one kind. */
export type NormalizedOf<Kind extends RouterKind> = Extract<NormalizedRoutes, { readonly kind: Kind }>;

/** A function's variables hold 4 KB together (AWS Lambda Developer Guide, "Lambda quotas"), and the routes are one of them. */
const MAX_ROUTES_CHARACTERS = 3_000;

/**
 * Checks the routes and spells their names as Route 53's conditions do.
 * @throws Error that lists everything that is wrong
 */
export function normalizeRoutes(routes: readonly RecordRoutes[]): readonly Required<RecordRoutes>[];
export function normalizeRoutes(routes: readonly CutoverRoutes[]): readonly NormalizedRoutes[];
export function normalizeRoutes(routes: readonly CutoverRoutes[]): readonly NormalizedRoutes[] {
  const normalized = routes.map(normalize);
  const problems = [
    ...(routes.length === 0 ? ['routes is empty; name at least one zone and record'] : []),
    ...normalized.flatMap((one, i) => problemsOf(one).map((problem) => `routes[${i}].${problem}`)),
    ...repeated(normalized.flatMap(idsOf)).map(
      (id) => `${id} is named twice; put what belongs to it into one entry`,
    ),
    ...(JSON.stringify(routesVariable(normalized)).length > MAX_ROUTES_CHARACTERS
      ? ['these are more routes than the variables of a function can hold; split them over two workflows']
      : []),
  ];
  if (problems.length > 0) {
    throw new Error(`the routes are not right:\n${problems.join('\n')}`);
  }
  return normalized;
}

/** The value of `ROUTES`: each route by its `routeKey`. */
export function routesVariable(routes: readonly NormalizedRoutes[]): string[] {
  return routes.flatMap(keysOf);
}

function keysOf(routes: NormalizedRoutes): string[] {
  switch (routes.kind) {
    case 'route53':
      return routes.recordNames.map((recordName) => `route53/${routes.hostedZoneId}/${recordName}`);
    case 'cloudfront-kvs':
      return routes.keys.map((key) => `cloudfront-kvs/${routes.keyValueStoreArn}/${key}`);
    case 'alb':
      return [...routes.listenerArns, ...routes.ruleArns].map((arn) => `alb/${arn}`);
  }
}

/** The routes of one kind. */
export function routesOf<Kind extends RouterKind>(
  routes: readonly NormalizedRoutes[],
  kind: Kind,
): readonly NormalizedOf<Kind>[] {
  return routes.filter((one): one is NormalizedOf<Kind> => one.kind === kind);
}

/** Whether a plan's route is one of these. What is known at deployment only fits anything here: the first state looks at it. */
export function isOneOf(routes: readonly NormalizedRoutes[], router: Router): boolean {
  const key = routeKey(router);
  return routesOf(routes, router.kind).some((one) =>
    keysOf(one).some((known) => known === key || (Token.isUnresolved(known) && couldBe(one, router))),
  );
}

function couldBe(one: NormalizedRoutes, router: Router): boolean {
  return (
    (one.kind === 'route53' && router.kind === 'route53' && one.recordNames.includes(router.recordName)) ||
    (one.kind === 'cloudfront-kvs' && router.kind === 'cloudfront-kvs' && one.keys.includes(router.key)) ||
    one.kind === 'alb'
  );
}

function normalize(routes: CutoverRoutes): NormalizedRoutes {
  switch (routes.kind) {
    case 'cloudfront-kvs':
      return { ...routes, keys: routes.keys ?? ['traffic-split'] };
    case 'alb':
      return { ...routes, listenerArns: routes.listenerArns ?? [], ruleArns: routes.ruleArns ?? [] };
    default:
      return normalizeRecords(routes);
  }
}

function problemsOf(routes: NormalizedRoutes): string[] {
  switch (routes.kind) {
    case 'route53':
      return recordProblems(routes);
    case 'cloudfront-kvs':
      return [
        ...arnProblems(
          'keyValueStoreArn',
          [routes.keyValueStoreArn],
          /^arn:[a-z-]+:cloudfront::\d{12}:key-value-store\/[^/*]+$/,
        ),
        ...(routes.keys.length === 0 ? ['keys is empty; name at least one key'] : []),
        ...repeated(routes.keys).map((key) => `keys has "${key}" twice`),
      ];
    case 'alb':
      return [
        ...arnProblems(
          'listenerArns',
          routes.listenerArns,
          /:elasticloadbalancing:[^:]+:\d{12}:listener\/app\/[^*]+$/,
        ),
        ...arnProblems(
          'ruleArns',
          routes.ruleArns,
          /:elasticloadbalancing:[^:]+:\d{12}:listener-rule\/app\/[^*]+$/,
        ),
        ...(routes.listenerArns.length + routes.ruleArns.length === 0
          ? ['listenerArns and ruleArns are empty; name at least one listener or rule']
          : []),
      ];
  }
}

function arnProblems(field: string, arns: readonly string[], pattern: RegExp): string[] {
  return arns
    .filter((arn) => !Token.isUnresolved(arn) && !pattern.test(arn))
    .map((arn) => `${field} has "${arn}"; must be the ARN of what it says, with nothing left open`);
}

/** What no two entries may share. */
function idsOf(routes: NormalizedRoutes): readonly string[] {
  switch (routes.kind) {
    case 'route53':
      return [`the zone ${routes.hostedZoneId}`];
    case 'cloudfront-kvs':
      return [`the store ${routes.keyValueStoreArn}`];
    case 'alb':
      return [...routes.listenerArns, ...routes.ruleArns];
  }
}

function repeated(words: readonly string[]): string[] {
  return [...new Set(words.filter((word, i) => words.indexOf(word) !== i))];
}
