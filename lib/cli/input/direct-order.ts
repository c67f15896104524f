import * as v from 'valibot';
import {
  pathNameOf,
  readWeights,
  routerOfKey,
  splitRouteKey,
} from '../../../lambdas/core/routers/direct-route';
import type { PathWeights } from '../../../lambdas/core/routers/direct-weights';
import { pathNames, recordRouteOf, routerProblems } from '../../../lambdas/core/routers/route';
import { type Router, routerSchema } from '../../../lambdas/core/routers/router-schema';
import { type Checked, check, type Problem } from '../../../lambdas/core/validation/problems';
import { readChecked } from '../../shared/read-file';
import { UsageError } from '../../shared/usage-error';

/** What an operator asks `cutover revert --direct` for. */
export interface DirectOrder {
  readonly router: Router;
  readonly weights: PathWeights;
  /** What names a path, where nobody has said which path is which; null when the route can be written. */
  readonly unnamed: string | null;
}

/** The options that say what to write. */
export interface DirectOrderOptions {
  readonly weights?: string;
  readonly old?: string;
  readonly new?: string;
}

/**
 * Reads what to write, and where.
 * @param route a route key, or a plan file, of which only `router` is read: other fields may be wrong
 * @throws UsageError that lists every problem
 */
export function readDirectOrder(route: string, options: DirectOrderOptions): DirectOrder {
  const key = splitRouteKey(route);
  const router = key === null ? routerOfPlan(route, options) : routerOfRouteKey(route, key, options);
  if (options.weights === undefined) {
    throw new UsageError('--direct needs --weights OLD/NEW, such as --weights 100/0');
  }
  const weights = readWeights(router.kind, options.weights);
  if (!weights.ok) {
    throw new UsageError('the weights are not valid', weights.problems);
  }
  const isNamed = key === null || options.old !== undefined || pathNameOf(router.kind) === null;
  return { router, weights: weights.value, unnamed: isNamed ? null : pathNameOf(router.kind) };
}

function routerOfPlan(file: string, options: DirectOrderOptions): Router {
  if (options.old !== undefined || options.new !== undefined) {
    throw new UsageError(`${file} is read as a plan, which says which path is which; remove --old and --new`);
  }
  return readChecked(file, 'plan', (value) => {
    const checked = check(v.looseObject({ router: routerSchema }), value);
    return checked.ok ? routerOf(checked.value.router) : checked;
  });
}

/** The alarms of the plan do not count: a health check changes nothing of what is written here. */
function routerOf(router: Router): Checked<Router> {
  const alarms = [recordRouteOf(router)?.newHealthCheck?.alarm ?? ''];
  const problems = routerProblems(router, { alarms, direction: 'up' });
  return problems.length === 0 ? { ok: true, value: router } : { ok: false, problems };
}

function routerOfRouteKey(
  route: string,
  { kind, rest }: NonNullable<ReturnType<typeof splitRouteKey>>,
  options: DirectOrderOptions,
): Router {
  const name = pathNameOf(kind);
  const { old, new: fresh } = options;
  if (name === null && (old !== undefined || fresh !== undefined)) {
    throw new UsageError(`a route of the kind ${kind} names no paths; remove --old and --new`);
  }
  if ((old === undefined) !== (fresh === undefined)) {
    throw new UsageError(`--old and --new go together: each is a ${name}`);
  }
  const paths = old === undefined || fresh === undefined ? null : { old, new: fresh };
  const checked = routerOfKey(kind, rest, paths);
  const problems = checked.ok ? samePath(checked.value, paths !== null) : checked.problems;
  if (!checked.ok || problems.length > 0) {
    throw new UsageError(`${route} is not a valid route`, problems);
  }
  return checked.value;
}

function samePath(router: Router, isNamed: boolean): readonly Problem[] {
  const { old, new: fresh } = pathNames(router);
  const message = `is "${fresh}", the same as --old; must name the other path`;
  return isNamed && old === fresh ? [{ path: '--new', message }] : [];
}
