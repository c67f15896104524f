import { Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { OrLater } from '../../../lambdas/core/routers/config-fields';
import { routeKey, routeKeysOf } from '../../../lambdas/core/routers/route';
import { routeConfigSchema } from '../../../lambdas/core/routers/route-config';
import { type Router, type RouterKind, routerKinds } from '../../../lambdas/core/routers/router-schema';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { ValidationError } from '../../../lambdas/core/validation/validated';
import { isKnownLater, isPendingLookup, tokenListProblems } from '../../shared/lookups';
import { repeatedNames } from './names';
import { type NormalizedConfigOf, type RouteConfigs, routeConfigDefinitions } from './registry';
import type { RouteConfigDefinition, RoutePermission } from './route-config-definition';

export type { RecordRoutes, RouteRecordType } from './route53/record-routes';

/** Routes of one kind that a workflow may shift. Without a `kind` they are records. */
export type RouteConfig = RouteConfigs[keyof RouteConfigs];

/** The same, with every default filled in and every name in one spelling. */
export type NormalizedRouteConfig = NormalizedConfigOf<RouterKind>;

/**
 * Characters of the list of routes, which is one of a function's variables: all of them together have at most
 * 4 KB (AWS Lambda Developer Guide, "Lambda quotas").
 */
const MAX_ROUTES_CHARACTERS = 3_000;

/** Lets CDK's tokens pass where a value may be known at deployment only. */
export const orToken: OrLater = (schema) =>
  v.pipe(
    v.lazy((value) => (isKnownLater(value) ? v.string() : schema)),
    v.description(v.getDescription(schema) ?? ''),
  );

const routesSchema = v.strictObject({ routes: v.array(routeConfigSchema(orToken)) });

/**
 * Checks the routes, fills in defaults, and spells names as the condition keys of Route 53 do.
 * @throws Error that lists everything that is wrong, each with its field
 */
export function normalizeRoutes(routes: readonly RouteConfig[]): readonly NormalizedRouteConfig[] {
  const lists = routes.flatMap(listProblems);
  if (lists.length > 0) {
    throw routesError(lists);
  }
  const checked = check(routesSchema, { routes });
  if (!checked.ok) {
    throw routesError(checked.problems.map(atSynth));
  }
  const normalized: readonly NormalizedRouteConfig[] = checked.value.routes;
  const problems = [
    ...(routes.length === 0
      ? [{ path: 'routes', message: 'is empty; name at least one record, key, listener or rule' }]
      : []),
    ...normalized.flatMap(problemsOf),
    ...repeatedNames(normalized.flatMap((config) => definitionOf(config).identifiers(config)))
      // Two lookups that are pending have the same value.
      .filter((name) => !isPendingLookup(name.replace(/^the (zone|store) /, '')))
      .map((name) => ({
        path: 'routes',
        message: `${name} is named twice; put what belongs to it into one entry`,
      })),
    ...sizeProblems(normalized),
  ];
  if (problems.length > 0) {
    throw routesError(problems);
  }
  return normalized;
}

/** Lists of names or ARNs that are known only at deployment as a whole. */
function listProblems(config: RouteConfig, i: number): Problem[] {
  return Object.entries(config ?? {}).flatMap(([name, value]) =>
    Array.isArray(value) ? tokenListProblems(`routes[${i}].${name}`, value) : [],
  );
}

function problemsOf(config: NormalizedRouteConfig, i: number): Problem[] {
  return definitionOf(config)
    .problems(config)
    .map(({ path, message }) => ({ path: `routes[${i}]${path === '' ? '' : `.${path}`}`, message }));
}

function sizeProblems(routes: readonly NormalizedRouteConfig[]): Problem[] {
  const { length } = JSON.stringify(routesVariable(routes));
  const message =
    `have ${length} characters as a list; must have at most ${MAX_ROUTES_CHARACTERS}, ` +
    'which the variables of a function hold; split them over two workflows';
  return length > MAX_ROUTES_CHARACTERS ? [{ path: 'routes', message }] : [];
}

/** A token fails only where the value must be known at synth. */
function atSynth({ path, message }: Problem): Problem {
  const remedy =
    'known at synth: write it out, or read it from the context of the app or with ' +
    'StringParameter.valueFromLookup';
  return { path, message: Token.isUnresolved(message) ? `${message}, ${remedy}` : message };
}

function routesError(problems: readonly Problem[]): Error {
  return new ValidationError('the routes are not valid', problems);
}

/** The value of the variable `ROUTES`: each route by its `routeKey`. */
export function routesVariable(routes: readonly NormalizedRouteConfig[]): string[] {
  return routes.flatMap(routeKeysOf);
}

/**
 * Whether a plan's route may be one of these. An entry that is partly known at deployment only counts by what
 * is known of it: the first state of the workflow checks the rest.
 */
export function mayBeOneOf(routes: readonly NormalizedRouteConfig[], router: Router): boolean {
  const key = routeKey(router);
  return routes
    .filter(({ kind }) => kind === router.kind)
    .some((config) =>
      routeKeysOf(config).some(
        (known) => known === key || (isKnownLater(known) && definitionOf(config).mayCover(config, router)),
      ),
    );
}

/**
 * The names of the zones whose records a workflow may shift, in which smoke tests may call `gw-*` by default.
 */
export function zoneNamesOf(routes: readonly NormalizedRouteConfig[]): string[] {
  return routes.flatMap((config) => definitionOf(config).zoneNames(config));
}

/** The statements that a permission comes to for these routes, kind by kind. */
export function routeStatements(
  permission: RoutePermission,
  scope: Construct,
  routes: readonly NormalizedRouteConfig[],
): PolicyStatement[] {
  const statementsOf = <Kind extends RouterKind>(kind: Kind): PolicyStatement[] => {
    const configs = routes.filter((config): config is NormalizedConfigOf<Kind> => config.kind === kind);
    return configs.length === 0 ? [] : routeConfigDefinitions[kind].statements[permission](scope, configs);
  };
  return routerKinds.flatMap((kind) => statementsOf(kind));
}

/** What an entry's own kind says of it; statements are for all entries of a kind together. */
function definitionOf({
  kind,
}: NormalizedRouteConfig): Omit<RouteConfigDefinition<NormalizedRouteConfig, Router>, 'statements'> {
  return routeConfigDefinitions[kind];
}
