import type { Clock } from '../../../lambdas/ports';
import type { GuardName, TaskName } from '../../tasks';
import { StatesError, throughJson } from '../asl/expressions';
import type { Random } from '../random';

/** Every function that is deployed. */
export type FunctionName = TaskName | GuardName;

/** A step with its ports. */
export type BoundStep = (input: unknown) => Promise<unknown>;

/** What is wrong with the function of a task. */
export interface FunctionFault {
  readonly task: FunctionName;
  readonly error: string;
  /** Until the failure shows; a function that hangs ends after its time-out. */
  readonly delaySeconds: number;
  readonly afterEffect: boolean;
  readonly times?: number | undefined;
}

/** The Lambda service: runs the very steps that are deployed, with their input and output through JSON. */
export class Functions {
  private readonly faults = new Set<{ readonly what: FunctionFault; left: number }>();
  private invoked = 0;

  constructor(
    private readonly steps: Readonly<Record<FunctionName, BoundStep>>,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Invocations so far. */
  invocations(): number {
    return this.invoked;
  }

  disturb(what: FunctionFault): { end(): void } {
    const fault = { what, left: what.times ?? Number.POSITIVE_INFINITY };
    this.faults.add(fault);
    return { end: () => void this.faults.delete(fault) };
  }

  /** @throws StatesError as Step Functions reports a failed function: its error's name, and a cause in JSON */
  async invoke(task: FunctionName, payload: unknown): Promise<unknown> {
    this.invoked += 1;
    await this.clock.sleep(Math.round(this.random.between(5, 30)));
    const fault = [...this.faults].find((one) => one.what.task === task && one.left > 0);
    if (fault !== undefined) {
      fault.left -= 1;
      if (fault.what.afterEffect) {
        await this.steps[task](throughJson(payload));
      }
      await this.clock.sleep(1_000 * fault.what.delaySeconds);
      throw failed(fault.what.error, `the function of ${task} failed`);
    }
    try {
      return throughJson(await this.steps[task](throughJson(payload)));
    } catch (error) {
      const { name, message } = error as Error;
      throw failed(name, message);
    }
  }
}

function failed(errorType: string, errorMessage: string): StatesError {
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage }));
}
