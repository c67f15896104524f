import { Token } from 'aws-cdk-lib';
import type { Router } from '../lambdas/core/plan-router';
import { routeKey } from '../lambdas/core/route';

/** Record types that can be weighted and lead to a path. */
export type RouteRecordType = 'A' | 'AAAA' | 'CNAME';

/** Records of one zone that a workflow may shift. */
export interface CutoverRoutes {
  /** Such as `Z0123456789ABCDEFGHIJ`. May be known at deployment only. */
  readonly hostedZoneId: string;
  /** Such as `example.com`. */
  readonly zoneName: string;
  /** Whole names, such as `api.example.com`. */
  readonly recordNames: readonly string[];
  /**
   * Types of those records, which shift together.
   * @default ['A']
   */
  readonly recordTypes?: readonly RouteRecordType[];
}

/** Lower case, no trailing dot: as Route 53's condition keys spell a name. */
type NormalizedRoutes = Required<CutoverRoutes>;

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/;
/** A function's variables hold 4 KB together (AWS Lambda Developer Guide, "Lambda quotas"), and the routes are one of them. */
const MAX_ROUTES_CHARACTERS = 3_000;

/**
 * Checks the routes and spells their names as Route 53's conditions do.
 * @throws Error that lists everything that is wrong
 */
export function normalizeRoutes(routes: readonly CutoverRoutes[]): readonly NormalizedRoutes[] {
  const normalized = routes.map((one) => ({
    ...one,
    zoneName: normalizeName(one.zoneName),
    recordNames: one.recordNames.map(normalizeName),
    recordTypes: one.recordTypes ?? (['A'] as const),
  }));
  const problems = [
    ...(routes.length === 0 ? ['routes is empty; name at least one zone and record'] : []),
    ...normalized.flatMap((one, i) => problemsOf(one).map((problem) => `routes[${i}].${problem}`)),
    ...repeated(normalized.map((one) => one.hostedZoneId)).map(
      (id) => `the zone ${id} is named twice; put its records into one entry`,
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
export function routesVariable(routes: readonly CutoverRoutes[]) {
  return routes.flatMap(({ hostedZoneId, recordNames }) =>
    recordNames.map((recordName) => `route53/${hostedZoneId}/${recordName}`),
  );
}

/** Whether a plan's route is one of these. What is known at deployment only fits anything here: the first state looks at it. */
export function isOneOf(routes: readonly CutoverRoutes[], router: Router): boolean {
  const key = routeKey(router);
  return routes.some(({ hostedZoneId, recordNames }) =>
    Token.isUnresolved(hostedZoneId)
      ? router.kind === 'route53' && recordNames.includes(router.recordName)
      : routesVariable([{ hostedZoneId, zoneName: '', recordNames }]).includes(key),
  );
}

function normalizeName(name: string): string {
  return Token.isUnresolved(name) ? name : name.toLowerCase().replace(/\.$/, '');
}

function problemsOf({ hostedZoneId, zoneName, recordNames, recordTypes }: NormalizedRoutes): string[] {
  const problems: string[] = [];
  if (!Token.isUnresolved(hostedZoneId) && !/^Z[A-Z0-9]{1,31}$/.test(hostedZoneId)) {
    problems.push(`hostedZoneId is "${hostedZoneId}"; must be like Z0123456789ABCDEFGHIJ`);
  }
  if (Token.isUnresolved(zoneName) || !NAME.test(zoneName)) {
    problems.push(`zoneName is "${zoneName}"; must be a domain, such as example.com, known at synth`);
  }
  if (recordNames.length === 0) {
    problems.push('recordNames is empty; name at least one record');
  }
  if (recordTypes.length === 0) {
    problems.push('recordTypes is empty; name at least one type');
  }
  for (const name of recordNames) {
    if (Token.isUnresolved(name) || !NAME.test(name)) {
      problems.push(
        `recordNames has "${name}"; must be a record name, such as api.example.com, known at synth`,
      );
    } else if (name !== zoneName && !name.endsWith(`.${zoneName}`)) {
      problems.push(`recordNames has "${name}", which is not in the zone ${zoneName}`);
    }
  }
  return [...problems, ...repeated(recordNames).map((name) => `recordNames has "${name}" twice`)];
}

function repeated(words: readonly string[]): string[] {
  return [...new Set(words.filter((word, i) => words.indexOf(word) !== i))];
}
