import { describe, expect, test } from '@jest/globals';
import { type Replayed, type ReplayOptions, type Results, replay } from '../../../lib/rehearsal/asl/replay';

/**
 * Facts that executions on AWS recorded. Each row is a small machine of our own that shows one of them. The
 * source names the test of localstack/localstack (tests/aws/services/stepfunctions/v2, commit 8b9a79f) whose
 * snapshot, validated against AWS, holds the recording.
 */
interface Fact {
  readonly fact: string;
  readonly source: string;
  readonly states: object;
  readonly input?: unknown;
  readonly results?: Results;
  readonly options?: ReplayOptions;
  readonly top?: object;
  /** The types of the events, without the first. */
  readonly events?: readonly string[];
  readonly ended?: object;
  /** `ended` leaves the cause out. */
  readonly isPartial?: boolean;
}

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:f';
const INVOKE = 'arn:aws:states:::lambda:invoke';
const lambda = { Type: 'Task', Resource: FUNCTION, Arguments: {}, End: true };
const service = { ...lambda, Resource: INVOKE };
const pass = { Type: 'Pass', End: true };
const any = (next: string) => [{ ErrorEquals: ['States.ALL'], Next: next }];
const inPass = (Output: unknown) => ({ First: { ...pass, Output } });
const inMap = (state: object, more: object = {}) => ({
  First: {
    Type: 'Map',
    MaxConcurrency: 1,
    Items: [1, 2],
    ItemProcessor: { StartAt: 'In', States: { In: state } },
    End: true,
    ...more,
  },
});
const inParallel = (state: object, more: object = {}) => ({
  First: { Type: 'Parallel', Branches: [{ StartAt: 'In', States: { In: state } }], End: true, ...more },
});
const fail = { Type: 'Fail', Error: 'Bad', Cause: 'so' };
const bad: Results = { First: [{ error: 'Bad', cause: 'so' }] };
const TASK = ['TaskStateEntered', 'TaskScheduled', 'TaskStarted'];
const QUERY = 'States.QueryEvaluationError';
const at = (id: number, state = 'First') =>
  `An error occurred while executing the state '${state}' (entered at the event id #${id}). `;

