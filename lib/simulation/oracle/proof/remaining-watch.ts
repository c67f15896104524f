import type { SoakState } from '../../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../../lambdas/core/routers/route';
import type { World } from '../../../rehearsal/world/world';
import { monitoredPath } from '../../course';
import { SKEW_MS } from '../../reference/bounds';
import { writtenComparison } from '../../reference/compared';
import { remainingSpans } from '../../reference/remaining-spans';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { InvocationListener } from '../invocations';

/** What the watch of the proof at the end needs. */
interface RemainingWatchOptions {
  readonly world: Pick<World, 'clock' | 'metrics' | 'advance'>;
  readonly plan: Plan;
  readonly disturbances: Pick<Disturbances, 'hasBeenActiveSince'>;
  readonly violations: Violations;
}

const HOUR_MS = 3_600_000;

/** Whether a plan says where the path that has given its traffic up is counted, or its router does. */
export function countsRemaining(plan: Plan): boolean {
  const isCounted = plan.remainingTraffic.source !== undefined || writtenComparison(plan) !== null;
  return isCounted || balancerOfRoute(plan.router) !== null;
}

/**
 * Checks that no cutover says that a path can go while more requests arrived there, in one of the hours that
 * count, than its plan accepts. When the function has counted is not known: there were too many where each
 * time from its beginning until its answer, on any clock that is a little off, finds such an hour.
 */
export function watchRemaining(options: RemainingWatchOptions): InvocationListener {
  const { world, plan, disturbances, violations } = options;
  const gives = monitoredPath(plan) === 'new' ? 'old' : 'new';
  const { maxRequestsPerHour } = plan.remainingTraffic;
  return (task, payload) => {
    const { soakState } = payload as { readonly soakState?: SoakState };
    if (task !== 'VerifyDecommission' || soakState === undefined || !countsRemaining(plan)) {
      return null;
    }
    const beganAt = world.clock.now();
    return ({ output }) => {
      const { ready } = output as { readonly ready: boolean };
      world.advance();
      const times = { earliest: beganAt - SKEW_MS, latest: world.clock.now() + SKEW_MS };
      const busiest = remainingSpans(Date.parse(soakState.effectiveAt), times).map((spans) =>
        Math.max(
          0,
          ...spans.map(({ from, to }) => {
            // What arrives after its beginning may not have been there yet.
            const requests = world.metrics.read(gives, from, to, beganAt)?.requests ?? 0;
            return (requests * HOUR_MS) / (to - from);
          }),
        ),
      );
      const perHour = Math.min(...busiest);
      violations.require(
        !ready || perHour <= maxRequestsPerHour || disturbances.hasBeenActiveSince('clock-off', beganAt),
        'old-path-goes-when-unused',
        `the ${gives} path can go, and it had ${perHour} requests an hour`,
      );
    };
  };
}
