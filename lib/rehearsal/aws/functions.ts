import type { Clock } from '../../../lambdas/ports';
import { type FunctionName, registeredTask } from '../../workflow/tasks';
import { StatesError, throughJson } from '../asl/expressions';
import type { Random } from '../kernel/random';
import { Process } from './process';

/** A step with its ports. */
export type BoundStep = (input: unknown) => Promise<unknown>;

/** The function of a task fails, before or after its step has done its work. */
export interface FunctionFault {
  readonly task: FunctionName;
  readonly error: string;
  /** Until the failure shows. */
  readonly delaySeconds: number;
  readonly afterEffect: boolean;
  readonly times?: number | undefined;
}

/** The function of a task hangs after so many calls of services, and is killed when its time is over. */
export interface FunctionHang {
  readonly task: FunctionName;
  readonly afterCalls: number;
  readonly times?: number | undefined;
}

interface Failing {
  readonly what: FunctionFault | FunctionHang;
  left: number;
}

/** The Lambda service: runs the very steps that are deployed, with their input and output through JSON, and kills those whose time is over. */
export class Functions {
  private readonly faults = new Set<Failing>();
  private invoked = 0;

  constructor(
    private readonly stepOf: (task: FunctionName, process: Process) => BoundStep,
    private readonly clock: Clock,
    private readonly random: Random,
    /** Calls back after so many milliseconds. The event says whether it has done anything. Absent: nothing is ever killed. */
    private readonly later: (milliseconds: number, event: () => boolean) => void = () => undefined,
  ) {}

  /** Invocations so far. */
  invocations(): number {
    return this.invoked;
  }

  disturb(what: FunctionFault | FunctionHang): { end(): void } {
    const fault = { what, left: what.times ?? Number.POSITIVE_INFINITY };
    this.faults.add(fault);
    return { end: () => void this.faults.delete(fault) };
  }

  /** @throws StatesError as Step Functions reports a failed function: its error's name, and a cause in JSON */
  async invoke(task: FunctionName, payload: unknown): Promise<unknown> {
    this.invoked += 1;
    await this.clock.sleep(Math.round(this.random.between(5, 30)));
    const fault = this.hit(task);
    const hang = fault !== undefined && 'afterCalls' in fault ? fault : undefined;
    const process = new Process(hang?.afterCalls);
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = <T>(settle: (value: T) => void) => {
        return (value: T) => {
          isOver = true;
          settle(value);
        };
      };
      const failure = fault === hang ? undefined : (fault as FunctionFault);
      this.run(task, payload, process, failure).then(end(resolve), end(reject));
      const { timeoutSeconds } = registeredTask(task);
      this.later(1_000 * timeoutSeconds, () => {
        if (isOver) {
          return false;
        }
        process.kill();
        reject(failed('Sandbox.Timedout', `Task timed out after ${timeoutSeconds}.00 seconds`));
        return true;
      });
    });
  }

  private hit(task: FunctionName): FunctionFault | FunctionHang | undefined {
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
    const step = this.stepOf(task, process);
    try {
      const output = fault === undefined || fault.afterEffect ? await step(throughJson(payload)) : null;
      if (fault === undefined) {
        return throughJson(output);
      }
    } catch (error) {
      const { name, message } = error as Error;
      throw failed(name, message);
    }
    await this.clock.sleep(1_000 * fault.delaySeconds);
    throw failed(fault.error, `the function of ${task} failed`);
  }
}

function failed(errorType: string, errorMessage: string): StatesError {
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage }));
}