const FACTS: readonly Fact[] = [
  {
    fact: 'a Pass without Output passes its input on',
    source: 'query_language test_query_language_field',
    states: { First: pass },
    input: { a: 1 },
    events: ['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ended: { status: 'SUCCEEDED', output: { a: 1 } },
  },
  {
    fact: 'a function by its ARN has events of its own',
    source: 'arguments test_base_cases[BASE_LAMBDA_EMPTY]',
    states: { First: lambda },
    results: { First: [{ output: {} }] },
    events: [
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ],
  },
  {
    fact: 'an integration has the events of a task',
    source: 'evaluate_jsonata test_base_task[TIMEOUT_SECONDS]',
    states: { First: { ...service, TimeoutSeconds: '{% 1 %}' } },
    results: { First: [{ output: {} }] },
    events: [...TASK, 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
  },
  {
    fact: 'a failure that nothing catches has an event before that of the execution',
    source: 'error_handling test_raise_exception',
    states: { First: lambda },
    results: bad,
    events: [
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionFailed',
      'ExecutionFailed',
    ],
    ended: { status: 'FAILED', error: 'Bad', cause: 'so' },
  },
  {
    fact: 'a time-out has an event of its own and no cause',
    source: 'timeouts test_fixed_timeout_service_lambda',
    states: { First: { ...service, TimeoutSeconds: 5 } },
    results: { First: [{ output: 1, seconds: 6 }] },
    events: [...TASK, 'TaskTimedOut', 'ExecutionFailed'],
    ended: { status: 'FAILED', error: 'States.Timeout' },
  },
  {
    fact: 'a caught error is the output, unless the Catch has another',
    source: 'states_variables test_task_catch_error_output[TASK_CATCH_ERROR_OUTPUT]',
    states: { First: { ...service, Catch: any('Caught') }, Caught: pass },
    results: bad,
    events: [
      ...TASK,
      'TaskFailed',
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ],
    ended: { status: 'SUCCEEDED', output: { Error: 'Bad', Cause: 'so' } },
  },
  {
    fact: 'a retry schedules the task again without entering the state',
    source: 'states_variables test_task_catch_error_with_retry',
    states: { First: { ...service, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] } },
    results: { First: [{ error: 'Bad' }, { output: 1 }] },
    events: [
      ...TASK,
      'TaskFailed',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ],
  },
  {
    fact: 'RetryCount counts the retries of a state from 0',
    source: 'scenarios test_lambda_service_invoke_with_retry_extended_input',
    states: {
      First: {
        ...service,
        Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 3 }],
        Output: '{% $states.context.State.RetryCount %}',
      },
    },
    results: { First: [{ error: 'Bad' }, { error: 'Bad' }, { output: 1 }] },
    ended: { status: 'SUCCEEDED', output: 2 },
  },
  {
    fact: 'States.ALL catches a result that is too large, in the words of AWS',
    source: 'error_handling test_task_lambda_catch_state_all_data_limit_exceeded_on_large_utf8_response',
    states: { First: { ...lambda, Catch: any('Caught') }, Caught: pass },
    results: { First: [{ output: 'é'.repeat(131_072) }] },
    ended: {
      status: 'SUCCEEDED',
      output: {
        Error: 'States.DataLimitExceeded',
        Cause: `The state/task '${FUNCTION}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      },
    },
  },
  {
    fact: 'an output that is too large fails the execution without an event of its own',
    source: 'error_handling test_start_large_input',
    states: inPass("{% $pad('', 262144, 'x') %}"),
    events: ['PassStateEntered', 'ExecutionFailed'],
    ended: {
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'First' returned a result with a size exceeding the maximum number of bytes service limit.",
    },
  },
  ...(
    [
      ['Output', inPass('{% $doesNotExist %}'), 'PassStateEntered'],
      ['Output/result', inPass({ result: '{% $doesNotExist %}' }), 'PassStateEntered'],
      [
        'Assign/result',
        { First: { ...pass, Assign: { result: '{% $doesNotExist %}' } } },
        'PassStateEntered',
      ],
      ['Arguments', { First: { ...lambda, Arguments: '{% $doesNotExist %}' } }, 'TaskStateEntered'],
      ['Arguments/a', { First: { ...lambda, Arguments: { a: '{% $doesNotExist %}' } } }, 'TaskStateEntered'],
    ] as const
  ).map(([field, states, entered]) => ({
    fact: `an expression without a result fails, in the field ${field}`,
    source: 'assign test_undefined_reference',
    states,
    events: [entered, 'EvaluationFailed', 'ExecutionFailed'],
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: `${at(2)}The JSONata expression '$doesNotExist' specified for the field '${field}' returned nothing (undefined).`,
    },
  })),
  {
    fact: 'the event id in a cause is that of the state',
    source: 'assign test_undefined_reference[BASE_UNDEFINED_OUTPUT_MULTIPLE_STATES]',
    states: { First: { Type: 'Pass', Next: 'Second' }, Second: { ...pass, Output: '{% $none %}' } },
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: `${at(4, 'Second')}The JSONata expression '$none' specified for the field 'Output' returned nothing (undefined).`,
    },
  },
  {
    fact: 'a Map of something that is not a list fails twice, and then the execution',
    source: 'scenarios test_map_state_items_eval_jsonata_fail[number]',
    states: inMap(pass, { Items: '{% 1 %}' }),
    events: ['MapStateEntered', 'EvaluationFailed', 'MapStateFailed', 'ExecutionFailed'],
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: `${at(2)}The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1`,
    },
  },
  {
    fact: 'a Map of a function fails',
    source: 'scenarios test_map_state_items_eval_jsonata_fail[function]',
    states: inMap(pass, { Items: '{% $fn := function($x){$x} %}' }),
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: `${at(2)}The JSONata expression '$fn := function($x){$x}' specified for the field 'Items' returned an unsupported result type.`,
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
    fact: 'a retried Parallel starts again and fails once, at the end',
    source: 'scenarios test_parallel_state_retry',
    states: inParallel(fail, { Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }] }),
    events: [
      ...['ParallelStateEntered', 'ParallelStateStarted', 'FailStateEntered', 'ParallelStateStarted'],
      ...['FailStateEntered', 'ParallelStateFailed', 'ExecutionFailed'],
    ],
  },
  {
    fact: 'a Fail has an error without a cause',
    source: 'scenarios test_fail_error_jsonata',
    states: { First: { Type: 'Fail', Error: "{% 'Exception' %}" } },
    events: ['FailStateEntered', 'ExecutionFailed'],
    ended: { status: 'FAILED', error: 'Exception' },
  },
  {
    fact: 'a Fail has a cause without an error',
    source: 'scenarios test_fail_cause_jsonata',
    states: { First: { Type: 'Fail', Cause: "{% 'so' %}" } },
    ended: { status: 'FAILED', cause: 'so' },
  },
  {
    fact: 'a condition is a literal, too',
    source: 'scenarios test_choice_condition_constant_jsonata',
    states: {
      First: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Yes' }], Default: 'No' },
      Yes: pass,
      No: fail,
    },
    events: [
      ...['ChoiceStateEntered', 'ChoiceStateExited'],
      ...['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    fact: 'a time without T is no Timestamp',
    source: 'scenarios test_wait_timestamp_jsonata[NO_T]',
    states: { First: { Type: 'Wait', Timestamp: '{% $states.input %}', End: true } },
    input: '2016-12-05 21:29:29Z',
    events: ['WaitStateEntered', 'EvaluationFailed', 'ExecutionFailed'],
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: `${at(2)}The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2016-12-05 21:29:29Z`,
    },
  },
  ...['2016-12-05T21:29:29', '2016-13-05T21:29:29Z', '2016-12-05T25:29:29Z', '05-12-2016T21:29:29Z'].map(
    (input) => ({
      fact: `${input} is no Timestamp`,
      source: 'scenarios test_wait_timestamp_jsonata',
      states: { First: { Type: 'Wait', Timestamp: '{% $states.input %}', End: true } },
      input,
      ended: { status: 'FAILED', error: QUERY },
      isPartial: true,
    }),
  ),
  {
    fact: 'a Timestamp has up to nine digits of a second',
    source: 'scenarios test_wait_timestamp_jsonata[NANOSECONDS]',
    states: { First: { Type: 'Wait', Timestamp: '{% $states.input %}', End: true } },
    input: '1969-12-05T21:29:29.123456789Z',
    events: ['WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded'],
  },
  {
    fact: 'an execution that is stopped ends with ExecutionAborted, and its state does not exit',
    source: 'base test_stop_execution',
    states: { First: { Type: 'Wait', Seconds: 60, End: true } },
    options: { stop: { seconds: 1, error: 'Stopped', cause: 'by hand' } },
    events: ['WaitStateEntered', 'ExecutionAborted'],
    ended: { status: 'ABORTED', error: 'Stopped', cause: 'by hand' },
  },
  {
    fact: 'an execution that times out has neither error nor cause',
    source: 'timeouts test_global_timeout',
    states: { First: { Type: 'Wait', Seconds: 60, End: true } },
    top: { TimeoutSeconds: 5 },
    events: ['WaitStateEntered', 'ExecutionTimedOut'],
    ended: { status: 'TIMED_OUT' },
  },
  {
    fact: 'the context object has these fields, and RedriveCount is 0 from the start',
    source: 'context_object test_input_path[$$]',
    states: inPass('{% $states.context %}'),
    input: { a: 1 },
    ended: {
      status: 'SUCCEEDED',
      output: {
        Execution: {
          Id: 'arn:aws:states:us-east-1:000000000000:execution:replayed:execution',
          Input: { a: 1 },
          StartTime: '1970-01-01T00:00:00.000Z',
          Name: 'execution',
          RoleArn: 'arn:aws:iam::000000000000:role/replayed',
          RedriveCount: 0,
        },
        StateMachine: {
          Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:replayed',
          Name: 'replayed',
        },
        State: { Name: 'First', EnteredTime: '1970-01-01T00:00:00.000Z' },
      },
    },
  },
  ...(
    [
      ['$partition([0], 5)', [[0]], 'test_array_partition'],
      ['$partition([0, 1, 2], 2)', [[0, 1], [2]], 'test_array_partition'],
      ['$range(0, 10, 3)', [0, 3, 6, 9], 'test_array_range'],
      ['$range(1, 9, 9)', 1, 'test_array_range'],
      ["$parse('-0')", 0, 'test_parse'],
      ["$hash('input data', 'MD5')", '812f45842bc6d66ee14572ce20db8e86', 'test_hash'],
      ["$contains('ab$', /b\\$$/)", true, 'evaluate_jsonata test_base_jsonata_regular_expressions'],
    ] as const
  ).map(([source, output, name]) => ({
    fact: `${source} is ${JSON.stringify(output)}`,
    source: `intrinsic_functions ${name}`,
    states: inPass(`{% ${source} %}`),
    ended: { status: 'SUCCEEDED', output },
  })),
];

async function played({ states, input = {}, results, options, top }: Fact): Promise<Replayed> {
  const definition = { QueryLanguage: 'JSONata', StartAt: 'First', States: states, ...top };
  return replay(definition, input, results, options);
}

describe('facts that executions on AWS recorded', () => {
  test.each(FACTS.map((fact) => [fact.fact, fact.source, fact] as const))('%s (%s)', async (_, __, fact) => {
    const { events, trace: _trace, seconds: _seconds, ...ended } = await played(fact);
    if (fact.ended !== undefined) {
      expect(fact.isPartial === true ? { status: ended.status, error: ended.error } : ended).toEqual(
        fact.ended,
      );
    }
    if (fact.events !== undefined) {
      expect(events.map((event) => event.type)).toEqual(['ExecutionStarted', ...fact.events]);
    }
    expect(events.map((event) => event.id)).toEqual(events.map((_event, i) => i + 1));
  });
});
