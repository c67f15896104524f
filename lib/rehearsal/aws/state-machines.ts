import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../../lambdas/ports';
import { type Ended, type Execution, startExecution, type TraceEvent } from '../asl/execution';
import { StatesError } from '../asl/expressions';
import type { Machine } from '../asl/machine';
import { taskNameOf } from '../deployed-machines';
import type { Random } from '../kernel/random';
import type { Calls } from './calls';
import type { Functions } from './functions';

/** An execution, and what is known of it. */
export interface Started {
  readonly execution: Execution;
  readonly input: unknown;
  end: Ended | null;
}

/** Which machine and execution a trace event belongs to. */
export type Tracer = (machineArn: string, executionArn: string, event: TraceEvent) => void;

/** The Step Functions service: starts executions of the deployed machines and tells how they go. */
export class StateMachines {
  private readonly started = new Map<string, Started>();

  constructor(
    private readonly machines: ReadonlyMap<string, Machine>,
    private readonly functions: Pick<Functions, 'invoke'>,
    private readonly calls: Pick<Calls, 'call'>,
    private readonly clock: Clock,
    private readonly random: Pick<Random, 'uniform'>,
    private readonly trace: Tracer,
    /** Told of the end of every execution. */
    private readonly onEnd: (machineArn: string, executionArn: string, end: Ended) => void = () => undefined,
  ) {}

  /** Every execution so far. */
  executions(): readonly Execution[] {
    return [...this.started.values()].map((one) => one.execution);
  }

  execution(arn: string): Readonly<Started> | undefined {
    return this.started.get(arn);
  }

  /**
   * StartExecution. The same name with the same input while it runs is the same execution.
   * @throws StatesError `StepFunctions.ExecutionAlreadyExistsException` for a name that was used otherwise
   */
  start(machineArn: string, name: string, input: unknown): Execution {
    const machine = this.machines.get(machineArn);
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
      clock: this.clock,
      random: () => this.random.uniform(),
      invoke: (resource: string, args: unknown) => this.invoke(resource, args),
      trace: (event: TraceEvent) => this.trace(machineArn, arn, event),
    };
    const started: Started = { execution: startExecution(machine, host, arn, input), input, end: null };
    this.started.set(arn, started);
    this.follow(machineArn, started);
    return started.execution;
  }

  /**
   * RedriveExecution: an execution that has ended other than in success goes on where it ended.
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

  /** Tells of the end of an execution. */
  private follow(machineArn: string, started: Started): void {
    const { execution } = started;
    void execution.ended.then((end) => {
      started.end = end;
      this.onEnd(machineArn, execution.arn, end);
    });
  }

  private invoke(resource: string, args: unknown): Promise<unknown> {
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
      case 'arn:aws:states:::aws-sdk:sfn:describeExecution':
        return this.integration('DescribeExecution', () => {
          const { ExecutionArn } = args as { ExecutionArn: string };
          return describe(ExecutionArn, this.started.get(ExecutionArn));
        });
      default:
        return this.functions.invoke(taskNameOf(resource), args);
    }
  }

  /** A call that Step Functions makes itself: it does not repeat it, the Retry of the state does. */
  private async integration(operation: string, work: () => unknown): Promise<unknown> {
    try {
      return await this.calls.call('states', operation, work, 1);
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

function describe(arn: string, started: Started | undefined): unknown {
  if (started === undefined) {
    throw new StatesError('Sfn.ExecutionDoesNotExistException', `there is no ${arn}`);
  }
  const { end } = started;
  return {
    ExecutionArn: arn,
    Status: end?.status ?? 'RUNNING',
    ...(end?.output === undefined ? {} : { Output: JSON.stringify(end.output) }),
    ...(end?.error === undefined ? {} : { Error: end.error }),
    ...(end?.cause === undefined ? {} : { Cause: end.cause }),
  };
}
