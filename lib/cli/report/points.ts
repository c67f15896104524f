/** Requests of a range of time, in seconds since the start. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  readonly onNew: number;
  readonly failed: number;
}

/** A span that joins others, with the worst of them. */
export interface Point extends Span {
  /** Highest failed requests per second of any span that went into this one. */
  readonly worstFailedPerSecond: number;
}

/**
 * Rates over less than this are noise: one failed request in a step of a few milliseconds would be a high
 * peak.
 */
export const SHORTEST_SECONDS = 10;

/** Joins neighbours until each span is long enough for a rate. The remainder joins the last span. */
export function joinShort(spans: readonly Span[], shortest: number = SHORTEST_SECONDS): Span[] {
  const joined: Span[] = [];
  let open: Span | undefined;
  for (const span of spans) {
    open = open === undefined ? span : join(open, span);
    if (open.to - open.from >= shortest) {
      joined.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) {
    const last = joined.pop();
    joined.push(last === undefined ? open : join(last, open));
  }
  return joined;
}

/** At most `limit` points: neighbours are joined, and the highest failure rate among them is kept. */
export function decimate(spans: readonly Span[], limit: number): Point[] {
  const perPoint = Math.max(1, Math.ceil(spans.length / limit));
  const points: Point[] = [];
  for (let i = 0; i < spans.length; i += perPoint) {
    const group = spans.slice(i, i + perPoint);
    points.push({
      ...group.reduce(join),
      worstFailedPerSecond: Math.max(...group.map(failedPerSecond)),
    });
  }
  return points;
}

/** Failed requests per second of a span. */
export function failedPerSecond({ failed, from, to }: Span): number {
  return to > from ? failed / (to - from) : 0;
}

function join(one: Span, next: Span): Span {
  return {
    from: one.from,
    to: next.to,
    requests: one.requests + next.requests,
    onNew: one.onNew + next.onNew,
    failed: one.failed + next.failed,
  };
}
