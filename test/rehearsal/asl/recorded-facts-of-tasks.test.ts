import { describe } from '@jest/globals';
import {
  any,
  at,
  bad,
  type Fact,
  FUNCTION,
  fail,
  inPass,
  lambda,
  pass,
  QUERY,
  service,
  TASK,
  testFacts,
  tooLarge,
} from './recorded-fact';

const FACTS: readonly Fact[] = [
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
        Cause: tooLarge(FUNCTION),
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
      cause: tooLarge('First'),
    },
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
      cause:
        `${at(2)}The Timestamp field cannot be parsed as an ISO-8601 extended offset` +
        ` date-time format string: 2016-12-05 21:29:29Z`,
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
];

describe('facts that executions on AWS recorded', () => {
  testFacts(FACTS);
});
