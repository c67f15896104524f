import type { Plan } from '../../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import type { World } from '../../../rehearsal/world/world';
import type { CutoverWatch } from '../../cutover-watch';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { InvocationListener } from '../invocations';
import { isAsLeft } from '../route-truth';
import { countsRemaining } from './remaining-watch';

/** What the watch of what still refers to the old path needs. */
interface ProofWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly disturbances: Disturbances;
  readonly cutover: (execution: string) => CutoverWatch;
  readonly violations: Violations;
}

/**
 * Checks that no proof says that the old path can go while the route is not as the cutover left it at 100 %,
 * or, where the plan has them searched, while others refer to the old path; and that none says that it must
 * stay where nothing has happened, and the route is all that there is to prove.
 */
export function watchProof(options: ProofWatchOptions): InvocationListener {
  const { world, plan, disturbances, cutover, violations } = options;
  return (task, payload) => {
    if (task !== 'VerifyDecommission') {
      return null;
    }
    const { execution } = payload as { readonly execution: string };
    const from = world.clock.now();
    const isMoved = () => world.split.percent() === 100 && isAsLeft(world, cutover(execution));
    const wasMoved = isMoved();
    return ({ output }) => {
      const { ready } = output as { readonly ready: boolean };
      const isUsed = plan.decommission !== undefined && disturbances.isReferredToSince(from);
      const id = 'old-path-goes-when-unused';
      violations.require(!ready || !isUsed, id, 'the old path can go, and others refer to it');
      const leads = 'the old path can go, and records beside the route lead to it';
      violations.require(!ready || !isLedTo(world), id, leads);
      const detail = 'the old path can go, and the route is not as the cutover left it at 100 %';
      violations.require(!ready || wasMoved || isMoved(), id, detail);
      const mayStay = disturbances.haveBegun() || hasMoreToProve(plan) || hasOthers(world);
      const found = 'the old path must stay, and nothing uses it';
      violations.require(ready || mayStay || !wasMoved || !isMoved(), id, found);
    };
  };
}

/** Whether a plan has more proven than that the route is at 100 %. */
function hasMoreToProve(plan: Plan): boolean {
  return plan.decommission !== undefined || countsRemaining(plan);
}

/** Whether there are records beside the route, which the proof has to read. */
function hasOthers({ scenario: { world } }: World): boolean {
  return world.otherZone !== undefined || world.otherRecords !== undefined;
}

/**
 * Whether records beside the route lead clients of its name to the old path, whatever the plan accepts.
 * Beside an alias, it is not known whether the addresses of a private zone are those of its target.
 */
function isLedTo({ plan, scenario }: World): boolean {
  const { otherZone, otherRecords = [], alias } = scenario.world;
  const isKnown = otherZone !== undefined && !(otherZone.private && alias);
  const beside = isKnown ? [...otherRecords, otherZone] : otherRecords;
  return recordRouteOf(plan.router) !== null && beside.some(({ leadsTo }) => leadsTo === 'old');
}
