import { type Measured, pathSources } from '../measures/measures';
import type { Compare } from '../plan/compare';

/** How the paths of a plan are compared during its soaks. */
export interface PathComparison {
  readonly compare: Compare;
  /** Whether the plan does not write it. Then it can only `fail`: what it does not know is no doubt. */
  readonly isDefault: boolean;
  /** Where each path is measured. */
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/**
 * What is compared where a plan says nothing: the error rate, with the defaults of the schema. Written out,
 * so that a function which only measures does not need the schema.
 */
export const BY_DEFAULT: Compare = {
  measures: ['errorRate'],
  minRequests: 100,
  maxErrorRateAbovePercent: 0.5,
  latencyStatistic: 'p99',
  maxLatencyRatio: 1.5,
  minThroughputRatio: 0.5,
  whenUnknown: 'revert',
  confidence: 0.99,
};

/**
 * The comparison of a plan: its own, or the error rate where the router knows what is measured of both paths.
 * Null for `health.compare: none`, for plans that move down, and where nothing says how the paths are
 * measured.
 */
export function comparisonOf(plan: Measured): PathComparison | null {
  const { compare } = plan.health;
  const { old, new: fresh } = pathSources(plan);
  if (compare === 'none' || plan.direction === 'down' || old === null || fresh === null) {
    return null;
  }
  return { compare: compare ?? BY_DEFAULT, isDefault: compare === undefined, old, new: fresh };
}
