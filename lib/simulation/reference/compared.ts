import { BY_DEFAULT } from '../../../lambdas/core/comparison/comparison-of';
import type { Compare } from '../../../lambdas/core/plan/compare';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';

/** How a plan compares its paths. */
export interface ComparedPaths {
  readonly compare: Compare;
  /** Whether the plan does not write it: then it can only fail. */
  readonly isDefault: boolean;
}

/** The comparison that a plan writes; null when it writes none, or `none`. */
export function writtenComparison({ health: { compare } }: Plan): Compare | null {
  return compare === undefined || compare === 'none' ? null : compare;
}

/**
 * How a plan compares its paths; null: not at all. A load balancer knows both paths, so that its error rates
 * are compared unless the plan says `none`. A plan that moves down compares nothing.
 */
export function comparedPaths(plan: Plan): ComparedPaths | null {
  const written = writtenComparison(plan);
  if (plan.direction === 'down') {
    return null;
  }
  if (written !== null) {
    return { compare: written, isDefault: false };
  }
  const isKnown = plan.health.compare === undefined && balancerOfRoute(plan.router) !== null;
  return isKnown ? { compare: BY_DEFAULT, isDefault: true } : null;
}

/** From when on, after a raise is effective, something can have been compared, in seconds. */
export const COMPARED_SECONDS = 240;

/** A soak, or a hold, whose comparison may not know. Times are epoch milliseconds. */
export interface ComparedSoak {
  /** From when the soak, or the hold, counts. */
  readonly since: number;
  /** From when its raise, or the deployment of the next stage, is effective. */
  readonly effectiveAt: number;
  /** How long it has to last. */
  readonly seconds: number;
}

/** When a comparison that does not know becomes a doubt: once it has had the soak's time, and enough data. */
export function doubtFrom({ since, effectiveAt, seconds }: ComparedSoak): number {
  return Math.max(since + 1_000 * seconds, effectiveAt + 1_000 * Math.max(seconds, COMPARED_SECONDS));
}
