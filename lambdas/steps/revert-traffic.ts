import { isUnderWay } from '../core/deployments/deployment';
import { shorten } from '../core/health/verdict';
import { FencedError } from '../core/shared/errors';
import { describeFailure, type Failure } from '../core/shared/failure';
import { leaseLeftMs, SHIFT_LEASE_MS, type TimeReading } from '../core/shared/lease';
import { requireSoundEntry } from '../core/shared/ledger-entry';
import { parseCommands } from '../core/shared/operator-command';
import type { Clock, Ledger, Lock, RevertTurn, RouteEntry, TargetHealth, TrafficRouter } from '../ports';
import type { Shift } from './shift-traffic';
import { refuseUnhealthyPath } from './support/measures/refuse-unhealthy-path';
import { currentTime, readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

interface Input {
  /** The forward execution that is to be reverted. */
  execution: string;
  route: string;
  failure: Failure;
  /** ARN of the execution of the revert machine. */
  revert: string;
  /** ISO 8601: when the machine entered this state. The same for all tries of the state. */
  entered: string;
}

/** What a revert leaves to the steps after it. */
interface Rest {
  readonly reason: string;
  readonly fence: number;
  readonly deploying: boolean;
  readonly prepared: boolean;
  /**
   * What of the snapshot could not be put back, in words; empty when all of it was. ReleaseLock then fails
   * and keeps the lock.
   */
  readonly unrestored: string;
}

/** What the revert did, and what is left to do. */
export type Revert =
  | (Rest & {
      action: 'moved';
      shift: Shift;
      /** Above 0, a shift may still arrive after this one: run the step again after so many seconds. */
      waitSeconds: number;
    })
  /** No traffic has moved: stop a deployment, restore prepared records, and release the lock. */
  | (Rest & { action: 'unlock' })
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

/** The most characters of what was left alone, and of what could not be put back. */
const REPORT_LENGTH = 400;

/**
 * Takes the lock over from the forward execution and moves the traffic back to the snapshot. Reads the route
 * again and changes only the weights that are the cutover's, record by record, so that anything else that was
 * changed meanwhile stays, and nothing that someone has broken keeps the rest from going back. Run again, the
 * step writes the same once more, so that there is a change to wait for: no write of a revert is taken for
 * granted because a later run finds the traffic back.
 */
export const revertTraffic =
  (ports: RevertPorts) =>
  async ({ execution, route, failure, revert, entered }: Input): Promise<Revert> => {
    const cause = describeFailure(failure);
    const turn = turnOf({ by: revert, entered }, readTime(ports));
    const fence = await ports.ledger.takeOver(route, execution, turn, cause);
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
    const { deployment, prepared } = entry;
    const rest = { fence, deploying: isUnderWay(deployment), prepared: prepared !== null };
    if (entry.snapshot === null || entry.router === null) {
      return { action: 'unlock', reason: cause, ...rest, unrestored: '' };
    }
    const { percent } = entry.snapshot;
    const target = { ...entry.snapshot, original: prepared?.original ?? null };
    const reading = await ports.router.readForRevert(entry.router, target);
    const reason = withReport(cause, 'left alone', reading.leftAlone);
    const unrestored = describeList(reading.unrestored);
    const last = (entry.expected ?? entry.snapshot).percent;
    // Whatever of a shift is on its way may land after the write below, or after the lock is released. So the
    // step runs again once no write can land, and moves the traffic back at once until then.
    const isUnresolved = last !== percent || entry.shiftingUntil !== null;
    const isBack = reading.isBack && last === percent;
    if (reading.isBack && !isUnresolved) {
      return { action: 'unlock', reason, ...rest, unrestored };
    }
    const leaseSeconds = () => Math.ceil(leaseLeftMs(entry.leaseUntil, readTime(ports)) / 1_000);
    const waitSeconds = reading.isBack ? leaseSeconds() : 0;
    if (waitSeconds > 0) {
      return { action: 'wait', reason, fence, waitSeconds };
    }
    if (!reading.isWritable) {
      return { action: 'unlock', reason, ...rest, unrestored };
    }
    // The outcome of a first shift may be unknown: it may have landed, and an earlier try of this step may
    // have reverted it. Writing once more gives a change to wait for.
    await refuseUnhealthyPath(ports.targets, entry.lock as Lock, entry.router);
    if (!isUnresolved) {
      // By the ledger, nothing has moved. So it would not tell the next run that there was a write.
      const until = [turn.until, entry.leaseUntil ?? ''].sort().at(-1) as string;
      await ports.ledger.beginShift(route, fence, { until, percent: null }, null);
    }
    const { change, refused } = await ports.router.putBack(entry.router, target, reading.version);
    const shiftedAt = new Date(currentTime(ports)).toISOString();
    // Run again after its own write, the step still reports where the traffic was.
    const from = reading.isBack ? last : reading.percent;
    const before = entry.shiftingTo === null ? 'an earlier write' : 'the first shift';
    const what = isBack
      ? `revert to ${percent} %, in case ${before} has landed`
      : `revert${from === null ? '' : ` from ${Math.round(from * 100) / 100} %`} to ${percent} %`;
    const left = describeList([...reading.unrestored, ...refused]);
    // Recorded only now: a ledger that cannot be written must not delay the revert. The step is retried until
    // it can.
    const key = isBack ? 'revert-to-be-sure' : 'revert';
    const decided = left === '' ? reason : `${reason}; not put back: ${left}`;
    const by = askedBy(entry, Date.parse(turn.at));
    await recordDecision(
      ports,
      { route, execution },
      { key, kind: 'shifted-back', what, reason: decided, by, percent },
    );
    return {
      action: 'moved',
      reason,
      ...rest,
      shift: { percent, shiftedAt, change, ttlSeconds: reading.ttlSeconds, stage: 0 },
      // Asked only now: a clock that cannot be checked must not delay the revert.
      waitSeconds: leaseSeconds(),
      unrestored: left,
    };
  };

/** The turn of this revert among those of one cutover: as long as its write may be on its way. */
function turnOf(who: Pick<RevertTurn, 'by' | 'entered'>, { now, aheadMs }: TimeReading): RevertTurn {
  const at = now + (aheadMs ?? 0);
  return { ...who, at: new Date(at).toISOString(), until: new Date(at + SHIFT_LEASE_MS).toISOString() };
}

/** Who asked for the revert with a command, as AWS authenticated them; the cutover itself without one. */
function askedBy({ commands, lock }: RouteEntry, now: number): string {
  // The lock was just taken over.
  const { acquiredAt } = lock as Lock;
  const parsed = parseCommands(commands, { began: acquiredAt, now });
  const asked = parsed.flatMap((one) => (one.ok ? [one.command] : []));
  return asked.findLast(({ kind }) => kind === 'abort' || kind === 'revert')?.by ?? 'cutover';
}

function withReport(cause: string, what: string, list: readonly string[]): string {
  return list.length === 0 ? cause : `${cause}; ${what}: ${describeList(list)}`;
}

function describeList(list: readonly string[]): string {
  return shorten(list.join('; '), REPORT_LENGTH);
}
