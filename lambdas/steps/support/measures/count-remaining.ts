import type { CountedSpan, CountedTime, RemainingCount } from '../../../core/health/remaining-traffic';
import { remainingSources } from '../../../core/measures/remaining-sources';
import type { Plan } from '../../../core/plan/plan';
import { forwardArnOf } from '../../../core/routers/route';
import type { HealthSource } from '../../../ports';

/**
 * Counts the requests on the path that has given its traffic up, hour by hour and source by source. Probes
 * are sent to the other path, so that none of them is among these.
 * @returns null when the plan does not say where they are counted
 */
export async function countRemaining(
  health: HealthSource,
  plan: Plan,
  spans: readonly CountedTime[],
): Promise<RemainingCount | null> {
  const sources = remainingSources(plan);
  if (sources === null) {
    return null;
  }
  const sums = new Map(sources.map((source) => [source, 0]));
  const hours: CountedSpan[] = [];
  // One after the other: CloudWatch limits how many calls it answers at a time.
  for (const span of spans) {
    let requests = 0;
    for (const [source, sum] of sums) {
      const counted = await countIn(health, plan, [source], span);
      sums.set(source, sum + counted);
      requests += counted;
    }
    hours.push({ ...span, requests });
  }
  return { hours, bySource: [...sums].map(([source, requests]) => ({ source, requests })) };
}

/** Whether any of those sources counted a request in a span. */
export async function countedAny(health: HealthSource, plan: Plan, span: CountedTime): Promise<boolean> {
  return (await countIn(health, plan, remainingSources(plan) ?? [], span)) > 0;
}

async function countIn(
  health: HealthSource,
  plan: Plan,
  sources: readonly string[],
  { from, to }: CountedTime,
): Promise<number> {
  return (await health.requests(sources, from, to, forwardArnOf(plan.router))) ?? 0;
}
