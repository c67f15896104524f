import type {
  AcceptedCommand,
  OperateAnswer,
  RefusedCommand,
} from '../../../lambdas/core/operate/operate-answer';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeKey } from '../../../lambdas/core/routers/route';
import { COMMAND_KINDS, type OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import type { Clock, Ledger } from '../../../lambdas/ports';
import { type Corruption, corruptEntry } from '../aws/corrupt-entry';
import type { Functions } from '../aws/functions';
import type { StateMachines } from '../aws/state-machines';
import { REVERT_ARN } from '../deployed-machines';
import type { Operators, RevertByHand, SentCommand } from '../faults/fault-target';
import { arnOfPrincipal } from '../faults/principal';
import type { EventSink } from '../timeline/timeline-event';
import { type Cutovers, FORWARD_EXECUTION } from './cutovers';

/** How far ahead the time of a command lies that must be refused for it, in milliseconds. */
const AHEAD_MS = 3_600_000;

/** What operators act on. */
export interface OperatorActionsOptions {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly stateMachines: StateMachines;
  readonly cutovers: Pick<Cutovers, 'current'>;
  readonly emit: EventSink;
  /** Percent on the new path. */
  readonly percent: () => number;
}

/** What operators do during a rehearsal. They act on the first cutover that runs, or else on the last one. */
export class OperatorActions implements Operators {
  /** Commands that the function Operate has not answered yet. */
  private unanswered = 0;

  constructor(private readonly options: OperatorActionsOptions) {}

  /** Sends a command to the cutover, through the function Operate. */
  send(command: SentCommand): void {
    const execution = this.options.cutovers.current();
    if (execution !== null) {
      this.unanswered += 1;
      void this.request(execution, command)
        .catch(({ message }: Error) => this.refused(command, message))
        .finally(() => {
          this.unanswered -= 1;
        });
    }
  }

  /** Whether a command has been sent that may still be carried out. */
  areWaiting(): boolean {
    return this.unanswered > 0;
  }

  private async request(execution: string, command: SentCommand): Promise<void> {
    const { plan, ledger, functions } = this.options;
    const { kind, reason, by } = command;
    const route = routeKey(plan.router);
    const { atPercent = (await ledger.read(route))?.expected?.percent ?? 0 } = command;
    const atStage = kind === 'approve' || kind === 'promote' ? { atPercent } : {};
    // As the operator's program does: it names the execution that it has shown.
    const body = JSON.stringify({ kind, route, execution, reason, ...atStage });
    const iam = { userArn: arnOfPrincipal(by) };
    const event = { body, requestContext: { authorizer: { iam } } };
    const answer = (await functions.invoke('Operate', event)) as OperateAnswer;
    const parsed = JSON.parse(answer.body) as AcceptedCommand | RefusedCommand;
    if (!parsed.accepted) {
      this.refused(command, parsed.reason);
    }
  }

  private refused({ kind }: SentCommand, reason: string): void {
    this.options.emit({ kind: 'operator-refused', action: kind, reason });
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

  /** A known kind has a time that lies ahead; any other kind is the mistake. */
  writeCommand(says: string): void {
    const { plan, clock, ledger, cutovers } = this.options;
    const execution = cutovers.current();
    const aheadMs = (COMMAND_KINDS as readonly string[]).includes(says) ? AHEAD_MS : 0;
    const at = new Date(clock.now() + aheadMs).toISOString();
    const command = { kind: says, at, by: 'operator', person: 'operator', reason: 'written by hand' };
    const written = { ...command, ...(says === 'approve' ? { atPercent: this.options.percent() } : {}) };
    if (execution !== null) {
      void ledger.sendCommand(routeKey(plan.router), execution, written as OperatorCommand);
    }
  }

  corruptEntry(corruption: Corruption): void {
    const { plan, ledger, cutovers } = this.options;
    const execution = cutovers.current();
    if (execution !== null) {
      corruptEntry(ledger, { route: routeKey(plan.router), execution }, corruption);
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
