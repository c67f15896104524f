import type { GuardName } from '../../workflow/tasks';
import type { Ended } from '../asl/execution';
import { EventBus } from '../aws/event-bus';
import type { Functions } from '../aws/functions';
import { FORWARD_ARN } from '../deployed-machines';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { EventSink } from './world';

/** As deployed. */
const RECONCILE_EVERY_MS = 300_000;

/** What EventBridge does in this world: it brings events to the guards, and calls the reconciler every five minutes. */
export class Guards {
  readonly events: EventBus;

  constructor(
    private readonly functions: () => Functions,
    private readonly clock: VirtualClock,
    random: Random,
    private readonly tell: EventSink,
  ) {
    this.events = new EventBus(clock, random);
    this.events.on('status', (detail) => this.call('GuardExecution', { detail }));
    this.events.on('alarm', (event) => this.call('GuardAlarm', event as object));
  }

  /** Begins the reconciler's schedule. */
  start(): void {
    this.clock.schedule(this.clock.now() + RECONCILE_EVERY_MS, () => {
      this.call('Reconcile', {}).catch(() => undefined);
      this.start();
    });
  }

  alarmChanged(alarmName: string, value: string, reason: string): void {
    this.tell(`alarm ${value}`, `"${alarmName}": ${reason}`);
    if (value === 'ALARM') {
      const time = new Date(this.clock.now()).toISOString();
      this.events.emit('alarm', { time, detail: { alarmName, state: { value, reason } } });
    }
  }

  executionEnded(machineArn: string, executionArn: string, end: Ended): void {
    if (machineArn === FORWARD_ARN && end.status !== 'SUCCEEDED') {
      const { status, error = null, cause = null } = end;
      this.events.emit('status', { executionArn, status, error, cause });
    }
  }

  /** Invokes a guard, and tells what it did when it did something. */
  private async call(name: GuardName, input: object): Promise<void> {
    const done = (await this.functions().invoke(name, input)) as { reason: string } & Record<string, unknown>;
    if (Object.values(done).some((value) => Array.isArray(value) && value.length > 0)) {
      this.tell(name, done.reason);
    }
  }
}
