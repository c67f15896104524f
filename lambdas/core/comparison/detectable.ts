import { anytimeZ } from './boundary';
import type { Alphas } from './error-evidence';

/** The traffic of a route, as far as a comparison of error rates needs it. */
export interface ExpectedTraffic {
  /** On both paths together, above 0. */
  readonly requestsPerMinute: number;
  /** Of the old path, 0 to 1. */
  readonly errorRate: number;
}

/** What is asked of a stage. */
export interface AskedStage {
  /** Of the traffic on the new path, above 0 and below 100. */
  readonly percent: number;
  readonly soakSeconds: number;
  /** The difference of the error rates that the plan tolerates, as a share. */
  readonly limit: number;
  readonly alphas: Alphas;
}

/** Chances of 80 and 95 in 100. */
export interface ByChance<T> {
  readonly 80: T;
  readonly 95: T;
}

/** What a stage can tell of the error rate within its soak. */
export interface Detectable {
  /** The smallest difference of the error rates that is found, as a share; null when none is. */
  readonly finds: ByChance<number | null>;
  /** Minutes until a new path that is like the old one passes; null when that takes more than 30 days. */
  readonly passesAfterMinutes: ByChance<number | null>;
  /** The lowest percent at which it would pass within the soak, in 80 of 100; null when there is none. */
  readonly enoughPercent: number | null;
}

/** Standard normal quantiles of the chances. */
const QUANTILES: ByChance<number> = { 80: 0.8416, 95: 1.6449 };

const MOST_MINUTES = 43_200;

/**
 * What a stage can tell. Errors are taken to come one by one, at an even pace: bursts and unequal resolvers
 * make it take longer. `npm run bench:comparison` measures how much.
 */
export function detectable(stage: AskedStage, traffic: ExpectedTraffic): Detectable {
  const minutes = stage.soakSeconds / 60;
  const passes = byChance((chance) => passesAfter(stage, traffic, chance));
  return {
    finds: byChance((chance) => smallestFound(stage, traffic, minutes, chance)),
    passesAfterMinutes: passes,
    enoughPercent: enoughPercent(stage, traffic, minutes),
  };
}

function byChance<T>(value: (chance: 80 | 95) => T): ByChance<T> {
  return { 80: value(80), 95: value(95) };
}

function passesAfter(stage: AskedStage, traffic: ExpectedTraffic, chance: 80 | 95): number | null {
  const { limit, alphas } = stage;
  const knows = (minutes: number) =>
    isBeyond(limit, minutes / variance(stage, traffic, 0), { limit, alpha: alphas.pass, chance });
  return least(1, MOST_MINUTES, knows, Math.ceil);
}

function smallestFound(
  stage: AskedStage,
  traffic: ExpectedTraffic,
  minutes: number,
  chance: 80 | 95,
): number | null {
  const { limit, alphas } = stage;
  const finds = (above: number) =>
    isBeyond(above - limit, minutes / variance(stage, traffic, above), { limit, alpha: alphas.fail, chance });
  return minutes === 0 ? null : least(limit, 1 - traffic.errorRate, finds);
}

function enoughPercent(stage: AskedStage, traffic: ExpectedTraffic, minutes: number): number | null {
  for (let percent = 1; percent < 100; percent += 1) {
    const after = passesAfter({ ...stage, percent }, traffic, 80);
    if (after !== null && after <= minutes) {
      return percent;
    }
  }
  return null;
}

/** Whether an estimate `away` from the limit has its whole interval on its side, with the chance. */
function isBeyond(
  away: number,
  information: number,
  { limit, alpha, chance }: { readonly limit: number; readonly alpha: number; readonly chance: 80 | 95 },
): boolean {
  return away * Math.sqrt(information) >= anytimeZ(information, limit, alpha) + QUANTILES[chance];
}

/** The variance of the estimate from one minute, as `error-evidence.ts` takes it. */
function variance({ percent, limit }: AskedStage, traffic: ExpectedTraffic, above: number): number {
  const share = percent / 100;
  const [n, m] = [traffic.requestsPerMinute * share, traffic.requestsPerMinute * (1 - share)];
  const old = traffic.errorRate;
  const of = (fresh: number, other: number) => (fresh * (1 - fresh)) / n + (other * (1 - other)) / m;
  const pooled = Math.max(0, old + share * (above - limit));
  return Math.max(of(Math.min(1, old + above), old), of(Math.min(1, pooled + limit), pooled));
}

const BISECTIONS = 40;

/** The least value from which a condition holds; null when it does not hold at the largest. */
function least(
  from: number,
  to: number,
  holds: (value: number) => boolean,
  round: (value: number) => number = (value) => value,
): number | null {
  if (!holds(to)) {
    return null;
  }
  let [not, does] = [from, to];
  if (holds(from)) {
    return from;
  }
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (not + does) / 2;
    if (holds(middle)) {
      does = middle;
    } else {
      not = middle;
    }
  }
  return round(does);
}
