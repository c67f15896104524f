import type { PathNames } from './router-definition';

/**
 * What an operator can set of one kind of router without the workflow. Not a part of `RouterDefinition`,
 * because the bundles of the functions contain that one and never need this.
 * @typeParam R the router of a checked plan
 */
export interface DirectDefinition<R> {
  /** The largest weight that the service takes; the smallest is 0. */
  readonly maxWeight: number;
  /** What the two weights must sum to; null where any sum above 0 will do. */
  readonly sum: number | null;
  /** What names a path of the route; null where nothing needs to. */
  readonly pathName: string | null;
  /** Names that no path has, for a route of which nobody has said yet which path is which. */
  readonly unnamed: PathNames;
  /** The fields of a plan's `router`, without `kind`, for a route key. They are not checked yet. */
  fields(key: string, paths: PathNames): object;
  /** The router that a route key stands for, from the checked fields. */
  ofKey(route: R): R;
}
