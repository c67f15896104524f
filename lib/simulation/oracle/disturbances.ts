import type { Scenario } from '../../rehearsal/scenario';
import type { TimelineEntry } from '../../rehearsal/timeline/timeline-event';
import { START } from '../../rehearsal/world/world';
import { OF_TARGET_GROUPS } from '../draws/references-that-stay';

type FaultKind = Scenario['faults'][number]['kind'];

/** Faults with which a call of AWS may fail. */
const FAILING: readonly FaultKind[] = ['throttle', 'api-error', 'control-plane-dead'];

/** Faults that may hold up what must happen. Others change only what there is to measure. */
const HOLDING_UP: ReadonlySet<FaultKind> = new Set<FaultKind>([
  ...FAILING,
  ...(['task-fails', 'function-hangs', 'clock-off', 'slow-api', 'stuck-pending'] as const),
  ...(['route-locked', 'ledger-corrupted', 'targets-unhealthy', 'revert-started', 'redrive'] as const),
  ...(['record-changed', 'record-deleted', 'record-added', 'deployment', 'upgrade'] as const),
]);

/** Faults that happen once: their end is their beginning. */
const MOMENTARY: ReadonlySet<FaultKind> = new Set<FaultKind>([
  ...(['record-changed', 'record-deleted', 'record-added', 'route-locked', 'malformed-command'] as const),
  ...(['alarm-fires-elsewhere'] as const),
]);

/** When which faults were active. */
export class Disturbances {
  /** By the index of the fault: its kind, and when it began, in epoch milliseconds. */
  private readonly active = new Map<number, { readonly kind: FaultKind; readonly since: number }>();
  private readonly lastBegin = new Map<FaultKind, number>();
  /** By the index of the fault: when it has ended, in epoch milliseconds. */
  private readonly ends = new Map<number, number>();
  private readonly lastEnd = new Map<FaultKind, number>();
  private heldUpUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly scenario: Scenario) {}

  /** Takes an entry of the timeline. */
  entry(entry: TimelineEntry): void {
    const now = START + 1_000 * entry.at;
    if (entry.kind === 'fault-began' || entry.kind === 'operator') {
      const fault = this.scenario.faults[entry.index];
      const isMoment = entry.kind === 'operator' || MOMENTARY.has(entry.fault as FaultKind);
      if (isMoment) {
        this.ended(fault?.kind as FaultKind, now);
      } else {
        this.active.set(entry.index, { kind: entry.fault as FaultKind, since: now });
        this.lastBegin.set(entry.fault as FaultKind, now);
      }
    } else if (entry.kind === 'fault-ended') {
      this.active.delete(entry.index);
      this.ends.set(entry.index, now);
      this.ended(entry.fault as FaultKind, now);
    }
  }

  /** Whether any fault has begun so far. */
  haveBegun(): boolean {
    return this.active.size > 0 || this.lastEnd.size > 0;
  }

  /** From when on nothing has held anything up, in epoch milliseconds; infinity while something does. */
  calmSince(): number {
    const isHeldUp = [...this.active.values()].some(({ kind }) => HOLDING_UP.has(kind));
    return isHeldUp ? Number.POSITIVE_INFINITY : this.heldUpUntil;
  }

  /** Whether calls of AWS may have failed since `from` (epoch milliseconds). */
  mayHaveFailedSince(from: number): boolean {
    return FAILING.some((kind) => this.hasBeenActiveSince(kind, from));
  }

  /**
   * Whether each call of a service has failed since `from` (epoch milliseconds).
   * @param service such as `cloudwatch`
   */
  hasFailedSince(service: string, from: number): boolean {
    return [...this.active].some(([index, { since }]) => {
      const fault = this.scenario.faults[index];
      const isOfCalls = fault?.kind === 'throttle' || fault?.kind === 'api-error';
      return since < from && isOfCalls && fault.api === service && fault.times === undefined;
    });
  }

  /**
   * Whether Route 53 may have refused batches since `from` (epoch milliseconds). A revert then puts back each
   * type, and each record, by itself, and passes percents that are between those of before and after, or
   * beside them.
   */
  mayHaveRefusedBatchesSince(from: number): boolean {
    const refuses = (index: number) => {
      const fault = this.scenario.faults[index];
      return fault?.kind === 'api-error' && fault.error === 'InvalidChangeBatch';
    };
    return (
      [...this.active.keys()].some(refuses) ||
      [...this.ends].some(([index, at]) => at >= from && refuses(index))
    );
  }

  /** Whether something has referred to a target group of the old path all the time since `from`. */
  isReferredToSince(from: number): boolean {
    return [...this.active].some(([index, { since }]) => {
      const fault = this.scenario.faults[index];
      const isOfGroup = fault?.kind === 'still-in-use' && OF_TARGET_GROUPS.some((one) => one === fault.by);
      return since < from && isOfGroup;
    });
  }

  /** Whether no fault of a kind has begun or ended since `from` (epoch milliseconds). */
  isUnchangedSince(kind: FaultKind, from: number): boolean {
    return (this.lastBegin.get(kind) ?? 0) < from && (this.lastEnd.get(kind) ?? 0) < from;
  }

  hasBeenActiveSince(kind: FaultKind, from: number): boolean {
    return (
      [...this.active.values()].some((one) => one.kind === kind) || (this.lastEnd.get(kind) ?? 0) >= from
    );
  }

  private ended(kind: FaultKind, now: number): void {
    this.lastEnd.set(kind, now);
    if (HOLDING_UP.has(kind)) {
      this.heldUpUntil = Math.max(this.heldUpUntil, now);
    }
  }
}
