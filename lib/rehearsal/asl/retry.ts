import { StatesError } from './expressions';
import { finish } from './fields';
import type { Retrier, RetryableState } from './machine';
import { OverError, type Run, type Step, stopIfOver, UncatchableError } from './run';
import { throughJson } from './through-json';

/**
 * Runs a state until it succeeds, is caught, or fails.
 * @param attempt runs it once
 * @param giveUp called after the last attempt has failed, before a Catch
 * @throws StatesError when nothing catches the error
 */
export async function withRetries(
  run: Run,
  state: RetryableState,
  attempt: () => Promise<Step>,
  giveUp: () => void = () => undefined,
): Promise<Step> {
  const attempts = state.Retry.map(() => 0);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      stopIfOver(run);
      if (!(await isRetried(run, state, attempts, error as Error))) {
        giveUp();
        return caught(run, state, error as Error);
      }
    }
  }
}

/** Waits before the next attempt, if there is one. */
async function isRetried(
  run: Run,
  state: RetryableState,
  attempts: number[],
  error: Error,
): Promise<boolean> {
  const index = ruleFor(state.Retry, error);
  const retrier = state.Retry[index];
  const tried = attempts[index] ?? 0;
  if (retrier === undefined || tried >= retrier.MaxAttempts) {
    return false;
  }
  attempts[index] = tried + 1;
  const { shared } = run;
  shared.transitions += 1;
  shared.host.trace({ kind: 'retry', state: run.at.state, error: error.name, attempt: tried + 1 });
  await shared.host.clock.sleep(1_000 * retryDelay(retrier, tried, shared.host.random()));
  stopIfOver(run);
  run.retries = (run.retries ?? 0) + 1;
  run.context = null;
  run.inner = null;
  return true;
}

async function caught(run: Run, state: RetryableState, error: Error): Promise<Step> {
  const index = ruleFor(state.Catch, error);
  const catcher = state.Catch[index];
  if (catcher === undefined) {
    throw error;
  }
  run.shared.host.trace({
    kind: 'branch',
    state: run.at.state,
    branch: `Catch[${index}]`,
    error: error.name,
  });
  const errorOutput = throughJson({ Error: error.name, Cause: error.message });
  const states = { input: run.at.input, errorOutput };
  const output = await finish(run, catcher, states, errorOutput, `Catch[${index}]/`);
  return { next: catcher.Next, output };
}

/** The index of the first Retry or Catch that applies to an error; -1 when none does. */
export function ruleFor(rules: readonly { readonly ErrorEquals: readonly string[] }[], error: Error): number {
  return rules.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
}

/** Seconds before the next attempt. @param chance from 0 to 1, for full jitter */
function retryDelay(retrier: Retrier, tried: number, chance: number): number {
  const backoff = retrier.IntervalSeconds * retrier.BackoffRate ** tried;
  const delay = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? delay * chance : delay;
}

/**
 * Whether a rule applies to an error. `States.ALL` applies to a result that is too large: so an execution
 * recorded it, although the developer guide denies it.
 */
function matches(errorEquals: readonly string[], error: Error): boolean {
  if (error instanceof UncatchableError || error instanceof OverError || !(error instanceof StatesError)) {
    return false;
  }
  const { name } = error;
  if (errorEquals.includes(name)) {
    return true;
  }
  const isAny = errorEquals.includes('States.ALL');
  const isTask = errorEquals.includes('States.TaskFailed') && name !== 'States.Timeout';
  return (isAny || isTask) && name !== 'States.Runtime';
}
