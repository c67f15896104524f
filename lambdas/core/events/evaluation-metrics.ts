import type { SoakDecision } from '../health/soak';
import type { Verdict } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { stageOf } from '../plan/stage-of';

/** A metric of a route, in a unit of CloudWatch. `None` is for what counts nothing, such as an index. */
export interface RouteMetric {
  readonly name: string;
  readonly unit: 'Percent' | 'Seconds' | 'Count' | 'None';
  readonly value: number;
}

/** The dimension of a metric of one route, beside that of the ledger: the key of the route. */
export const ROUTE_DIMENSION = 'Route';

/** The percent that is written at the new path, as of the last evaluation. */
export const PERCENT_METRIC = 'Percent';

/** For each verdict a metric: 1 when an evaluation had it and 0 when it had not, so that sums count. */
export const VERDICT_METRICS: Readonly<Record<Verdict, string>> = {
  pass: 'EvaluationPass',
  fail: 'EvaluationFail',
  inconclusive: 'EvaluationInconclusive',
  error: 'EvaluationError',
};

/**
 * The metrics of one evaluation: where the cutover is, for how long it has been there, and the verdict.
 * @param now epoch milliseconds
 */
export function evaluationMetrics(plan: Plan, decision: SoakDecision, now: number): readonly RouteMetric[] {
  const { verdict, soakState } = decision;
  const { stage, startedAt } = soakState;
  const seconds = Math.max(0, Math.round((now - Date.parse(startedAt)) / 1_000));
  return [
    { name: PERCENT_METRIC, unit: 'Percent', value: stageOf(plan, stage).percent },
    { name: 'Stage', unit: 'None', value: stage },
    { name: 'SecondsInStage', unit: 'Seconds', value: seconds },
    ...Object.entries(VERDICT_METRICS).map(
      ([of, name]): RouteMetric => ({ name, unit: 'Count', value: of === verdict ? 1 : 0 }),
    ),
  ];
}
