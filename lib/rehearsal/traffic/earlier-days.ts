import type { DataPoint } from '../aws/metrics';
import { type Random, seededRandom } from '../kernel/random';
import type { Path } from './path';

const HOUR_MS = 3_600_000;
const HOUR_SECONDS = 3_600;
/** How much days differ in their requests, and in their latencies (standard deviation of the logarithm). */
const SPREAD_OF_REQUESTS = 0.05;
const SPREAD_OF_LATENCY = 0.02;

/** The paths as they were before the start, and the requests that arrived at each. */
export interface EarlierTraffic {
  readonly seed: number;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly requestsPerSecond: { readonly old: number; readonly new: number };
  /** The days end here (epoch milliseconds). */
  readonly until: number;
}

/**
 * What each path did in the hours of the days before: as without any fault, except that days differ a little.
 * Each hour has a random source of its own, so that it is drawn only when it is read, and always the same. It
 * is kept, because evaluations read the same week again and again.
 */
export function earlierDays({ seed, paths, requestsPerSecond, until }: EarlierTraffic) {
  const before = { old: asNow(paths.old), new: asNow(paths.new) };
  const known = { old: new Map<number, DataPoint>(), new: new Map<number, DataPoint>() };
  const draw = (path: 'old' | 'new', at: number): DataPoint => {
    const perSecond = requestsPerSecond[path];
    const random = hourRandom(seed, path, Math.floor(at / HOUR_MS));
    const { rate, p99Ms, addedMs } = before[path];
    const requests = Math.round(random.logNormal(perSecond * HOUR_SECONDS, SPREAD_OF_REQUESTS));
    return {
      requests,
      failed: random.binomial(requests, rate),
      p99Ms: random.logNormal(p99Ms, SPREAD_OF_LATENCY),
      addedMs,
    };
  };
  return (path: 'old' | 'new', at: number): DataPoint | null => {
    if (at >= until || requestsPerSecond[path] === 0) {
      return null;
    }
    const hour = known[path].get(at) ?? draw(path, at);
    known[path].set(at, hour);
    return hour;
  };
}

function asNow(path: Path) {
  return { rate: path.failures().rate, ...path.latency() };
}

function hourRandom(seed: number, path: 'old' | 'new', hour: number): Random {
  return seededRandom((seed + 2 * hour + (path === 'old' ? 0 : 1)) % 2 ** 31);
}
