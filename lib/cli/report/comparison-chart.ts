import type { ComparisonSample } from '../../rehearsal/timeline/comparison-sample';
import { clock } from '../output/format';

/** The difference of the error rates over time, as columns, in percentage points. */
export interface ComparisonData {
  readonly times: readonly number[];
  /** Null between two stages, each of which begins with nothing known. */
  readonly estimate: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly limit: readonly number[];
}

/** The chart ends at so many times the limit, unless an estimate is beyond: at first, little is known. */
const SHOWN_LIMITS = 5;
/** Evaluations of a hold of days are more than a chart can show. */
const MAX_SAMPLES = 1_000;

/** The data of the chart; null without an evaluation that knew anything. */
export function comparisonData(samples: readonly ComparisonSample[]): ComparisonData | null {
  const [first] = samples;
  if (first === undefined) {
    return null;
  }
  const every = Math.ceil(samples.length / MAX_SAMPLES);
  const isBoundary = (i: number) => samples[i]?.percent !== samples[i + 1]?.percent;
  const shown = samples.filter((_, i) => i % every === 0 || isBoundary(i));
  const reach = Math.max(
    SHOWN_LIMITS * Math.max(first.limit, 0.1),
    ...shown.map(({ estimate }) => 1.2 * Math.abs(estimate)),
  );
  const clip = (value: number) => toThousandth(Math.min(reach, Math.max(-reach, value)));
  const rows = shown.flatMap((sample, i) => {
    const row = {
      ...sample,
      estimate: toThousandth(sample.estimate),
      low: clip(sample.low),
      high: clip(sample.high),
    };
    const next = shown[i + 1];
    const isLast = next !== undefined && next.percent !== sample.percent;
    const gap = { ...row, at: sample.at + 0.1, estimate: null, low: null, high: null };
    return isLast ? [row, gap] : [row];
  });
  return {
    times: rows.map(({ at }) => Math.round(at * 10) / 10),
    estimate: rows.map(({ estimate }) => estimate),
    low: rows.map(({ low }) => low),
    high: rows.map(({ high }) => high),
    limit: rows.map(({ limit }) => limit),
  };
}

/** What the chart shows at the end of each stage. */
export function comparisonInWords(samples: readonly ComparisonSample[]): string {
  const lasts = samples.filter((sample, i) => sample.percent !== samples[i + 1]?.percent);
  const stages = lasts.map(({ at, percent, low, high }) => {
    const points = `${low.toFixed(2)} and ${high.toFixed(2)} percentage points`;
    return `between ${points} at ${percent} %, ${clock(at)}`;
  });
  const limit = samples[0]?.limit ?? 0;
  return (
    `The error rate of the new path minus that of the old one. It was ${stages.join('; ')}.` +
    ` The plan tolerates ${limit}. At 100 %, it is compared with the days before.`
  );
}

function toThousandth(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
