import { evaluate, StatesError, throughJson } from './expressions';
import type { Retrier, TaskState } from './machine';
import { assign, count, type Run, type Step, scope, stopIfOver } from './run';

/** Errors that `States.ALL` does not match (Step Functions developer guide, error handling). */
const UNCATCHABLE = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** Runs a Task until it succeeds, is caught, or fails the execution. */
export async function runTask(run: Run, name: string, state: TaskState, input: unknown): Promise<Step> {
  const attempts = state.Retry.map(() => 0);
  for (;;) {
    try {
      const args = await evaluate(state.Arguments, scope(run, { input }));
      count(run, 2);
      const result = throughJson(await withTimeout(run, state, run.host.invoke(state.Resource, args)));
      stopIfOver(run);
      count(run, 1);
      run.host.trace({ kind: 'left', state: name, result });
      await assign(run, state.Assign, { input, result });
      return { next: state.Next, output: result };
    } catch (error) {
      stopIfOver(run);
      count(run, 1);
      const step = await handle({ run, name, state, input, attempts }, error as Error);
      if (step !== null) {
        return step;
      }
    }
  }
}

/** A Task that has failed. */
interface FailedTask {
  readonly run: Run;
  readonly name: string;
  readonly state: TaskState;
  readonly input: unknown;
  /** Retries so far, by retrier. */
  readonly attempts: number[];
}

/** Retries or catches an error, or throws it. @returns null to retry */
async function handle(task: FailedTask, error: Error): Promise<Step | null> {
  const { run, name, state, input, attempts } = task;
  const index = state.Retry.findIndex((retrier) => matches(retrier.ErrorEquals, error.name));
  const retrier = state.Retry[index];
  const tried = attempts[index] ?? 0;
  if (retrier !== undefined && tried < retrier.MaxAttempts) {
    attempts[index] = tried + 1;
    run.transitions += 1;
    run.host.trace({ kind: 'retry', state: name, error: error.name, attempt: tried + 1 });
    await run.host.clock.sleep(1_000 * retryDelay(retrier, tried, run.host.random()));
    stopIfOver(run);
    return null;
  }
  const caught = state.Catch.findIndex((catcher) => matches(catcher.ErrorEquals, error.name));
  const catcher = state.Catch[caught];
  if (catcher === undefined) {
    throw error;
  }
  run.host.trace({ kind: 'branch', state: name, branch: `Catch[${caught}]`, error: error.name });
  const errorOutput = { Error: error.name, Cause: error.message };
  await assign(run, catcher.Assign, { input, errorOutput });
  return { next: catcher.Next, output: errorOutput };
}

/** Seconds before the next attempt. @param chance from 0 to 1, for full jitter */
function retryDelay(retrier: Retrier, tried: number, chance: number): number {
  const backoff = retrier.IntervalSeconds * retrier.BackoffRate ** tried;
  const delay = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? delay * chance : delay;
}

function matches(errorEquals: readonly string[], name: string): boolean {
  return errorEquals.includes(name) || (errorEquals.includes('States.ALL') && !UNCATCHABLE.has(name));
}

async function withTimeout(run: Run, state: TaskState, work: Promise<unknown>): Promise<unknown> {
  const late = Symbol('late');
  const result = await Promise.race([
    work,
    run.host.clock.sleep(state.TimeoutSeconds * 1_000).then(() => late),
  ]);
  if (result === late) {
    throw new StatesError('States.Timeout', `no answer within ${state.TimeoutSeconds} s`);
  }
  return result;
}
