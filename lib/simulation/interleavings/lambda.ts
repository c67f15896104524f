import { StatesError } from '../../rehearsal/asl/expressions';
import { throughJson } from '../../rehearsal/asl/through-json';
import type { BoundStep } from '../../rehearsal/aws/functions';
import type { Random } from '../../rehearsal/kernel/random';
import type { VirtualClock } from '../../rehearsal/kernel/virtual-clock';
import { type FunctionName, registeredTask } from '../../workflow/tasks';
import type { Activity } from './activity';
import { Invocation } from './invocation';

/** How long a request may be on its way after its function has ended, in milliseconds. */
const ON_ITS_WAY_MS = 8_000;

/** What the functions are made of. */
export interface LambdaOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly activity: Activity;
  readonly stepOf: (task: FunctionName, invocation: Invocation) => BoundStep;
  /** Called when a function ends with an output. */
  readonly answered: (invocation: Invocation, output: unknown) => void;
  /** Called when a function ends with an error. */
  readonly failed: (invocation: Invocation, error: Error) => void;
}

/** The functions of an interleaving. They run the real steps, and are stopped at their time-out. */
export class Lambda {
  constructor(private readonly options: LambdaOptions) {}

  /** @throws StatesError as Step Functions reports a failed function */
  async invoke(task: FunctionName, payload: unknown, invokedBy = ''): Promise<unknown> {
    const { clock, random, activity, stepOf } = this.options;
    await activity.during(clock.sleep(Math.round(random.between(5, 30))));
    const runsMs = 1_000 * registeredTask(task).timeoutSeconds;
    const invocation = new Invocation(task, invokedBy, payload, clock.now() + runsMs + ON_ITS_WAY_MS);
    activity.begin();
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = () => {
        if (!isOver) {
          isOver = true;
          activity.end();
        }
      };
      invocation.reportFailed = (error) => reject(failure(error, `the function of ${task} failed`));
      run(stepOf(task, invocation), payload).then(
        (output) => {
          end();
          this.options.answered(invocation, output);
          resolve(output);
        },
        (error: Error) => {
          end();
          this.options.failed(invocation, error);
          reject(failure(error.name, error.message));
        },
      );
      clock.schedule(clock.now() + runsMs, () => {
        if (!isOver) {
          invocation.kill();
          end();
          reject(failure('Sandbox.Timedout', `Task timed out after ${runsMs / 1_000}.00 seconds`));
          clock.wake();
        }
      });
    });
  }
}

async function run(step: BoundStep, payload: unknown): Promise<unknown> {
  return throughJson(await step(throughJson(payload)));
}

function failure(errorType: string, errorMessage: string): StatesError {
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage }));
}
