import { alphasOf } from '../../../lambdas/core/comparison/alphas';
import { arrivedUntil } from '../../../lambdas/core/comparison/arrived';
import { compared as judgeMeasures } from '../../../lambdas/core/comparison/comparison';
import {
  addAlone,
  addPaths,
  beginEvidence,
  completeUntil,
  type Evidence,
} from '../../../lambdas/core/comparison/evidence';
import { RECENT_MINUTES, recentPath } from '../../../lambdas/core/comparison/recent';
import { HOUR_MS, hourReferences, REFERENCE_DAYS } from '../../../lambdas/core/comparison/reference';
import { probesKnownFrom } from '../../../lambdas/core/health/probed-requests';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Compare } from '../../../lambdas/core/plan/compare';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';
import type { DataPoint } from '../../rehearsal/aws/metrics';
import { latencyAt } from '../../rehearsal/traffic/path';
import type { World } from '../../rehearsal/world/world';
import { gainedAt } from '../course';
import { SKEW_MS } from '../reference/bounds';
import { type ComparedPaths, comparedPaths } from '../reference/compared';
import type { HealthFacts } from '../reference/verdicts';
import type { Disturbances } from './disturbances';
import type { Evaluated } from './evaluation';
import type { ProbeWatch } from './probe-watch';

/** What the paths are compared by. */
export interface ComparisonWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly probes: ProbeWatch;
  readonly disturbances: Disturbances;
}

type Comparison = HealthFacts['comparison'];
type Points = readonly (DataPoint & { readonly at: number })[];

const ANY: readonly Comparison[] = ['worse', 'unclear', 'unknown', 'fine'];
const MINUTE_MS = 60_000;

/**
 * What a comparison of both paths has to say, from what the world has counted of them. The mathematics is
 * that of the core, which has tests of its own: this says which minutes of which path it is given, and that
 * those of the probes do not count.
 */
export class ComparisonWatch {
  /** What is known for certain of each soak, without as many requests of probes as may be, and as few. */
  private readonly known = new Map<string, readonly [Evidence, Evidence]>();

  private readonly compared: ComparedPaths | null;
  private readonly hasBalancer: boolean;

  constructor(private readonly options: ComparisonWatchOptions) {
    this.compared = comparedPaths(options.plan);
    this.hasBalancer = balancerOfRoute(options.plan.router) !== null;
  }

  /**
   * How the paths compare at `now` (epoch milliseconds): more than one answer, where a clock that is a little
   * off sees one minute more, and where it matters in which minute a probe is counted.
   */
  at({ execution, soakState }: Evaluated, now: number): readonly Comparison[] {
    const { world, plan, disturbances } = this.options;
    const { compared } = this;
    const percent = gainedAt(plan, plan.stages[soakState.stage]?.percent ?? 0);
    const effectiveAt = Date.parse(soakState.effectiveAt);
    if (compared === null || percent === 0) {
      return ['fine'];
    }
    // A clock that is far off counts minutes, once and for all, before they are complete.
    if (disturbances.hasBeenActiveSince('clock-off', effectiveAt)) {
      return ANY;
    }
    const key = [execution, soakState.stage, soakState.startedAt, soakState.effectiveAt].join(' ');
    const begun = this.known.get(key) ?? [beginEvidence(effectiveAt), beginEvidence(effectiveAt)];
    const extended = (from: typeof begun, to: number) =>
      from.map((evidence, i) => {
        const off = i === 0 ? ('most' as const) : ('least' as const);
        const seen = { compared, percent, soakState, evidence, now: to, off };
        return this.extended(seen);
      }) as unknown as typeof begun;
    const certain = extended(begun, now - SKEW_MS);
    this.known.set(key, certain);
    const all = [certain, extended(certain, now), extended(certain, now + SKEW_MS)].flat();
    const alphas = alphasOf(plan, compared.compare);
    const different = all.filter((one, i) => all.findIndex((other) => isSame(one, other)) === i);
    // What is not written, or has only the past to compare with, can only fail.
    const unknown: Comparison = compared.isDefault || percent === 100 ? 'fine' : 'unknown';
    const bounds = different.map((evidence): Comparison => {
      const verdicts = judgeMeasures(compared.compare, evidence, { percent, alphas }).map(
        ({ verdict }) => verdict,
      );
      return verdicts.includes('fail') ? 'worse' : verdicts.includes('inconclusive') ? unknown : 'fine';
    });
    // Between as many requests of probes as may be, and as few, lie those that were sent.
    const found = bounds.includes('worse') && bounds.includes('fine') ? [...bounds, unknown] : bounds;
    // Whose errors are those of a load balancer itself is not known. Too many are a doubt.
    const hasOwnErrors = this.hasBalancer && world.metrics.ownErrors(effectiveAt, now, now) > 0;
    return hasOwnErrors && !compared.isDefault ? [...found, 'unclear'] : found;
  }

  /** What is known of both paths at a time. */
  private extended({ compared: { compare }, percent, soakState, evidence, now, off }: Seen): Evidence {
    const { metrics } = this.options.world;
    const startedAt = Date.parse(soakState.startedAt);
    const from = Math.max(evidence.upTo, probesKnownFrom(soakState.probes));
    const to = completeUntil(now);
    if (to <= from) {
      return evidence;
    }
    const read = (points: Points) => measured(points, compare);
    const counted = metrics.minutes('new', from, to, now);
    const fresh = read(this.options.probes.without(counted, soakState, off));
    if (percent < 100) {
      const old = read(metrics.minutes('old', from, to, now));
      const until = arrivedUntil(evidence, [old, read(counted)], now);
      return addPaths(evidence, compare, { old, new: fresh }, until);
    }
    const daysBefore = Math.floor(startedAt / HOUR_MS) * HOUR_MS;
    const weekBefore = daysBefore - 24 * REFERENCE_DAYS * HOUR_MS;
    const references = hourReferences(read(metrics.hours('old', weekBefore, daysBefore, now)));
    const before = metrics.minutes('old', startedAt - RECENT_MINUTES * MINUTE_MS, startedAt, now);
    const recent = recentPath(read(before), startedAt);
    const until = arrivedUntil(evidence, [read(counted)], now);
    return addAlone(evidence, compare, { new: fresh, references, recent }, until);
  }
}

/** What is seen of a soak at `now`, after what was known of it before. */
interface Seen {
  readonly compared: ComparedPaths;
  readonly percent: number;
  readonly soakState: SoakState;
  readonly evidence: Evidence;
  readonly now: number;
  /** How many requests of the probes are taken off. */
  readonly off: 'most' | 'least';
}

/** What CloudWatch has of points of the world. */
function measured(points: Points, { latencyStatistic }: Compare) {
  return points.map((point) => ({
    at: point.at,
    requests: point.requests,
    errors: point.failed,
    latencyMs: latencyAt(point, latencyStatistic),
  }));
}

function isSame(one: Evidence, other: Evidence): boolean {
  return (
    one.upTo === other.upTo &&
    one.errors.newRequests === other.errors.newRequests &&
    one.errors.newErrors === other.errors.newErrors &&
    one.hour?.requests === other.hour?.requests &&
    one.hour?.errors === other.hour?.errors &&
    one.latency.minutes === other.latency.minutes &&
    one.share.n === other.share.n
  );
}
