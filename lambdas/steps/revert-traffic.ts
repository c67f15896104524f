import { isUnderWay } from '../core/deployments/deployment';
import { comparesAndSwaps } from '../core/routers/route';
import { FencedError, OldPathUnhealthyError } from '../core/shared/errors';
import { describeFailure, type Failure } from '../core/shared/failure';
import { requireSoundEntry } from '../core/shared/ledger-entry';
import type { Clock, Ledger, RouteEntry, TargetHealth, TrafficRouter } from '../ports';
import type { Shift } from './shift-traffic';
import { recordDecision } from './support/record-decision';

interface Input {
  /** The forward execution that is to be reverted. */
  execution: string;
  route: string;
  failure: Failure;
}

/** What the revert did, and what is left to do. */
export type Revert =
  | {
      action: 'moved';
      reason: string;
      fence: number;
      shift: Shift;
      /** Whether a shift may still arrive after this one, so that the step must run again. */
      repeat: boolean;
      deploying: boolean;
      prepared: boolean;
    }
  /** No traffic has moved: stop a deployment, restore prepared records, and release the lock. */
  | { action: 'unlock'; reason: string; fence: number; deploying: boolean; prepared: boolean }
  /** A shift may still arrive: run the step again after `waitSeconds`. */
  | { action: 'wait'; reason: string; fence: number; waitSeconds: number }
  /** The execution does not hold the lock. */
  | { action: 'nothing'; reason: string };

/** What the revert reads and writes. */
export interface RevertPorts {
  readonly router: TrafficRouter;
  readonly targets: TargetHealth;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Takes the lock over from the forward execution and moves the traffic back to the snapshot. Reads the route
 * again and changes only the weight, so that anything else that was changed meanwhile stays. Run again, the
 * step writes the same once more, so that there is a change to wait for.
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
      throw new FencedError(`${route} is missing from the ledger, and with it the snapshot to revert to`);
    }
    requireSoundEntry(route, entry);
    const deploying = isUnderWay(entry.deployment);
    const prepared = entry.prepared !== null;
    if (entry.snapshot === null || entry.router === null) {
      return { action: 'unlock', reason, fence, deploying, prepared };
    }
    const { percent } = entry.snapshot;
    const reading = await ports.router.read(entry.router);
    const last = (entry.expected ?? entry.snapshot).percent;
    // A later shift that is on its way fails, because the write below changes what it compares against. A
    // first shift would find the snapshot that it expects, so the step waits for it; and for any shift where
    // the service compares nothing.
    const mayArrive = last === percent || !comparesAndSwaps(entry.router);
    const leaseMs = mayArrive ? leaseLeft(entry, ports.clock.now()) : 0;
    const isBack = reading.percent === percent && last === percent;
    if (reading.percent === percent && leaseMs > 0) {
      return { action: 'wait', reason, fence, waitSeconds: Math.ceil(leaseMs / 1_000) };
    }
    if (isBack && entry.shiftingUntil === null) {
      return { action: 'unlock', reason, fence, deploying, prepared };
    }
    // The outcome of a first shift may be unknown: it may have landed, and an earlier try of this step may
    // have reverted it. Writing once more gives a change to wait for.
    await refuseUnhealthyPath(ports, entry);
    // Run again after its own write, the step still reports where the traffic was.
    const from = reading.percent === percent ? last : reading.percent;
    const what = isBack
      ? `revert to ${percent} %, in case the first shift has landed`
      : `revert from ${from} % to ${percent} %`;
    const change = await ports.router.write(entry.router, percent, reading.version);
    const shiftedAt = new Date(ports.clock.now()).toISOString();
    // Recorded only now: a ledger that cannot be written must not delay the revert. The step is retried until
    // it can.
    const key = isBack ? 'revert-to-be-sure' : 'revert';
    await recordDecision(ports, { route, execution }, { key, what, reason });
    return {
      action: 'moved',
      reason,
      fence,
      shift: { percent, shiftedAt, change, ttlSeconds: reading.ttlSeconds, stage: 0 },
      repeat: leaseMs > 0,
      deploying,
      prepared,
    };
  };

/** Milliseconds for which a shift of the forward execution may still arrive. */
function leaseLeft({ shiftingUntil }: RouteEntry, now: number): number {
  return shiftingUntil === null ? 0 : Math.max(0, Date.parse(shiftingUntil) - now);
}

/**
 * Keeps traffic from moving to a path that cannot serve, as long as the new path can.
 * @throws OldPathUnhealthyError when the plan names target groups of the old path, none of their targets is
 * healthy, and at least one target of the new path is
 */
async function refuseUnhealthyPath({ targets }: RevertPorts, { lock }: RouteEntry): Promise<void> {
  const groups = lock?.targetGroupArns ?? { old: [], new: [] };
  if (groups.old.length === 0 || (await healthyTargets(targets, groups.old)) !== 0) {
    return;
  }
  const healthy = await healthyTargets(targets, groups.new);
  if (healthy !== null && healthy > 0) {
    throw new OldPathUnhealthyError(
      `the old path has no healthy targets and the new path has ${healthy},` +
        ' so the traffic was not moved back;' +
        ' repair the old path, then start the revert again',
    );
  }
}

/**
 * The number of healthy targets in the groups; null when it cannot be read, which must not delay the revert.
 */
async function healthyTargets(targets: TargetHealth, arns: readonly string[]): Promise<number | null> {
  try {
    const groups = await Promise.all(arns.map((arn) => targets.targets(arn)));
    return groups.flatMap((group) => group ?? []).filter((target) => target.state === 'healthy').length;
  } catch {
    return null;
  }
}
