import { compareOf } from '../plan/compare-of';
import { gainingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { sourcesOfRouter } from '../routers/route';
import { sourceList } from './source';

/** What of a plan says how its paths are measured. */
export type Measured = Pick<Plan, 'router' | 'health' | 'direction'>;

/** Where the requests of both paths are counted; null where neither the plan nor its router says so. */
export interface PathSources {
  readonly old: readonly string[] | null;
  readonly new: readonly string[] | null;
}

/** Where both paths are measured when they are compared: as the plan says, or else as its router knows. */
export function pathSources({ router, health }: Pick<Measured, 'router' | 'health'>): PathSources {
  const known = sourcesOfRouter(router);
  const compare = compareOf(health);
  return {
    old: compare?.old === undefined ? (known?.old ?? null) : sourceList(compare.old),
    new: compare?.new === undefined ? (known?.new ?? null) : sourceList(compare.new),
  };
}

/**
 * Where the requests of the path that gains are counted: as `health.minRequests` says, or else as the
 * comparison or the router does; null when the plan has no measure of requests.
 */
export function requestSources(plan: Measured): readonly string[] | null {
  const { minRequests } = plan.health;
  const named = minRequests?.source ?? minRequests?.loadBalancer;
  return named === undefined ? pathSources(plan)[gainingPath(plan)] : sourceList(named);
}
