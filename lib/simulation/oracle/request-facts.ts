import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';
import type { World } from '../../rehearsal/world/world';
import { monitoredPath } from '../course';
import { SKEW_MS } from '../reference/bounds';
import { writtenComparison } from '../reference/compared';
import type { HealthFacts } from '../reference/verdicts';
import type { ProbeWatch, Users } from './probe-watch';

/** What the requests of a soak are read from. */
export interface RequestFactsOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly probes: ProbeWatch;
}

/** What was seen of the requests of users. */
type RequestFacts = Pick<HealthFacts, 'hasRequests' | 'isSilent'>;

const MINUTE_MS = 60_000;
/** CloudWatch has some of the requests of so many seconds, however little an alarm looks back. */
const LEAST_SEEN_MS = 300_000;

/** From when a measure of requests has counted some, in seconds after a raise is effective. */
export const COUNTED_SECONDS = 180;

/** Whether a plan has a measure of requests: its own, or that of a load balancer that is the route. */
export function countsRequests(plan: Plan): boolean {
  const isCounted = plan.health.minRequests !== undefined || writtenComparison(plan) !== null;
  return isCounted || balancerOfRoute(plan.router) !== null;
}

/**
 * What was seen of the requests of users at `now` (epoch milliseconds): one or more, because the function's
 * clock may be a little off, and the probes are known by the minute.
 * @param rangeMs for how long the alarm looks back that is OK and looks back the least
 */
export function requestFactsAt(
  { world, plan, probes }: RequestFactsOptions,
  soakState: SoakState,
  rangeMs: number,
  now: number,
): readonly RequestFacts[] {
  if (!countsRequests(plan)) {
    return [{ hasRequests: true, isSilent: false }];
  }
  const claimed = Date.parse(soakState.effectiveAt);
  const seen = (from: number, to: number): Users => {
    const first = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
    const counted = world.metrics.read(monitoredPath(plan), first, to, now)?.requests ?? 0;
    return probes.users(soakState, counted, first, to);
  };
  const { minRequests } = plan.health;
  const all = seen(claimed, now);
  const hasRequests = [all.least, all.most].map((users) => users >= (minRequests?.count ?? 0));
  const lately = now - Math.max(LEAST_SEEN_MS, rangeMs);
  const recent = [-SKEW_MS, 0, SKEW_MS].flatMap((off) => {
    const from = Math.max(claimed, lately + off);
    // A comparison is of whole minutes.
    return [now, Math.floor((now + off) / MINUTE_MS) * MINUTE_MS].map((to) => seen(from, to));
  });
  const isSilent = recent.flatMap(({ least, most }) => [least === 0, most === 0]);
  return [...new Set(hasRequests)].flatMap((has) =>
    [...new Set(isSilent)].map((silent) => ({ hasRequests: has, isSilent: silent })),
  );
}
