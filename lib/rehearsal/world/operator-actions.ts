import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeKey } from '../../../lambdas/core/routers/route';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import type { Clock, Ledger } from '../../../lambdas/ports';
import type { StateMachines } from '../aws/state-machines';
import { REVERT_ARN } from '../deployed-machines';
import type { Operators, RevertByHand } from '../faults/fault-target';
import type { CommandKind, EventSink } from '../timeline/timeline-event';
import { type Cutovers, FORWARD_EXECUTION } from './cutovers';

/** What operators act on. */
export interface OperatorActionsOptions {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly stateMachines: StateMachines;
  readonly cutovers: Pick<Cutovers, 'current'>;
  readonly emit: EventSink;
}

/** What operators do during a rehearsal. They act on the first cutover that runs, or else on the last one. */
export class OperatorActions implements Operators {
  constructor(private readonly options: OperatorActionsOptions) {}

  /** Sends a command to the cutover, through the ledger. */
  send(command: CommandKind, reason: string): void {
    const { plan, clock, ledger, cutovers, emit } = this.options;
    const execution = cutovers.current();
    if (execution !== null) {
      const at = new Date(clock.now()).toISOString();
      void ledger
        .sendCommand(routeKey(plan.router), execution, { kind: command, by: 'operator', at, reason })
        .catch(({ message }: Error) => emit({ kind: 'operator-refused', action: command, reason: message }));
    }
  }

  /** Starts the revert machine for the cutover, beside the cutover's own revert. */
  startRevert({ named, typo }: RevertByHand): void {
    const { plan, stateMachines, cutovers, emit } = this.options;
    const execution = cutovers.current();
    const byHand = `by-hand-${stateMachines.executions().length}`;
    const name = named === 'by-hand' || execution === null ? byHand : revertName(execution);
    const typed = { execution, route: routeKey(plan.router) };
    const input = {
      ...typed,
      ...(typo === undefined ? {} : { [typo]: `${typed[typo]}x` }),
      failure: { Cause: 'started by an operator' },
    };
    try {
      stateMachines.start(REVERT_ARN, name, input);
    } catch (error) {
      emit({ kind: 'operator-refused', action: 'start-revert', reason: (error as Error).message });
    }
  }

  lockByAnother(): void {
    const { plan, clock, ledger } = this.options;
    void ledger.acquire(routeKey(plan.router), plan.router, {
      execution: `${FORWARD_EXECUTION}another`,
      planName: 'another',
      acquiredAt: new Date(clock.now()).toISOString(),
    });
  }

  /** "Stop execution" in the console. */
  stopExecution(): void {
    const { stateMachines, cutovers } = this.options;
    const arn = cutovers.current();
    const execution = arn === null ? undefined : stateMachines.execution(arn)?.execution;
    execution?.stop('StoppedByOperator', 'stopped in the console');
  }

  /** "Redrive" in the console. Step Functions refuses it for an execution that runs, or has succeeded. */
  redrive(): void {
    const { stateMachines, cutovers, emit } = this.options;
    const arn = cutovers.current();
    const refused = arn === null ? 'there is no execution' : stateMachines.redrive(arn);
    if (refused !== null) {
      emit({ kind: 'operator-refused', action: 'redrive', reason: refused });
    }
  }
}
