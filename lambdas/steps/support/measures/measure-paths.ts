import { alphasOf } from '../../../core/comparison/alphas';
import { arrivedUntil } from '../../../core/comparison/arrived';
import { compared } from '../../../core/comparison/comparison';
import { comparisonOf, type PathComparison } from '../../../core/comparison/comparison-of';
import {
  addAlone,
  addPaths,
  beginEvidence,
  completeUntil,
  type Evidence,
} from '../../../core/comparison/evidence';
import { judgePaths } from '../../../core/comparison/judge-paths';
import { RECENT_MINUTES, recentPath } from '../../../core/comparison/recent';
import { HOUR_MS, hourReferences, REFERENCE_DAYS } from '../../../core/comparison/reference';
import { decidedComparison } from '../../../core/events/decided-comparison';
import type { DecidedComparison } from '../../../core/events/decision';
import { judgeOwnErrors } from '../../../core/health/own-errors';
import { minutesWithoutProbes, probesKnownFrom } from '../../../core/health/probed-requests';
import type { Judgement } from '../../../core/health/verdict';
import { forwardArnOf } from '../../../core/routers/route';
import type { MeasurePorts, Soaking } from './measure-requests';

/** What was measured of both paths. */
export interface PathsMeasured {
  readonly judgements: readonly Judgement[];
  /** What is known now; absent where the paths are not compared. */
  readonly evidence?: Evidence;
  /** What the judgements of the comparison rest on; absent where the paths are not compared. */
  readonly compared?: readonly DecidedComparison[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

const NO_TRAFFIC: Judgement = {
  verdict: 'pass',
  reason: 'there is no traffic on the new path to compare with the old one',
};

/**
 * Compares both paths: reads what is new since the evaluation before, adds it to what is known, and judges
 * all of it. With all traffic on the new path, it is compared with the old path on the days before.
 */
export async function measurePaths(ports: MeasurePorts, soaking: Soaking): Promise<PathsMeasured> {
  const { plan, soakState, at } = soaking;
  const comparison = comparisonOf(plan);
  if (comparison === null) {
    return { judgements: [] };
  }
  if (at.percent === 0) {
    return { judgements: [NO_TRAFFIC] };
  }
  const known = soakState.comparison ?? beginEvidence(Date.parse(soakState.effectiveAt));
  const [evidence, own] = await Promise.all([
    addNew(ports, soaking, { comparison, known }),
    measureOwnErrors(ports, soaking, comparison),
  ]);
  const { percent } = at;
  const alphas = alphasOf(plan, comparison.compare);
  const found = compared(comparison.compare, evidence, { percent, alphas });
  const judgements = [...judgePaths(comparison, found), ...own(evidence)];
  return { judgements, evidence, compared: decidedComparison(found) };
}

/** What is compared, and what is known of it. */
interface Known {
  readonly comparison: PathComparison;
  readonly known: Evidence;
}

/** What is known with the minutes since, as far as their data is complete. */
async function addNew(
  { health, clock }: MeasurePorts,
  { plan, soakState, at }: Soaking,
  { comparison, known }: Known,
): Promise<Evidence> {
  const now = clock.now();
  const { compare } = comparison;
  const { latencyStatistic } = compare;
  const route = forwardArnOf(plan.router);
  const from = Math.max(known.upTo, probesKnownFrom(soakState.probes));
  const to = completeUntil(now);
  if (to <= from) {
    return known;
  }
  const minutesOf = (sources: readonly string[]) =>
    health.minutes(sources, latencyStatistic, from, to, route);
  if (at.percent < 100) {
    const [old, counted] = await Promise.all([minutesOf(comparison.old), minutesOf(comparison.new)]);
    const until = arrivedUntil(known, [old, counted], now);
    return addPaths(known, compare, { old, new: minutesWithoutProbes(counted, soakState.probes) }, until);
  }
  const startedAt = Math.floor(Date.parse(soakState.startedAt) / HOUR_MS) * HOUR_MS;
  const daysBefore = startedAt - REFERENCE_DAYS * DAY_MS;
  const began = Date.parse(soakState.startedAt);
  const [hours, before, counted] = await Promise.all([
    health.hours(comparison.old, latencyStatistic, daysBefore, startedAt, route),
    health.minutes(comparison.old, latencyStatistic, began - RECENT_MINUTES * MINUTE_MS, began, route),
    minutesOf(comparison.new),
  ]);
  const until = arrivedUntil(known, [counted], now);
  const minutes = {
    new: minutesWithoutProbes(counted, soakState.probes),
    references: hourReferences(hours),
    recent: recentPath(before, began),
  };
  return addAlone(known, compare, minutes, until);
}

/**
 * What the load balancers themselves answered since the shift, against the hour before the stage. It is never
 * a `fail`, so that a comparison by default does not read it.
 */
async function measureOwnErrors(
  { health, clock }: MeasurePorts,
  { plan, soakState }: Soaking,
  { compare, isDefault, new: sources }: PathComparison,
): Promise<(evidence: Evidence) => readonly Judgement[]> {
  if (isDefault) {
    return () => [];
  }
  const startedAt = Date.parse(soakState.startedAt);
  const route = forwardArnOf(plan.router);
  const [before, since] = await Promise.all([
    health.balancers(sources, startedAt - HOUR_MS, startedAt, route),
    health.balancers(sources, Date.parse(soakState.effectiveAt), clock.now(), route),
  ]);
  return ({ errors }) =>
    before === null || since === null
      ? []
      : judgeOwnErrors(compare, { before, since, newRequests: errors.newRequests });
}
