import { isUnderWay } from '../core/deployments/deployment';
import { comparesAndSwaps } from '../core/routers/route';
import { FencedError, OldPathUnhealthyError } from '../core/shared/errors';
import { describeFailure, type Failure } from '../core/shared/failure';
import type { Clock, Ledger, RouteEntry, TargetHealth, TrafficRouter } from '../ports';
import type { Shift } from './shift-traffic';
import { record } from './support/record-decision';

interface Input {
  /** The forward execution that is to be undone. */
  execution: string;
  route: string;
  failure: Failure;
}

/** What the revert did. */
export type Revert =
  | {
      action: 'moved';
      reason: string;
      fence: number;
      shift: Shift;
      again: boolean;
      deploying: boolean;
      prepared: boolean;
    }
  /** The traffic never moved: the lock is to be freed, a deployment stopped that is under way, and prepared records put back. */
  | { action: 'unlock'; reason: string; fence: number; deploying: boolean; prepared: boolean }
  /** A shift may still be on its way: look again after so many seconds. */
  | { action: 'wait'; reason: string; fence: number; waitSeconds: number }
  /** That execution holds nothing any more. */
  | { action: 'nothing'; reason: string };

/** What the revert looks at. */
export interface RevertPorts {
  readonly router: TrafficRouter;
  readonly targets: TargetHealth;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Takes the lock over from the forward execution and puts the traffic back to the snapshot. It reads the route afresh and changes
 * only the weight, so that whatever else was changed meanwhile stays. Run again, it does the same once more: the repeated write
 * gives a change to wait for.
 */
export const revertTraffic =
  (ports: RevertPorts) =>
  async ({ execution, route, failure }: Input): Promise<Revert> => {
    const reason = describeFailure(failure);
    const fence = await ports.ledger.takeOver(route, execution);
    if (fence === null) {
      return {
        action: 'nothing',
        reason: `${execution} does not hold the lock of ${route}; there is nothing to revert`,
      };
    }
    const entry = await ports.ledger.read(route);
    if (entry === null) {
      throw new FencedError(`${route} is gone from the ledger; nobody knows what to revert to`);
    }
    const deploying = isUnderWay(entry.deployment);
    const prepared = entry.prepared !== null;
    if (entry.snapshot === null || entry.router === null) {
      return { action: 'unlock', reason, fence, deploying, prepared };
    }
    const { percent } = entry.snapshot;
    const reading = await ports.router.read(entry.router);
    const last = (entry.expected ?? entry.snapshot).percent;
    // A later shift that is on its way fails by itself, because the write below changes what it compares against. The first one would find
    // the snapshot that it expects, so it is waited for; and any shift is, where the router's own service compares nothing.
    const waits = last === percent || !comparesAndSwaps(entry.router);
    const leaseMs = waits ? leaseLeft(entry, ports.clock.now()) : 0;
    const isBack = reading.percent === percent && last === percent;
    if (reading.percent === percent && leaseMs > 0) {
      return { action: 'wait', reason, fence, waitSeconds: Math.ceil(leaseMs / 1_000) };
    }
    if (isBack && entry.shiftingUntil === null) {
      return { action: 'unlock', reason, fence, deploying, prepared };
    }
    // A first shift that never said how it went may have landed, and may have been taken back by a try of this very step: written once more,
    // it gives a change to wait for.
    await refuseUnhealthyPath(ports, entry);
    // Run again after its own write, it still tells where the traffic was.
    const from = reading.percent === percent ? last : reading.percent;
    const what = isBack
      ? `revert to ${percent} %, should a first shift have landed`
      : `revert from ${from} % to ${percent} %`;
    const change = await ports.router.write(entry.router, percent, reading.version);
    const shiftedAt = new Date(ports.clock.now()).toISOString();
    // Only now: a ledger that cannot be written must not hold up the way back. The step is tried again until it is told.
    await record(ports, { route, execution }, { key: isBack ? 'revert-to-be-sure' : 'revert', what, reason });
    return {
      action: 'moved',
      reason,
      fence,
      shift: { percent, shiftedAt, change, ttlSeconds: reading.ttlSeconds, stage: 0 },
      again: leaseMs > 0,
      deploying,
      prepared,
    };
  };

/** Milliseconds for which a shift of the forward execution may still be on its way. */
function leaseLeft({ shiftingUntil }: RouteEntry, now: number): number {
  return shiftingUntil === null ? 0 : Math.max(0, Date.parse(shiftingUntil) - now);
}

/**
 * Sending traffic back to a path that cannot serve makes things worse, as long as the new one can.
 * @throws OldPathUnhealthyError when the plan names target groups of the old path, none of their targets is healthy, and one of the new path's is
 */
async function refuseUnhealthyPath({ targets }: RevertPorts, { lock }: RouteEntry): Promise<void> {
  const groups = lock?.targetGroupArns ?? { old: [], new: [] };
  if (groups.old.length === 0 || (await healthyOf(targets, groups.old)) !== 0) {
    return;
  }
  const healthy = await healthyOf(targets, groups.new);
  if (healthy !== null && healthy > 0) {
    throw new OldPathUnhealthyError(
      `the old path has no healthy target and the new one has ${healthy}: the traffic stays where it is; heal the old path, then start the revert again`,
    );
  }
}

/** Healthy targets of the groups; null when it cannot be told, which must not hold up the way back. */
async function healthyOf(targets: TargetHealth, arns: readonly string[]): Promise<number | null> {
  try {
    const groups = await Promise.all(arns.map((arn) => targets.targets(arn)));
    return groups.flatMap((group) => group ?? []).filter((target) => target.state === 'healthy').length;
  } catch {
    return null;
  }
}
