import type { SoakState } from '../../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../../lambdas/core/routers/route';
import type { World } from '../../../rehearsal/world/world';
import { monitoredPath } from '../../course';
import { writtenComparison } from '../../reference/compared';
import type { Violations } from '../../violations';
import type { InvocationListener } from '../invocations';

/** What the watch of the proof at the end needs. */
interface RemainingWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly violations: Violations;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** CloudWatch has a minute about two minutes after its beginning. */
const COUNTED_AFTER_MS = 2 * MINUTE_MS;
/** What counts before an hour has passed: the last minutes. */
const LAST_MS = 5 * MINUTE_MS;

/** Whether a plan says where the path that has given its traffic up is counted, or its router does. */
function countsRemaining(plan: Plan): boolean {
  const isCounted = plan.remainingTraffic.source !== undefined || writtenComparison(plan) !== null;
  return isCounted || balancerOfRoute(plan.router) !== null;
}

/** Checks that no cutover says that a path can go while more requests arrive there than its plan accepts. */
export function watchRemaining({ world, plan, violations }: RemainingWatchOptions): InvocationListener {
  const gives = monitoredPath(plan) === 'new' ? 'old' : 'new';
  return (task, payload) => {
    const { soakState } = payload as { readonly soakState?: SoakState };
    if (task !== 'VerifyDecommission' || soakState === undefined || !countsRemaining(plan)) {
      return null;
    }
    const beganAt = world.clock.now();
    return ({ output }) => {
      const { ready } = output as { readonly ready: boolean };
      world.advance();
      const sinceEffective = beganAt - Date.parse(soakState.effectiveAt);
      const span = sinceEffective >= 2 * HOUR_MS + LAST_MS ? HOUR_MS : LAST_MS;
      // Two clocks and the beginning of a minute: what lies well within the time counts in any case.
      const to = beganAt - COUNTED_AFTER_MS - MINUTE_MS;
      const from = beganAt - COUNTED_AFTER_MS - span + MINUTE_MS;
      const isCounted = sinceEffective > span + COUNTED_AFTER_MS + MINUTE_MS;
      const requests = world.metrics.read(gives, from, to, world.clock.now())?.requests ?? 0;
      const most = (plan.remainingTraffic.maxRequestsPerHour * span) / HOUR_MS;
      violations.require(
        !ready || !isCounted || requests <= most,
        'old-path-goes-when-unused',
        `the ${gives} path can go, and it had ${requests} requests in ${(to - from) / 1_000} s`,
      );
    };
  };
}
