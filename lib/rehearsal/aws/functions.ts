import type { Clock } from '../../../lambdas/ports';
import { type FunctionName, registeredTask } from '../../workflow/tasks';
import { StatesError } from '../asl/expressions';
import { throughJson } from '../asl/through-json';
import type { Random } from '../kernel/random';
import { Process } from './process';

/** A step with its ports. */
export type BoundStep = (input: unknown) => Promise<unknown>;

/** A function fails, before or after its step has taken effect. */
export interface FunctionFault {
  readonly task: FunctionName;
  /** The error's name. */
  readonly error: string;
  /** Until the failure is reported. */
  readonly delaySeconds: number;
  /** Whether the step runs before the function fails. */
  readonly afterEffect: boolean;
  /** How many invocations fail; undefined: all. */
  readonly times?: number | undefined;
}

/** A function hangs after some calls of services, until Lambda stops it at its time-out. */
export interface FunctionHang {
  readonly task: FunctionName;
  readonly afterCalls: number;
  /** How many invocations hang; undefined: all. */
  readonly times?: number | undefined;
}

/** The clock of a function is off. */
export interface FunctionClockOff {
  readonly task: FunctionName;
  /** How far it is ahead of AWS's; negative: behind. */
  readonly clockOffMs: number;
  /** How many invocations have that clock; undefined: all. */
  readonly times?: number | undefined;
}

type AnyFunctionFault = FunctionFault | FunctionHang | FunctionClockOff;

interface ActiveFunctionFault {
  readonly what: AnyFunctionFault;
  left: number;
}

/** What an update of the functions does to their invocations. */
export interface FunctionUpdates {
  /** Milliseconds by which an invocation begins later, because it is the first one of an updated function. */
  coldStartMs(task: FunctionName): number;
  /** How an invocation fails because its function is being updated; undefined: it does not. */
  failing(task: FunctionName): FunctionFault | undefined;
}

/** What the Lambda service is made of. */
export interface FunctionsOptions {
  readonly stepOf: (task: FunctionName, process: Process) => BoundStep;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Calls back after so many milliseconds. The event returns whether it has done anything.
   * @default never calls back, so that no function times out
   */
  readonly later?: (milliseconds: number, event: () => boolean) => void;
  /** @default - no function is updated */
  readonly updates?: FunctionUpdates;
}

/**
 * The Lambda service: runs the steps that are deployed, passes their input and output through JSON, and stops
 * a function at its time-out.
 */
export class Functions {
  private readonly faults = new Set<ActiveFunctionFault>();
  private readonly running = new Map<Process, FunctionName>();
  private invoked = 0;
  private readonly begun = new Map<FunctionName, number>();
  private readonly listeners: ((task: FunctionName, number: number) => void)[] = [];
  private probedMs = 0;

  constructor(private readonly options: FunctionsOptions) {}

  /** Invocations so far. */
  invocations(): number {
    return this.invoked;
  }

  /** Calls the listener as each invocation begins, with its number among those of its function, from 1. */
  onInvocation(listener: (task: FunctionName, number: number) => void): void {
    this.listeners.push(listener);
  }

  /** Whether an invocation of a function is under way: stopping its execution does not end it. */
  isRunning(task: FunctionName): boolean {
    return [...this.running.values()].includes(task);
  }

  /** Seconds for which the function of the probes has run. It waits between probes, and that is paid for. */
  probeSeconds(): number {
    return this.probedMs / 1_000;
  }

  /** A function fails, hangs or has the wrong time, until this is ended. */
  disturb(what: AnyFunctionFault): { end(): void } {
    const fault = { what, left: what.times ?? Number.POSITIVE_INFINITY };
    this.faults.add(fault);
    return { end: () => void this.faults.delete(fault) };
  }

  /**
   * Invokes a function with a payload; `_by` is the execution that does, if one does. @returns its output
   * @throws StatesError as Step Functions reports a failed function: its error's name, and a cause in JSON
   */
  async invoke(task: FunctionName, payload: unknown, _by?: string): Promise<unknown> {
    const { clock, random, later, updates } = this.options;
    this.invoked += 1;
    const invocation = this.invoked;
    await clock.sleep(Math.round(random.between(5, 30)) + (updates?.coldStartMs(task) ?? 0));
    this.announce(task);
    const fault = this.faultOf(task) ?? updates?.failing(task);
    const hang = fault !== undefined && 'afterCalls' in fault ? fault : undefined;
    const { clockOffMs } = fault !== undefined && 'clockOffMs' in fault ? fault : { clockOffMs: 0 };
    const process = new Process(hang?.afterCalls, clockOffMs, invocation);
    const startedAt = clock.now();
    this.running.set(process, task);
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = <T>(settle: (value: T) => void) => {
        return (value: T) => {
          isOver = true;
          this.running.delete(process);
          this.probedMs += task === 'ProbeNewPath' ? clock.now() - startedAt : 0;
          settle(value);
        };
      };
      const failure = fault !== undefined && 'error' in fault ? fault : undefined;
      this.run(task, payload, process, failure).then(end(resolve), end(reject));
      const { timeoutSeconds } = registeredTask(task);
      later?.(1_000 * timeoutSeconds, () => {
        if (isOver) {
          return false;
        }
        process.kill();
        this.running.delete(process);
        reject(failed('Sandbox.Timedout', `Task timed out after ${timeoutSeconds}.00 seconds`));
        return true;
      });
    });
  }

  private announce(task: FunctionName): void {
    const number = (this.begun.get(task) ?? 0) + 1;
    this.begun.set(task, number);
    for (const listener of this.listeners) {
      listener(task, number);
    }
  }

  private faultOf(task: FunctionName): AnyFunctionFault | undefined {
    const fault = [...this.faults].find((one) => one.what.task === task && one.left > 0);
    if (fault !== undefined) {
      fault.left -= 1;
    }
    return fault?.what;
  }

  private async run(
    task: FunctionName,
    payload: unknown,
    process: Process,
    fault: FunctionFault | undefined,
  ): Promise<unknown> {
    const step = this.options.stepOf(task, process);
    try {
      const output = fault === undefined || fault.afterEffect ? await step(throughJson(payload)) : null;
      if (fault === undefined) {
        return throughJson(output);
      }
    } catch (error) {
      const { name, message } = error as Error;
      throw failed(name, message);
    }
    await this.options.clock.sleep(1_000 * fault.delaySeconds);
    throw failed(fault.error, `the function of ${task} failed`);
  }
}

function failed(errorType: string, errorMessage: string): StatesError {
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage }));
}
