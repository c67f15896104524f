/** A span of time in which requests are counted, in epoch milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** CloudWatch has a minute about two minutes after its beginning. */
const COUNTED_AFTER_MS = 2 * MINUTE_MS;
/** What counts before an hour has passed: the last minutes. */
const LAST_MS = 5 * MINUTE_MS;
/** The proof counts a day at most. */
const MOST_HOURS = 24;

/**
 * The spans in which a path that has given its traffic up surely counts, for each minute in which it may be
 * counted: whole hours until the last minute that CloudWatch has, back to an hour after the last shift was
 * effective, because clients are still leaving in the first one. Before there is such an hour, the last
 * minutes; none as long as fewer have passed.
 * @param effectiveAt when the last shift was effective, in epoch milliseconds
 * @param counted the earliest and the latest time at which it may be counted, in epoch milliseconds
 */
export function remainingSpans(
  effectiveAt: number,
  counted: { readonly earliest: number; readonly latest: number },
): readonly (readonly Span[])[] {
  const first = lastMinuteEnd(counted.earliest);
  const minutes = (lastMinuteEnd(counted.latest) - first) / MINUTE_MS;
  return Array.from({ length: minutes + 1 }, (_, i) => spansUntil(effectiveAt, first + i * MINUTE_MS));
}

function lastMinuteEnd(now: number): number {
  return Math.floor((now - COUNTED_AFTER_MS) / MINUTE_MS) * MINUTE_MS;
}

function spansUntil(effectiveAt: number, end: number): readonly Span[] {
  const hours: Span[] = [];
  let to = end;
  while (hours.length < MOST_HOURS && to - HOUR_MS >= effectiveAt + HOUR_MS) {
    hours.push({ from: to - HOUR_MS, to });
    to -= HOUR_MS;
  }
  if (hours.length > 0) {
    return hours;
  }
  const from = end - LAST_MS;
  const isFirstHour = end < effectiveAt + HOUR_MS;
  return from >= effectiveAt + (isFirstHour ? 0 : HOUR_MS) ? [{ from, to: end }] : [];
}
