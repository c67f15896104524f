import type { checkPropagation } from '../../../lambdas/steps/check-propagation';
import type { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import type { Shift } from '../../../lambdas/steps/shift-traffic';
import type { RevertResult } from '../result';
import type { OutputOf, TimelineEvent } from './timeline-event';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

type Reverted = Pick<OutputOf<typeof revertTraffic>, 'action'> & { readonly shift?: Shift };
type Propagated = Pick<OutputOf<typeof checkPropagation>, 'status' | 'reason'>;

/** What the recorder reads the time from. */
export interface RecorderTime {
  /** Seconds of simulated time since the start. */
  readonly seconds: () => number;
  /** The same, of an ISO 8601 time. */
  readonly secondsOf: (iso: string) => number;
}

/** Records when the parts of a revert happened. */
export class RevertRecorder {
  readonly times: Writable<RevertResult> = {
    faultAt: null,
    alarmAt: null,
    decidedAt: null,
    acceptedAt: null,
    insyncAt: null,
    drainedAt: null,
  };

  constructor(private readonly time: RecorderTime) {}

  /**
   * Follows the world: the first fault and the first alarm. What an operator does, and a change calendar that
   * is closed, is no fault.
   */
  happened(event: TimelineEvent): void {
    if (event.kind === 'fault-began' && event.fault !== 'calendar-closed') {
      this.times.faultAt ??= this.time.seconds();
    }
    if (event.kind === 'alarm' && event.state === 'ALARM') {
      this.times.alarmAt ??= this.time.seconds();
    }
  }

  /** The cutover hands over to the revert machine, or that was started. */
  decided(): void {
    this.times.decidedAt ??= this.time.seconds();
  }

  /** @returns the event that a result of the revert machine is for the timeline; null when it is none */
  left(state: string, result: unknown): TimelineEvent | null {
    switch (state) {
      case 'RevertTraffic':
        return this.reverted(result as Reverted);
      case 'CheckPropagation':
        return this.propagated(result as Propagated);
      case 'ReleaseLock':
        return { kind: 'lock-released' };
      default:
        return { kind: 'step', state, reason: (result as { reason?: string }).reason ?? '' };
    }
  }

  private reverted({ action, shift }: Reverted): TimelineEvent {
    // The first one moves the traffic back; what follows repeats it, in case a late shift has landed.
    this.times.acceptedAt ??= shift === undefined ? null : this.time.secondsOf(shift.shiftedAt);
    return { kind: 'revert', action, percent: shift?.percent ?? null, change: shift?.change.id ?? null };
  }

  private propagated({ status, reason }: Propagated): TimelineEvent | null {
    if (status === 'pending') {
      return null;
    }
    this.times.insyncAt = status === 'propagated' ? this.time.seconds() : null;
    return { kind: 'propagation', machine: 'revert', status, reason };
  }
}
