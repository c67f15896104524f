import type { Execution } from '../asl/execution';
import type { StateMachines } from '../aws/state-machines';
import { FORWARD_ARN } from '../deployed-machines';

/** ARNs of the executions of the forward machine begin with this. */
export const FORWARD_EXECUTION = `${FORWARD_ARN.replace(':stateMachine:', ':execution:')}:`;

/** The cutovers of a rehearsal: the first, and the follow-up cutovers. */
export class Cutovers {
  private readonly started: string[] = [];

  /** @param beforeStart called with the ARN and the input of each cutover, before it is started */
  constructor(
    private readonly stateMachines: Pick<StateMachines, 'start' | 'execution'>,
    private readonly beforeStart: (execution: string, input: unknown) => void,
  ) {}

  /** Starts a cutover as `StartExecution` does. */
  start(input: unknown): Execution {
    const number = this.started.length + 1;
    const name = number === 1 ? 'rehearsal' : `rehearsal-${number}`;
    this.beforeStart(`${FORWARD_EXECUTION}${name}`, input);
    const execution = this.stateMachines.start(FORWARD_ARN, name, input);
    this.started.push(execution.arn);
    return execution;
  }

  /**
   * ARN of the cutover that operators act on: the first one that runs, or else the last one; null before any.
   */
  current(): string | null {
    const isRunning = (arn: string) => this.stateMachines.execution(arn)?.end === null;
    return this.started.find(isRunning) ?? this.started.at(-1) ?? null;
  }
}
