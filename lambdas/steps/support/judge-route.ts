import type { Judgement } from '../../core/health/verdict';
import type { Plan } from '../../core/plan/plan';
import { findingsForPlan, stops } from '../../core/preflight/finding';
import { describeDrift, routeName } from '../../core/routers/route';
import { RouteBrokenError } from '../../core/shared/errors';
import { leaseLeftMs } from '../../core/shared/lease';
import { holdsLock, lockLost } from '../../core/shared/lock';
import type { Clock, Ledger, RouteReading, TrafficRouter } from '../../ports';
import { readTime } from './read-time';

/** The cutover whose route is judged. */
interface RouteOwner {
  readonly plan: Plan;
  readonly route: string;
  readonly fence: number;
}

/** The route, as far as its cutover holds it. */
export interface HeldRoute {
  /**
   * A `fail` when it does not hold it any more. For each record beside the route that leads clients otherwise
   * than the plan says, `inconclusive`, so that no more of them move; at the last percent a `pass` with that
   * reason, because nothing more moves, and a revert would not move those clients. Empty otherwise.
   */
  readonly judgements: readonly Judgement[];
  /** Seconds for which a write of the cutover may still reach the router. */
  readonly leaseSeconds: number;
}

/** Judges that the lock is still held, and that the route is as its cutover last wrote it. */
export async function judgeRoute(
  ports: { readonly router: TrafficRouter; readonly ledger: Ledger; readonly clock: Clock },
  { plan, route, fence }: RouteOwner,
): Promise<HeldRoute> {
  const entry = await ports.ledger.read(route);
  if (!holdsLock(entry, fence) || entry.expected === null) {
    return failed(lockLost(route, fence));
  }
  const reading = await readOrBroken(ports.router, plan);
  if (reading instanceof RouteBrokenError) {
    return failed(reading.message);
  }
  const { version } = entry.expected;
  if (reading.version !== version) {
    const drift = describeDrift(plan.router, version, reading.version);
    return failed(`${routeName(plan.router)} was changed by someone else: ${drift}`);
  }
  const elsewhere = findingsForPlan(plan, reading.percent, reading.findings).filter(stops);
  const leaseSeconds = Math.ceil(leaseLeftMs(entry.leaseUntil, readTime(ports)) / 1_000);
  const verdict = reading.percent === plan.stages.at(-1)?.percent ? 'pass' : 'inconclusive';
  return {
    judgements: elsewhere.map(({ reason, remedy }) => ({ verdict, reason: `${reason}; ${remedy}` })),
    leaseSeconds,
  };
}

function failed(reason: string): HeldRoute {
  return { judgements: [{ verdict: 'fail', reason }], leaseSeconds: 0 };
}

/** A broken route does not repair itself: a failure at once, rather than an error to be counted. */
async function readOrBroken(router: TrafficRouter, plan: Plan): Promise<RouteReading | RouteBrokenError> {
  try {
    return await router.read(plan.router);
  } catch (error) {
    if (error instanceof RouteBrokenError) {
      return error;
    }
    throw error;
  }
}
