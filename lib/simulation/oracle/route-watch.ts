import type { Plan } from '../../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';
import type { SplitState } from '../../rehearsal/routers/split';
import type { World } from '../../rehearsal/world/world';
import { isRaise } from '../course';
import type { CutoverWatch } from '../cutover-watch';
import type { LockWatch } from '../lock-watch';
import { SKEW_MS } from '../reference/bounds';
import type { Violations } from '../violations';
import type { Disturbances } from './disturbances';
import { canKnowEffect } from './route-truth';

/** What the watch of the route needs. */
export interface RouteWatchOptions {
  readonly plan: Plan;
  readonly world: World;
  readonly lock: LockWatch;
  readonly disturbances: Disturbances;
  readonly violations: Violations;
}

/** How long before its write a revert may have asked for targets, in milliseconds: calls may be slow. */
const ASKED_MS = 180_000;

/** Checks what moves traffic back, and that a route is released when no change of it is on its way. */
export class RouteWatch {
  constructor(private readonly options: RouteWatchOptions) {}

  /**
   * A cutover has changed the route.
   * @param overwrites whether it has overwritten a change of someone else that it could not see
   */
  changed(before: SplitState, after: SplitState, cutover: CutoverWatch, overwrites: () => boolean): void {
    const { lock, plan, violations, world } = this.options;
    const { owner } = lock;
    if (isRaise(plan, after.percent, before.percent)) {
      const isReverting = owner !== null && !lock.holds(owner.execution);
      const movedBack = `${before.percent} % became ${after.percent} %`;
      violations.require(
        isReverting || overwrites(),
        'only-a-revert-lowers',
        `${movedBack}, and nothing reverts`,
      );
      const start = cutover.startPercent ?? before.percent;
      const isForeign = world.split.history.some(({ by, at }) => by === 'another' && at >= cutover.startedAt);
      violations.require(
        isForeign || after.percent === start || this.isInParts(),
        'reverts-to-the-start',
        `${movedBack}, and the cutover began at ${start} %`,
      );
      const detail = `${movedBack}, to a path without a healthy target`;
      violations.require(!this.isBackToNothing(), 'reverts-to-a-path-that-serves', detail);
    }
    violations.require(
      owner !== null,
      'released-after-the-last-write',
      'the route changed after its release',
    );
  }

  /** Whether a revert may put back the records one by one, as Route 53 refuses them together. */
  isInParts(): boolean {
    const { lock, disturbances } = this.options;
    return lock.revertingSince !== null && disturbances.mayHaveRefusedBatchesSince(lock.revertingSince);
  }

  /** The path that gets the traffic back has had no healthy target for long, and the other one has. */
  private isBackToNothing(): boolean {
    const { plan, world, disturbances } = this.options;
    const { preflight, direction, router } = plan;
    const [back, other] = direction === 'up' ? (['old', 'new'] as const) : (['new', 'old'] as const);
    const named = { old: preflight.oldTargetGroupArns, new: preflight.targetGroupArns };
    // The router itself names the groups of both paths where it is a load balancer.
    const isKnown = (path: 'old' | 'new') => balancerOfRoute(router) !== null || named[path].length > 0;
    const serves = (path: 'old' | 'new') =>
      world.preflightAccount.targetsOf(path).some(({ state }) => state === 'healthy');
    const from = world.clock.now() - ASKED_MS;
    const mayNotKnow =
      disturbances.mayHaveFailedSince(from) || !disturbances.isUnchangedSince('targets-unhealthy', from);
    return isKnown(back) && isKnown(other) && !serves(back) && serves(other) && !mayNotKnow;
  }

  /** A cutover, or its revert, has released the lock. */
  released(cutover: CutoverWatch, wasReverting: boolean): void {
    const { plan, world, violations, disturbances, lock } = this.options;
    const own = world.split.history.findLast(({ by }) => by === 'cutover');
    const before = world.split.history.at((own === undefined ? 0 : world.split.history.indexOf(own)) - 1);
    const isBack = own !== undefined && before !== undefined && isRaise(plan, own.percent, before.percent);
    const last = world.split.history.at(-1);
    const isLeftBroken = last?.broken != null && last.at < (lock.revertingSince ?? 0);
    violations.require(
      !wasReverting || !cutover.hasSnapshot || !isLeftBroken,
      'ends-at-snapshot-or-fails-loudly',
      `a revert has released the route, and ${last?.broken}`,
    );
    const isKnown = canKnowEffect(plan, disturbances, own?.at ?? 0);
    if (wasReverting && isBack && isKnown) {
      const early = (world.split.insyncAfter(own.at) - world.clock.now()) / 1_000;
      const detail = `released ${early} s before every server has the revert`;
      violations.require(1_000 * early <= SKEW_MS, 'released-after-propagation', detail);
    }
  }
}
