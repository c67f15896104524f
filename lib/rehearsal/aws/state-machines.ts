import { isDeepStrictEqual } from 'node:util';
import type { TaskName } from '../../workflow/tasks';
import type { Ended, Execution, Host, TraceEvent } from '../asl/execution';
import { StatesError } from '../asl/expressions';
import type { AslMachine } from '../asl/machine';
import { startExecution } from '../asl/start-execution';
import { taskNameOf } from '../deployed-machines';
import type { Random } from '../kernel/random';
import type { Calls } from './calls';

/** An execution that was started, and how it ended. */
export interface StartedExecution {
  readonly execution: Execution;
  readonly input: unknown;
  /** Null while it runs. */
  end: Ended | null;
}

/** Receives every trace event with the machine and execution that it belongs to. */
export type Tracer = (machineArn: string, executionArn: string, event: TraceEvent) => void;

/** What the Step Functions service is made of. */
export interface StateMachinesOptions {
  /** The deployed machines, by ARN. An execution keeps the one with which it was started. */
  readonly machines: Pick<ReadonlyMap<string, AslMachine>, 'get'>;
  readonly functions: {
    /** @param executionArn the execution that invokes the function */
    invoke(task: TaskName, payload: unknown, executionArn: string): Promise<unknown>;
  };
  readonly calls: Pick<Calls, 'call'>;
  readonly clock: Host['clock'];
  readonly random: Pick<Random, 'uniform'>;
  readonly trace: Tracer;
  /** Called at the start of every execution, and at each redrive. */
  readonly onStart?: () => void;
  /** Called at the end of every execution. */
  readonly onEnd?: (machineArn: string, executionArn: string, end: Ended) => void;
}

/** The Step Functions service: runs executions of the deployed machines. */
export class StateMachines {
  private readonly started = new Map<string, StartedExecution>();

  constructor(private readonly options: StateMachinesOptions) {}

  /** Every execution so far. */
  executions(): readonly Execution[] {
    return [...this.started.values()].map((one) => one.execution);
  }

  /** DescribeExecution; undefined when there is no such execution. */
  execution(arn: string): Readonly<StartedExecution> | undefined {
    return this.started.get(arn);
  }

  /**
   * StartExecution. The same name and input as a running execution return that execution.
   * @throws StatesError `StepFunctions.ExecutionAlreadyExistsException` for any other use of a known name
   */
  start(machineArn: string, name: string, input: unknown): Execution {
    const { machines, clock, random, trace } = this.options;
    const machine = machines.get(machineArn);
    if (machine === undefined) {
      throw new StatesError('StepFunctions.StateMachineDoesNotExistException', `there is no ${machineArn}`);
    }
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const before = this.started.get(arn);
    if (before !== undefined) {
      if (before.end === null && isDeepStrictEqual(before.input, input)) {
        return before.execution;
      }
      throw new StatesError('StepFunctions.ExecutionAlreadyExistsException', `${arn} exists already`);
    }
    const host = {
      clock,
      random: () => random.uniform(),
      invoke: (resource: string, args: unknown) => this.invoke(resource, args, arn),
      trace: (event: TraceEvent) => trace(machineArn, arn, event),
    };
    const execution = startExecution({ machine, host, arn, input });
    const started: StartedExecution = { execution, input, end: null };
    this.started.set(arn, started);
    this.follow(machineArn, started);
    return execution;
  }

  /**
   * RedriveExecution: an execution that did not succeed resumes in the state in which it ended.
   * @returns why Step Functions refuses it, or null
   */
  redrive(arn: string): string | null {
    const started = this.started.get(arn);
    if (started === undefined) {
      return `there is no ${arn}`;
    }
    if (started.end === null || started.end.status === 'SUCCEEDED') {
      return `${arn} is ${started.end?.status ?? 'RUNNING'}`;
    }
    started.end = null;
    started.execution.redrive();
    this.follow(machineOf(arn), started);
    return null;
  }

  /** Records and reports the end of an execution. */
  private follow(machineArn: string, started: StartedExecution): void {
    const { execution } = started;
    this.options.onStart?.();
    void execution.ended.then((end) => {
      started.end = end;
      this.options.onEnd?.(machineArn, execution.arn, end);
    });
  }

  private invoke(resource: string, args: unknown, executionArn: string): Promise<unknown> {
    switch (resource) {
      case 'arn:aws:states:::states:startExecution':
        return this.integration('StartExecution', () => {
          const { StateMachineArn, Name, Input } = args as {
            StateMachineArn: string;
            Name: string;
            Input: unknown;
          };
          return { ExecutionArn: this.start(StateMachineArn, Name, Input).arn };
        });
      default:
        return this.options.functions.invoke(taskNameOf(resource), args, executionArn);
    }
  }

  /** A call that Step Functions itself makes. It makes one attempt; the state's Retry repeats it. */
  private async integration(operation: string, work: () => unknown): Promise<unknown> {
    try {
      return await this.options.calls.call('states', operation, work, 1);
    } catch (error) {
      const { name, message } = error as Error;
      throw new StatesError(name, message);
    }
  }
}

/** The machine of an execution. */
function machineOf(executionArn: string): string {
  return executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, '');
}
