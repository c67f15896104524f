import { alarmArnFor } from '../../../lambdas/core/health/alarm-arn';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import { FORWARD_ARN, REVERT_ARN } from '../../rehearsal/deployed-machines';
import type { CommandKind } from '../../rehearsal/timeline/timeline-event';
import { FORWARD_EXECUTION } from '../../rehearsal/world/cutovers';
import type { LockWatch } from '../lock-watch';
import { ALARM } from './healthy-ports';
import type { Deed, PlannedDeed } from './schedule';
import type { System } from './system';

/** How long an alarm stays in ALARM, in milliseconds. */
const ALARM_MS = 60_000;
/** How far ahead the time of a command lies that must be refused for it, in milliseconds. */
const FUTURE_MS = 3_600_000;

/** When whoever has paused a cutover lifts the pause at the latest, in milliseconds. */
const PAUSE_ENDS_MS = 1_200_000;

/** Does what a schedule plans beside the steps. */
export class Deeds {
  private hasSecond = false;
  private reverts = 0;

  /** @param pauseEnds called before the last pause of an execution is lifted */
  constructor(
    private readonly system: System,
    private readonly lock: Pick<LockWatch, 'owner'>,
    private readonly pauseEnds: (execution: string) => void,
  ) {}

  /** A call arrives: does what is planned for it. */
  arrived(call: number): void {
    for (const planned of this.system.schedule.deeds) {
      if (planned.atCall === call) {
        this.plan(planned);
      }
    }
  }

  /** The lock of the route is free. */
  lockIsFree(): void {
    if (this.system.schedule.secondWhenFree) {
      this.later(0, { kind: 'start-second' });
    }
  }

  /** The first cutover has to end before this matters. */
  startSecond(): void {
    if (!this.hasSecond) {
      this.hasSecond = true;
      this.system.cutovers.start(this.system.plan);
    }
  }

  private plan({ afterMs, deed, followedBy }: PlannedDeed): void {
    this.later(afterMs, deed);
    if (followedBy !== undefined) {
      this.later(afterMs + followedBy.afterMs, followedBy.deed);
    }
  }

  private later(milliseconds: number, deed: Deed): void {
    if (milliseconds === 0) {
      this.happen(deed);
      return;
    }
    const { clock, activity } = this.system;
    activity.begin();
    clock.schedule(clock.now() + milliseconds, () => {
      this.happen(deed);
      activity.end();
      clock.wake();
    });
  }

  private happen(deed: Deed): void {
    const { system } = this;
    const current = system.cutovers.current();
    const first = `${FORWARD_EXECUTION}rehearsal`;
    const target = this.lock.owner?.execution ?? current;
    if (target === null) {
      return;
    }
    switch (deed.kind) {
      case 'command':
        this.send(deed.to === 'first' ? first : target, deed.says);
        break;
      case 'malformed-command':
        this.writeMalformed(target, deed.wrong);
        break;
      case 'stop':
        system.machines.execution(target)?.execution.stop('StoppedByOperator', 'stopped in the console');
        break;
      case 'redrive':
        system.machines.redrive(target);
        break;
      case 'reconcile':
        void system.guard('Reconcile', {});
        break;
      case 'revert-by-hand':
        this.revert(deed.named === 'by-hand' ? this.ownName() : revertName(target), target);
        break;
      case 'name-used':
        this.revert(revertName(target), `${target}x`);
        break;
      case 'alarm':
        this.alarm();
        break;
      case 'foreign-change':
        system.split.foreignChange({ weights: { old: 100 - deed.percent, new: deed.percent } });
        break;
      case 'start-second':
        this.startSecond();
        break;
    }
  }

  /** The one place that sends commands. Every pause ends, though it may outlast a revert by far. */
  private send(execution: string, kind: CommandKind): void {
    const { system } = this;
    const atStage = kind === 'approve' || kind === 'promote' ? { atPercent: system.split.percent() } : {};
    void system.operate({ kind, route: system.route, execution, reason: 'interleaved', ...atStage });
    if (kind === 'pause') {
      system.clock.schedule(system.clock.now() + PAUSE_ENDS_MS, () => {
        this.pauseEnds(execution);
        this.send(execution, 'resume');
        system.clock.wake();
      });
    }
  }

  /** Somebody writes into the table what cannot be read as a command. */
  private writeMalformed(execution: string, wrong: 'kind' | 'future'): void {
    const { clock, table, route } = this.system;
    const at = new Date(clock.now() + (wrong === 'future' ? FUTURE_MS : 0)).toISOString();
    const kind = wrong === 'future' ? 'resume' : 'Resume';
    const command = { kind, at, by: 'operator', person: 'operator', reason: 'interleaved' };
    void table.sendCommand(route, execution, command as never);
  }

  private ownName(): string {
    this.reverts += 1;
    return `by-hand-${this.reverts}`;
  }

  private revert(name: string, execution: string): void {
    const input = { execution, route: this.system.route, failure: { Cause: 'started by an operator' } };
    try {
      this.system.machines.start(REVERT_ARN, name, input);
    } catch {
      // Step Functions refuses a name that is used.
    }
  }

  private alarm(): void {
    const { system } = this;
    system.isAlarmFiring = true;
    system.clock.schedule(system.clock.now() + ALARM_MS, () => {
      system.isAlarmFiring = false;
    });
    const time = new Date(system.clock.now()).toISOString();
    const resources = [alarmArnFor(FORWARD_ARN, ALARM)];
    const detail = { alarmName: ALARM, state: { value: 'ALARM' } };
    void system.guard('GuardAlarm', { time, resources, detail });
  }
}
