import { alarmArnFor, alarmNameOf } from '../../../lambdas/core/health/alarm-arn';
import type { AlarmReading } from '../../../lambdas/ports';
import type { GuardName } from '../../workflow/tasks';
import type { Ended } from '../asl/execution';
import { EventBus } from '../aws/event-bus';
import type { Functions } from '../aws/functions';
import { FORWARD_ARN } from '../deployed-machines';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { EventSink } from '../timeline/timeline-event';

/** As deployed. */
const RECONCILE_EVERY_MS = 300_000;

/** What the guards need. */
export interface GuardsOptions {
  readonly functions: () => Pick<Functions, 'invoke'>;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly emit: EventSink;
}

/**
 * EventBridge in this world: it delivers events to the guards, and invokes the reconciler every five minutes.
 */
export class Guards {
  readonly events: EventBus;

  constructor(private readonly options: GuardsOptions) {
    this.events = new EventBus(options.clock, options.random);
    this.events.on('status', (detail) => this.invoke('GuardExecution', { detail }));
    this.events.on('alarm', (event) => this.invoke('GuardAlarm', event as object));
  }

  /** Starts the reconciler's schedule. */
  start(): void {
    const { clock } = this.options;
    clock.schedule(clock.now() + RECONCILE_EVERY_MS, () => {
      this.invoke('Reconcile', {}).catch(() => undefined);
      this.start();
    });
  }

  alarmChanged(alarm: string, state: AlarmReading['state'], reason: string): void {
    this.options.emit({ kind: 'alarm', alarm, state, reason });
    if (state === 'ALARM') {
      const time = new Date(this.options.clock.now()).toISOString();
      // An alarm elsewhere is taken to have a rule that forwards its events, as `cutover plan` asks for.
      const detail = { alarmName: alarmNameOf(alarm), state: { value: state, reason } };
      this.events.emit('alarm', { time, resources: [alarmArnFor(FORWARD_ARN, alarm)], detail });
    }
  }

  /** The event of an alarm of the same name in another account arrives, as one that is forwarded does. */
  alarmFiredElsewhere(alarm: string, reason: string): void {
    const time = new Date(this.options.clock.now()).toISOString();
    const resources = [alarmArnFor(FORWARD_ARN, alarm).replace(/:\d{12}:/, ':999999999999:')];
    this.events.emit('alarm', {
      time,
      resources,
      detail: { alarmName: alarmNameOf(alarm), state: { value: 'ALARM', reason } },
    });
  }

  executionEnded(machineArn: string, executionArn: string, end: Ended): void {
    if (machineArn === FORWARD_ARN && end.status !== 'SUCCEEDED') {
      const { status, error = null, cause = null } = end;
      this.events.emit('status', { executionArn, status, error, cause });
    }
  }

  /** Invokes a guard, and records what it did if it did anything. */
  private async invoke(guard: GuardName, input: object): Promise<void> {
    const output = (await this.options.functions().invoke(guard, input)) as { reason: string };
    if (Object.values(output).some((value) => Array.isArray(value) && value.length > 0)) {
      this.options.emit({ kind: 'guard', guard, reason: output.reason });
    }
  }
}
