import { remainingSources } from '../../core/health/remaining-sources';
import type { CountedSpan, RemainingCount, Span } from '../../core/health/remaining-traffic';
import type { Plan } from '../../core/plan/plan';
import type { HealthSource } from '../../ports';

/**
 * Counts the requests on the path that has given its traffic up, hour by hour and source by source.
 * @returns null when the plan does not say where they are counted
 */
export async function countRemaining(
  health: HealthSource,
  plan: Plan,
  spans: readonly Span[],
): Promise<RemainingCount | null> {
  const sources = remainingSources(plan);
  if (sources === null) {
    return null;
  }
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) {
    return { hours: [], bySource: [] };
  }
  const read = await Promise.all(
    sources.map(async (source) => ({
      source,
      minutes: await minutesOf(health, source, first.from, last.to),
    })),
  );
  const sum = (minutes: readonly { readonly at: number; readonly requests: number }[], { from, to }: Span) =>
    minutes.filter(({ at }) => at >= from && at < to).reduce((all, { requests }) => all + requests, 0);
  return {
    hours: spans.map(
      (span): CountedSpan => ({
        ...span,
        requests: read.reduce((all, { minutes }) => all + sum(minutes, span), 0),
      }),
    ),
    bySource: read.map(({ source, minutes }) => ({
      source,
      requests: sum(minutes, { from: first.from, to: last.to }),
    })),
  };
}

/** Whether any of the sources counted a request in a span. */
export async function countedAny(health: HealthSource, plan: Plan, { from, to }: Span): Promise<boolean> {
  const read = await Promise.all(
    (remainingSources(plan) ?? []).map((source) => minutesOf(health, source, from, to)),
  );
  return read.some((minutes) => minutes.some(({ requests }) => requests > 0));
}

function minutesOf(health: HealthSource, source: string, from: number, to: number) {
  return health.minutes(source, 'p50', from, to);
}
