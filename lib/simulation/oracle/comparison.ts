import type { Plan } from '../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';
import { latencyAt } from '../../rehearsal/traffic/path';
import type { World } from '../../rehearsal/world/world';
import type { HealthFacts } from '../reference/verdicts';
import type { ProbeWatch } from './probe-watch';

/** A soak, as far as its comparison needs it, in epoch milliseconds. */
export interface ComparedSoak {
  readonly percent: number;
  readonly startedAt: number;
  readonly effectiveAt: number;
}

const HOUR_MS = 3_600_000;

/** Samples that a percentile needs: 10 / (1 - p). */
const SAMPLES = { p99: 1_000, p95: 200, p90: 100, p50: 20 } as const;

/** The fewest minutes of which most can be slow by more than chance, at a confidence. */
export function fewestMinutes(confidence: number): number {
  return Math.ceil(Math.log2(1 / (1 - confidence)));
}

/** What a comparison is read from. */
interface ComparedWorld {
  readonly world: World;
  readonly plan: Plan;
  readonly probes: ProbeWatch;
}

/**
 * How both paths compare at `now` by the limits of the plan, without any test of significance: with and
 * without the requests of the probes where it matters in which minute they are counted.
 */
export function comparisonsAt(
  { world, plan, probes }: ComparedWorld,
  soak: ComparedSoak,
  now: number,
): readonly HealthFacts['comparison'][] {
  const { metrics } = world;
  const { compare } = plan.health;
  if (compare === undefined || soak.percent === 0) {
    return ['fine'];
  }
  const from = Math.max(soak.effectiveAt, now - HOUR_MS);
  const counted = metrics.minutes('new', from, now, now);
  const old =
    soak.percent === 100
      ? metrics.minutes('old', soak.startedAt - HOUR_MS, soak.startedAt, now)
      : metrics.minutes('old', from, now, now);
  const found = [counted, probes.without(counted)].map((fresh) =>
    compared(compare, soak.percent, old, fresh),
  );
  const hasOwnErrors =
    balancerOfRoute(plan.router) !== null &&
    compare.new === undefined &&
    metrics.ownErrors(from, now, now) > 0;
  return hasOwnErrors ? [...found, 'unclear'] : found;
}

type Minutes = ReturnType<World['metrics']['minutes']>;

/** Compares the minutes of both paths. */
function compared(
  compare: NonNullable<Plan['health']['compare']>,
  percent: number,
  old: Minutes,
  fresh: Minutes,
): HealthFacts['comparison'] {
  const sum = (points: typeof old, of: 'requests' | 'failed') =>
    points.reduce((total, point) => total + point[of], 0);
  const requests = { old: sum(old, 'requests'), new: sum(fresh, 'requests') };
  const fewest = Math.min(requests.old, requests.new);
  if (fewest < compare.minRequests) {
    return 'too-few';
  }
  const rate = (points: typeof old, of: number) => (100 * sum(points, 'failed')) / of;
  const found = compare.measures.map((measure): HealthFacts['comparison'] => {
    switch (measure) {
      case 'errorRate': {
        const above = rate(fresh, requests.new) - rate(old, requests.old);
        return above > compare.maxErrorRateAbovePercent ? 'worse' : 'fine';
      }
      case 'throughput': {
        const share = requests.new / (requests.new + requests.old);
        return percent < 100 && share < (compare.minThroughputRatio * percent) / 100 ? 'worse' : 'fine';
      }
      default: {
        const latency = (point: (typeof old)[number]) => latencyAt(point, compare.latencyStatistic);
        if (
          fewest < SAMPLES[compare.latencyStatistic] ||
          fresh.length < fewestMinutes(compare.confidence) ||
          old.length === 0
        ) {
          return 'too-few';
        }
        const olds = old.map(latency).sort((a, b) => a - b);
        const half = olds.length >> 1;
        const usual =
          olds.length % 2 === 1
            ? (olds[half] as number)
            : ((olds[half - 1] as number) + (olds[half] as number)) / 2;
        const isSlow = (point: (typeof old)[number]) => {
          const same = old.find(({ at }) => at === point.at);
          return latency(point) > compare.maxLatencyRatio * (same === undefined ? usual : latency(same));
        };
        return 2 * fresh.filter(isSlow).length > fresh.length ? 'worse' : 'fine';
      }
    }
  });
  return found.includes('worse') ? 'worse' : found.includes('too-few') ? 'too-few' : 'fine';
}
