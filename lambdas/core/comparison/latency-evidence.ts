import { type Interval, shareInterval } from './boundary';

/** What is known of the latencies: in how many minutes the new path was slower than the plan tolerates. */
export interface LatencyEvidence {
  readonly minutes: number;
  readonly slow: number;
  /** The sum of the logarithms of the ratios of both latencies, new to old. */
  readonly logRatios: number;
}

export const NO_LATENCY_EVIDENCE: LatencyEvidence = { minutes: 0, slow: 0, logRatios: 0 };

/** The least latency that a ratio is taken of, in milliseconds. */
const LEAST_MS = 0.001;

/** Adds a minute. @param latencies in milliseconds @param maxRatio new to old, that the plan tolerates */
export function addLatencies(
  sums: LatencyEvidence,
  latencies: { readonly fresh: number; readonly old: number },
  maxRatio: number,
): LatencyEvidence {
  const { fresh, old } = latencies;
  return {
    minutes: sums.minutes + 1,
    slow: sums.slow + (fresh > maxRatio * old ? 1 : 0),
    logRatios: sums.logRatios + Math.log(Math.max(fresh, LEAST_MS) / Math.max(old, LEAST_MS)),
  };
}

/** The share of minutes that are too slow, and between what it lies. */
export interface SlowMinutes extends Interval {
  readonly estimate: number;
  /** The geometric mean of the ratios of both latencies, new to old. */
  readonly ratio: number;
}

/** Null without a minute. */
export function slowMinutes(
  { minutes, slow, logRatios }: LatencyEvidence,
  alphas: { readonly fail: number; readonly pass: number },
): SlowMinutes | null {
  return minutes === 0
    ? null
    : {
        estimate: slow / minutes,
        ratio: Math.exp(logRatios / minutes),
        low: shareInterval(slow, minutes, alphas.fail).low,
        high: shareInterval(slow, minutes, alphas.pass).high,
      };
}
