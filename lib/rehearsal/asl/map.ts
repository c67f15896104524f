import { runBranches } from './branches';
import { expressionIn } from './expressions';
import { finish, wholeNumberField } from './fields';
import type { MapState } from './machine';
import { withRetries } from './retry';
import {
  evaluateField,
  evaluationFailed,
  leave,
  newRun,
  type Run,
  type RunStates,
  record,
  type Step,
  scope,
  wrongType,
} from './run';
import { throughJson } from './through-json';

/** An inline Map runs at most 40 iterations at a time (Step Functions developer guide). */
const MAX_CONCURRENCY = 40;

/** Runs the states of an inline Map once for each item. The result is the list of their outputs. */
export function runMap(run: Run, state: MapState, input: unknown, runStates: RunStates): Promise<Step> {
  const name = run.at.state;
  return withRetries(
    run,
    state,
    async () => {
      const items = await itemsOf(run, state, input);
      const most = await wholeNumberField(run, 'MaxConcurrency', state.MaxConcurrency, input, { least: 0 });
      record(run, 'MapStateStarted', { state: name });
      await checkTolerated(run, state, input);
      const result = await runBranches(run, {
        length: items.length,
        concurrency: Math.min(most === 0 ? MAX_CONCURRENCY : most, MAX_CONCURRENCY),
        runStates,
        start: (i) => iteration(run, state, input, { Index: i, Value: items[i] }),
        event: (kind, index) => record(run, `MapIteration${kind}`, { state: name, index }),
      });
      record(run, 'MapStateSucceeded', { state: name });
      return leave(state, await finish(run, state, { input, result }, result));
    },
    () => record(run, 'MapStateFailed', { state: name }),
  );
}

async function itemsOf(run: Run, state: MapState, input: unknown): Promise<readonly unknown[]> {
  const { Items } = state;
  const items = Items === undefined ? input : await evaluateField(run, 'Items', Items, scope(run, { input }));
  if (Array.isArray(items)) {
    return items;
  }
  throw typeof Items === 'string'
    ? wrongType(run, 'Items', expressionIn(Items), 'array', items)
    : evaluationFailed(run, `Map state input must be an array but was: ${JSON.stringify(items)}`);
}

/** An inline Map reads what it tolerates, and fails at the first iteration that fails all the same. */
async function checkTolerated(run: Run, state: MapState, input: unknown): Promise<void> {
  const { ToleratedFailureCount, ToleratedFailurePercentage } = state;
  if (ToleratedFailureCount !== undefined) {
    await wholeNumberField(run, 'ToleratedFailureCount', ToleratedFailureCount, input, { least: 0 });
  }
  if (typeof ToleratedFailurePercentage === 'string') {
    const field = 'ToleratedFailurePercentage';
    const value = await evaluateField(run, field, ToleratedFailurePercentage, scope(run, { input }));
    if (typeof value !== 'number') {
      throw wrongType(run, field, expressionIn(ToleratedFailurePercentage), 'number', value);
    }
    if (value < 0 || value > 100) {
      throw evaluationFailed(run, 'ToleratedFailurePercentage must be between 0 and 100.');
    }
  }
}

/** The run of one iteration. Without an ItemSelector its input is the item. */
async function iteration(
  run: Run,
  state: MapState,
  input: unknown,
  Item: { readonly Index: number; readonly Value: unknown },
): Promise<Run> {
  const item = throughJson({ Item });
  const from = { shared: run.shared, parent: run, states: state.ItemProcessor, item };
  if (state.ItemSelector === undefined) {
    return newRun(from, Item.Value);
  }
  const here = scope({ ...run, item, context: null }, { input });
  return newRun(from, throughJson(await evaluateField(run, 'ItemSelector', state.ItemSelector, here)));
}
