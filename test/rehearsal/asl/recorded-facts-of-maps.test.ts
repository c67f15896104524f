import { describe } from '@jest/globals';
import {
  any,
  at,
  type Fact,
  fail,
  inMap,
  inParallel,
  pass,
  QUERY,
  service,
  TASK,
  testFacts,
} from './recorded-fact';

const FACTS: readonly Fact[] = [
  {
    fact: 'a Map of something that is not a list fails twice, and then the execution',
    source: 'scenarios test_map_state_items_eval_jsonata_fail[number]',
    states: inMap(pass, { Items: '{% 1 %}' }),
    events: ['MapStateEntered', 'EvaluationFailed', 'MapStateFailed', 'ExecutionFailed'],
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause:
        `${at(2)}The JSONata expression '1' specified for the field 'Items'` +
        ` returned an unexpected result type. Expected 'array', but was 'number' for value: 1`,
    },
  },
  {
    fact: 'a Map of a function fails',
    source: 'scenarios test_map_state_items_eval_jsonata_fail[function]',
    states: inMap(pass, { Items: '{% $fn := function($x){$x} %}' }),
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause:
        `${at(2)}The JSONata expression '$fn := function($x){$x}' specified for the field 'Items'` +
        ` returned an unsupported result type.`,
    },
  },
  {
    fact: 'a Map without Items needs a list as its input',
    source: 'scenarios test_map_state_items_input_types[object]',
    states: inMap(pass, { Items: undefined }),
    input: { foo: 'bar' },
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: `${at(2)}Map state input must be an array but was: {"foo":"bar"}`,
    },
  },
  {
    fact: 'the iterations of a Map with a concurrency of 1 follow each other',
    source: 'evaluate_jsonata test_base_map[ITEMS]',
    states: inMap(pass),
    events: [
      ...['MapStateEntered', 'MapStateStarted'],
      ...['MapIterationStarted', 'PassStateEntered', 'PassStateExited', 'MapIterationSucceeded'],
      ...['MapIterationStarted', 'PassStateEntered', 'PassStateExited', 'MapIterationSucceeded'],
      ...['MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded'],
    ],
    ended: { status: 'SUCCEEDED', output: [1, 2] },
  },
  {
    fact: 'an inline Map accepts what it would tolerate',
    source: 'evaluate_jsonata test_base_map_from_input[TOLERATED_FAILURE_PERCENTAGE]',
    states: inMap(pass, { ToleratedFailurePercentage: '{% $states.input.p %}', ToleratedFailureCount: 1 }),
    input: { p: 100 },
    ended: { status: 'SUCCEEDED', output: [1, 2] },
  },
  {
    fact: 'an ItemSelector sees the item and the input',
    source: 'scenarios test_map_state_item_selector[MAP_STATE_ITEM_SELECTOR_JSONATA]',
    states: inMap(pass, {
      ItemSelector: {
        item: '{% $states.context.Map.Item.Value %}',
        index: '{% $states.context.Map.Item.Index %}',
        bucket: '{% $states.input.bucket %}',
      },
    }),
    input: { bucket: 'b' },
    ended: {
      status: 'SUCCEEDED',
      output: [
        { item: 1, index: 0, bucket: 'b' },
        { item: 2, index: 1, bucket: 'b' },
      ],
    },
  },
  {
    fact: 'a Fail in an iteration fails the iteration, the Map and the execution',
    source: 'scenarios test_map_state_break_condition',
    states: inMap(fail),
    events: [
      ...['MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'FailStateEntered'],
      ...['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed'],
    ],
    ended: { status: 'FAILED', error: 'Bad', cause: 'so' },
  },
  {
    fact: 'a Catch of a Map follows MapStateFailed',
    source: 'scenarios test_map_state_catch',
    states: { ...inMap(fail, { Catch: any('Caught') }), Caught: pass },
    events: [
      ...['MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'FailStateEntered'],
      ...['MapIterationFailed', 'MapStateFailed', 'MapStateExited'],
      ...['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    fact: 'a retried Map starts again and fails once, at the end',
    source: 'scenarios test_map_state_retry',
    states: inMap(fail, { Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }] }),
    events: [
      ...['MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'FailStateEntered'],
      ...['MapIterationFailed', 'MapStateStarted', 'MapIterationStarted', 'FailStateEntered'],
      ...['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed'],
    ],
  },
  {
    fact: 'a failed expression in an iteration leaves no aborted state',
    source: 'states_variables test_map_catch_error[MAP_CATCH_ERROR_OUTPUT_WITH_RETRY]',
    states: inMap({ ...pass, Output: '{% $none %}' }),
    events: [
      ...['MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'PassStateEntered'],
      ...['EvaluationFailed', 'MapIterationFailed', 'MapStateFailed', 'ExecutionFailed'],
    ],
  },
  {
    fact: 'a task that fails in an iteration aborts its state and the other iterations',
    source: 'timeouts test_service_lambda_map_timeout',
    states: inMap({ ...service }, { MaxConcurrency: 0 }),
    results: {
      In: [
        { error: 'Bad', seconds: 1 },
        { output: 1, seconds: 2 },
      ],
    },
    events: [
      ...['MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'MapIterationStarted'],
      // Which of two iterations is first is chance on AWS.
      ...[
        'TaskStateEntered',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskScheduled',
        'TaskStarted',
      ],
      ...['TaskFailed', 'MapIterationFailed', 'TaskStateAborted'],
      ...['MapIterationAborted', 'TaskStateAborted', 'MapStateFailed', 'ExecutionFailed'],
    ],
  },
  {
    fact: 'a Parallel ends with the outputs of its branches',
    source: 'scenarios test_parallel_state_nested',
    states: inParallel(pass),
    input: 7,
    events: [
      ...['ParallelStateEntered', 'ParallelStateStarted', 'PassStateEntered', 'PassStateExited'],
      ...['ParallelStateSucceeded', 'ParallelStateExited', 'ExecutionSucceeded'],
    ],
    ended: { status: 'SUCCEEDED', output: [7] },
  },
  {
    fact: 'a task that fails in a branch aborts its state before the Parallel fails',
    source: 'states_variables test_parallel_catch_error[PARALLEL_CATCH_ERROR_OUTPUT]',
    states: { ...inParallel(service, { Catch: any('Caught') }), Caught: pass },
    results: { In: [{ error: 'Bad' }] },
    events: [
      ...['ParallelStateEntered', 'ParallelStateStarted', ...TASK, 'TaskFailed', 'TaskStateAborted'],
      ...['ParallelStateFailed', 'ParallelStateExited'],
      ...['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    fact: 'a branch may assign the variable that a Catch of its Parallel assigns',
    source: 'states_variables test_parallel_catch_error[PARALLEL_CATCH_ERROR_VARIABLE_SAMPLING]',
    states: {
      ...inParallel(
        { ...service, Assign: { x: 'inner' } },
        { Catch: [{ ErrorEquals: ['States.ALL'], Assign: { x: 'caught' }, Next: 'Caught' }] },
      ),
      Caught: { ...pass, Output: '{% $x %}' },
    },
    results: { In: [{ error: 'Bad' }] },
    ended: { status: 'SUCCEEDED', output: 'caught' },
  },
  {
    fact: 'a retried Parallel starts again and fails once, at the end',
    source: 'scenarios test_parallel_state_retry',
    states: inParallel(fail, { Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }] }),
    events: [
      ...['ParallelStateEntered', 'ParallelStateStarted', 'FailStateEntered', 'ParallelStateStarted'],
      ...['FailStateEntered', 'ParallelStateFailed', 'ExecutionFailed'],
    ],
  },
];

describe('facts that executions on AWS recorded', () => {
  testFacts(FACTS);
});
