import type { ShareEvidence } from '../comparison/share-evidence';
import type { SoakDecision } from '../health/soak';
import type { SoakState } from '../health/soak-state';
import type { Verdict } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { stageOf } from '../plan/stage-of';

/**
 * A metric of a route. `Percent`: what is written at the new path. `Stage`: its index in the plan, from 0.
 * `SecondsInStage`: since its monitoring began. `EvaluationPass`, `EvaluationFail`, `EvaluationInconclusive`,
 * `EvaluationError`: 1 for the verdict of an evaluation, 0 for the others. `RequestsNew`, `RequestsOld`:
 * requests since the evaluation before, where a plan compares the paths. `RevertSeconds`: how long a revert
 * took.
 */
export type RouteMetricName =
  | 'Percent'
  | 'Stage'
  | 'SecondsInStage'
  | 'EvaluationPass'
  | 'EvaluationFail'
  | 'EvaluationInconclusive'
  | 'EvaluationError'
  | 'RequestsNew'
  | 'RequestsOld'
  | 'RevertSeconds';

/** A metric of a route, in a unit of CloudWatch. `None` is for what counts nothing, such as an index. */
export interface RouteMetric {
  readonly name: RouteMetricName;
  readonly unit: 'Percent' | 'Seconds' | 'Count' | 'None';
  readonly value: number;
}

/** The dimension of a metric of one route, beside that of the ledger: the key of the route. */
export const ROUTE_DIMENSION = 'Route';

/** For each verdict a metric: 1 when an evaluation had it and 0 when it had not, so that sums count. */
export const VERDICT_METRICS: Readonly<Record<Verdict, RouteMetricName>> = {
  pass: 'EvaluationPass',
  fail: 'EvaluationFail',
  inconclusive: 'EvaluationInconclusive',
  error: 'EvaluationError',
};

/**
 * The metrics of one evaluation: where the cutover is, for how long it has been there, the verdict, and the
 * requests of both paths that the comparison has counted since the evaluation before.
 * @param before the state of the soak that the evaluation was given
 * @param now epoch milliseconds
 */
export function evaluationMetrics(
  plan: Plan,
  before: SoakState,
  { verdict, soakState }: Pick<SoakDecision, 'verdict' | 'soakState'>,
  now: number,
): readonly RouteMetric[] {
  const { stage, startedAt, comparison } = soakState;
  return [
    { name: 'Percent', unit: 'Percent', value: stageOf(plan, stage).percent },
    { name: 'Stage', unit: 'None', value: stage },
    { name: 'SecondsInStage', unit: 'Seconds', value: secondsSince(startedAt, now) },
    ...Object.entries(VERDICT_METRICS).map(
      ([of, name]): RouteMetric => ({ name, unit: 'Count', value: of === verdict ? 1 : 0 }),
    ),
    ...(comparison === undefined ? [] : requestMetrics(comparison.share, before.comparison?.share)),
  ];
}

/**
 * The metric of a revert that has ended: the seconds since its execution started.
 * @param startedAt ISO 8601
 * @param now epoch milliseconds
 */
export function revertMetrics(startedAt: string, now: number): readonly RouteMetric[] {
  return [{ name: 'RevertSeconds', unit: 'Seconds', value: secondsSince(startedAt, now) }];
}

/** A comparison that has restarted counts from 0. With all traffic on the new path it counts no shares. */
function requestMetrics(share: ShareEvidence, before: ShareEvidence | undefined): readonly RouteMetric[] {
  if (share.minutes === 0) {
    return [];
  }
  const from = before === undefined || before.minutes > share.minutes ? { n: 0, t: 0 } : before;
  return [
    { name: 'RequestsNew', unit: 'Count', value: share.n - from.n },
    { name: 'RequestsOld', unit: 'Count', value: share.t - share.n - (from.t - from.n) },
  ];
}

function secondsSince(startedAt: string, now: number): number {
  return Math.max(0, Math.round((now - Date.parse(startedAt)) / 1_000));
}
