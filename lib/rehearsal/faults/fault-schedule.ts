import type { EventSink, World } from '../world/world';
import type { ActiveFault } from './fault';
import { beginFault, type Fault } from './table';

/** Lets the faults of a scenario begin, and end, in their time. */
export class FaultSchedule {
  /** Faults that begin by the percent and have not yet. */
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly world: World,
    private readonly tell: EventSink,
    startedAt: number,
  ) {
    for (const [index, fault] of world.scenario.faults.entries()) {
      this.plan(fault, `faults[${index}] ${fault.kind}`, startedAt);
    }
    world.split.onChange(() => {
      for (const onPercent of [...this.waiting]) {
        onPercent();
      }
    });
  }

  private plan(fault: Fault, label: string, startedAt: number): void {
    const begin = () => this.begin(fault, label);
    if (fault.at === 0) {
      begin();
    } else if (fault.at !== undefined) {
      this.world.clock.schedule(startedAt + 1_000 * fault.at, begin);
    } else {
      const { whenPercentAtLeast = 0 } = fault;
      const onPercent = () => {
        if (this.waiting.has(onPercent) && this.world.split.percent() >= whenPercentAtLeast) {
          this.waiting.delete(onPercent);
          begin();
        }
      };
      this.waiting.add(onPercent);
    }
  }

  private begin(fault: Fault, label: string): void {
    const { world } = this;
    world.clock.wake();
    world.faultAt ??= world.clock.now();
    world.advance();
    this.tell('fault began', label);
    const active: ActiveFault = beginFault(world, fault, label);
    if (fault.forSeconds !== undefined) {
      world.clock.schedule(world.clock.now() + 1_000 * fault.forSeconds, () => {
        world.advance();
        active.end();
        this.tell('fault ended', label);
      });
    }
  }
}
