import type { Calls } from '../aws/calls';
import type { Functions } from '../aws/functions';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { Split } from '../routers/split';
import type { EventSink } from '../timeline/timeline-event';
import { faultLabel } from './fault-label';
import type { FaultTarget } from './fault-target';
import { beginFault, type Fault, operatorDeed } from './table';

/** What a schedule of faults needs. */
export interface FaultScheduleOptions {
  readonly faults: readonly Fault[];
  readonly target: FaultTarget;
  readonly clock: VirtualClock;
  readonly split: Pick<Split, 'onChange' | 'percent'>;
  readonly calls: Pick<Calls, 'onArrival'>;
  readonly functions: Pick<Functions, 'onInvocation'>;
  readonly emit: EventSink;
  /** Called before anything changes, so that the traffic until then is counted as it was. */
  readonly advance: () => void;
}

/** Begins and ends the faults of a scenario at their times. Times count from the creation of the schedule. */
export class FaultSchedule {
  /** Faults that begin at a percent, and have not begun. */
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: FaultScheduleOptions) {
    for (const [index, fault] of options.faults.entries()) {
      this.schedule(fault, index);
    }
    options.calls.onArrival((call) => {
      for (const [index, fault] of options.faults.entries()) {
        if (fault.atCall === call) {
          this.begin(fault, index);
        }
      }
    });
    options.functions.onInvocation((task, number) => {
      for (const [index, fault] of options.faults.entries()) {
        if (fault.atInvocation?.task === task && fault.atInvocation.number === number) {
          this.beginAfter(fault.atInvocation.afterSeconds, fault, index);
        }
      }
    });
    options.split.onChange(() => {
      for (const onPercent of [...this.waiting]) {
        onPercent();
      }
    });
  }

  private schedule(fault: Fault, index: number): void {
    const { split } = this.options;
    if (fault.at !== undefined) {
      this.beginAfter(fault.at, fault, index);
    } else if (fault.atCall === undefined && fault.atInvocation === undefined) {
      const { whenPercentAtLeast = 0, whenPercentAtMost = 100 } = fault;
      const isThere = (percent: number) => percent >= whenPercentAtLeast && percent <= whenPercentAtMost;
      const onPercent = () => {
        if (this.waiting.has(onPercent) && isThere(split.percent())) {
          this.waiting.delete(onPercent);
          this.begin(fault, index);
        }
      };
      this.waiting.add(onPercent);
    }
  }

  /** At once for 0 seconds. */
  private beginAfter(seconds: number, fault: Fault, index: number): void {
    const { clock } = this.options;
    if (seconds === 0) {
      this.begin(fault, index);
    } else {
      clock.schedule(clock.now() + 1_000 * seconds, () => this.begin(fault, index));
    }
  }

  private begin(fault: Fault, index: number): void {
    const { clock, target, emit, advance } = this.options;
    clock.wake();
    advance();
    const deed = operatorDeed(fault);
    const reference = { index, fault: fault.kind };
    emit(deed === null ? { kind: 'fault-began', ...reference } : { kind: 'operator', index, ...deed });
    const active = beginFault(target, fault, faultLabel(reference));
    if (fault.forSeconds !== undefined && deed === null) {
      clock.schedule(clock.now() + 1_000 * fault.forSeconds, () => {
        advance();
        active.end();
        emit({ kind: 'fault-ended', ...reference });
      });
    }
  }
}
