import type { Rehearsal } from '../../rehearsal/rehearse';
import { START } from '../../rehearsal/world/world';
import { type Band, bandsOf, type Mark, marksOf, type View, viewsOf } from './chart-annotations';
import { type ComparisonData, comparisonData } from './comparison-chart';
import { decimate, joinShort, type Point, type Span } from './points';

/** Highest number of points of a view, besides the changes of the route and the two ends. */
export const MAX_POINTS = 1_900;

/** A view as columns over the same times. */
export interface ViewData extends View {
  readonly times: readonly number[];
  /** Null where nothing counts the requests. */
  readonly sharePercent: readonly (number | null)[];
  readonly heldPercent: readonly number[];
  readonly failedPerSecond: readonly (number | null)[];
  readonly requestsPerSecond: readonly (number | null)[];
}

/** The data of the charts. */
export interface ChartData {
  readonly views: readonly ViewData[];
  readonly marks: readonly Mark[];
  readonly bands: readonly Band[];
  /** Rows for the labels of the marks, so that labels of marks close to each other do not overlap. */
  readonly lanes: number;
  /** Null where nothing is compared. */
  readonly comparison: ComparisonData | null;
}

/** What charts show. Times are seconds since the start. */
export interface ChartInput {
  readonly spans: readonly Span[];
  readonly percents: Rehearsal['percents'];
  readonly comparisons: Rehearsal['comparisons'];
  readonly views: readonly View[];
  readonly marks: readonly Mark[];
  readonly bands: readonly Band[];
}

/** The data that the page's script draws, of a rehearsal. */
export function chartData(rehearsal: Rehearsal): ChartData {
  const spans = spansOf(rehearsal.samples, START);
  const { result, percents, comparisons } = rehearsal;
  const endsAt = Math.max(result.durationSeconds, spans.at(-1)?.to ?? 0);
  const [views, marks, bands] = [viewsOf(result, endsAt), marksOf(result), bandsOf(result)];
  return drawnData({ spans, percents, comparisons, views, marks, bands });
}

/** The data that the page's script draws. */
export function drawnData({ spans, percents, comparisons, views, marks, bands }: ChartInput): ChartData {
  const rounded = views.map(({ from, to, ...view }) => ({ ...view, from: toTenth(from), to: toTenth(to) }));
  return {
    views: rounded.map((view) => viewData(view, spans, percents)),
    // Rounded like the views, so that a mark at the end of the run is within them.
    marks: marks.map((mark) => ({ ...mark, at: toTenth(mark.at) })),
    bands,
    lanes: Math.min(5, marks.length),
    comparison: comparisonData(comparisons),
  };
}

/**
 * The samples, in seconds since the start, joined until each is long enough for a rate.
 * @param start epoch milliseconds
 */
export function spansOf(samples: Rehearsal['samples'], start: number): Span[] {
  return joinShort(
    samples.map(({ at, seconds, requests, onNew, failed }) => {
      const to = (at - start) / 1_000;
      return { from: to - seconds, to, requests, onNew, failed };
    }),
  );
}

function viewData(view: View, spans: readonly Span[], percents: Rehearsal['percents']): ViewData {
  const inView = spans.filter((span) => span.to > view.from && span.from < view.to);
  const points = decimate(inView, MAX_POINTS);
  const steps = percents.map((step) => step.at);
  const times = [...new Set([view.from, ...points.map(middle), ...steps, view.to].map(toTenth))]
    .filter((at) => at >= view.from && at <= view.to)
    .sort((a, b) => a - b);
  const over = (shown: readonly Point[], value: (point: Point) => number) => {
    const [xs, ys] = [shown.map(middle), shown.map(value)];
    return times.map((at) => (xs.length === 0 ? null : toHundredth(interpolate(xs, ys, at))));
  };
  // Without requests there is no share, which is not a share of zero.
  const asked = points.filter((point) => point.requests > 0);
  return {
    ...view,
    times,
    sharePercent: over(asked, (point) => (100 * point.onNew) / point.requests),
    heldPercent: times.map((at) => heldAt(percents, at)),
    failedPerSecond: over(points, (point) => point.worstFailedPerSecond),
    requestsPerSecond: over(points, (point) => point.requests / Math.max(point.to - point.from, 0.001)),
  };
}

function middle({ from, to }: Point): number {
  return toTenth((from + to) / 2);
}

function heldAt(percents: Rehearsal['percents'], at: number): number {
  return toHundredth(percents.findLast((step) => toTenth(step.at) <= at)?.percent ?? 0);
}

/** The value at a moment on the line through the points; beyond its ends, that of the end. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const next = xs.findIndex((one) => one >= x);
  const [x1, y1] = [xs[next] ?? 0, ys[next] ?? ys.at(-1) ?? 0];
  const [x0, y0] = [xs[next - 1], ys[next - 1]];
  return x0 === undefined || y0 === undefined || x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function toHundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
