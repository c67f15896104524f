import { describe } from '@jest/globals';
import { at, type Fact, inPass, lambda, nothing, pass, QUERY, testFacts } from './recorded-fact';

const FACTS: readonly Fact[] = [
  {
    fact: 'a Pass without Output passes its input on',
    source: 'query_language test_query_language_field',
    states: { First: pass },
    input: { a: 1 },
    events: ['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ended: { status: 'SUCCEEDED', output: { a: 1 } },
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
      cause: at(2) + nothing('$doesNotExist', field),
    },
  })),
  {
    fact: 'the event id in a cause is that of the state',
    source: 'assign test_undefined_reference[BASE_UNDEFINED_OUTPUT_MULTIPLE_STATES]',
    states: { First: { Type: 'Pass', Next: 'Second' }, Second: { ...pass, Output: '{% $none %}' } },
    ended: {
      status: 'FAILED',
      error: QUERY,
      cause: at(4, 'Second') + nothing('$none', 'Output'),
    },
  },
  {
    fact: 'a key that ends with .$ is a key like any other, and text with spaces around {% %} is text',
    source: 'outputdecl test_base_cases[BASE_LITERALS]',
    states: inPass({ 'a.$': '$', b: ' {% $states.input %} ' }),
    ended: { status: 'SUCCEEDED', output: { 'a.$': '$', b: ' {% $states.input %} ' } },
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

describe('facts that executions on AWS recorded', () => {
  testFacts(FACTS);
});
