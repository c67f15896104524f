import { alphasOf } from '../../../lambdas/core/comparison/alphas';
import { compared } from '../../../lambdas/core/comparison/comparison';
import { comparisonOf } from '../../../lambdas/core/comparison/comparison-of';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { stageOf } from '../../../lambdas/core/plan/stage-of';
import type { TraceEvent } from '../asl/execution';

/** What an evaluation knew of the difference of the error rates, in percentage points. */
export interface ComparisonSample {
  /** Seconds since the start. */
  readonly at: number;
  /** Of the traffic on the new path. */
  readonly percent: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly limit: number;
}

/** The sample of an evaluation; null for any other event, and where nothing is known of the error rates. */
export function comparisonSample(plan: Plan, event: TraceEvent, at: number): ComparisonSample | null {
  const comparison = comparisonOf(plan);
  if (comparison === null || event.kind !== 'left' || event.state !== 'EvaluateHealth') {
    return null;
  }
  const { soakState } = event.result as { readonly soakState: SoakState };
  const { percent } = stageOf(plan, soakState.stage);
  if (soakState.comparison === undefined || percent === 0) {
    return null;
  }
  const { compare } = comparison;
  const alphas = alphasOf(plan, compare);
  const found = compared(compare, soakState.comparison, { percent, alphas });
  const errorRate = found.find(({ measure }) => measure === 'errorRate');
  if (errorRate === undefined) {
    return null;
  }
  const { estimate, low, high, limit } = errorRate;
  return estimate === null || low === null || high === null
    ? null
    : { at, percent, estimate, low, high, limit };
}
