import { describe, expect, test } from '@jest/globals';
import { loadMachine } from '../../../lib/rehearsal/asl/machine';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const end = { Type: 'Succeed' };
const task = { Type: 'Task', Resource: FUNCTION, End: true };
const pass = (output: unknown) => ({ First: { Type: 'Pass', Output: output, End: true } });
const caught = (...names: string[]) => ({ ErrorEquals: names, Next: 'End' });

const machine = (states: object, top: object = {}) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'First', States: states, ...top });

describe('loadMachine refuses by name', () => {
  test.each<[string, string, string]>([
    ['text that is not JSON', '{', 'is not JSON'],
    ['an unknown field', machine({ First: { ...end, X: 1 } }), 'States.First.X: is not a field'],
    ['a field of JSONPath', machine({ First: { ...end, OutputPath: '$' } }), 'States.First.OutputPath'],
    ['a top-level field', machine({ First: end }, { X: 1 }), 'X: is not a field'],
    ['an unknown type', machine({ First: { Type: 'Loop' } }), 'States.First.Type: is "Loop"'],
    ['JSONPath', machine({ First: end }, { QueryLanguage: 'JSONPath' }), 'States.First.QueryLanguage'],
    ['JSONPath of a state', machine({ First: { ...end, QueryLanguage: 'JSONPath' } }), 'QueryLanguage'],
    ['heartbeats', machine({ First: { ...task, HeartbeatSeconds: 1 } }), 'States.First.HeartbeatSeconds'],
    ['StartAt to no state', machine({ Other: end }), 'StartAt: is "First"; there is no such state'],
    ['Next to no state', machine({ First: { Type: 'Pass', Next: 'X' } }), 'States.First.Next: is "X"'],
    ['Next to an inherited name', machine({ First: { Type: 'Pass', Next: 'toString' } }), 'no such state'],
    [
      'Default to no state',
      machine({ First: { Type: 'Choice', Choices: [{ Condition: true, Next: 'E' }], Default: 'X' }, E: end }),
      'States.First.Default: is "X"',
    ],
    ['a Catch to no state', machine({ First: { ...task, Catch: [caught('A')] } }), 'Catch[0].Next: is "End"'],
    ['Next beside End', machine({ First: { Type: 'Pass', Next: 'B', End: true }, B: end }), 'either Next'],
    ['neither Next nor End', machine({ First: { Type: 'Pass' } }), 'States.First: must have either Next'],
    ['an unreachable state', machine({ First: end, B: end }), 'States.B: is not reachable'],
    ['no end', machine({ First: { Type: 'Pass', Next: 'First' } }), 'have no end'],
    ['a long name', machine({ First: { Type: 'Pass', Next: 'x'.repeat(81) }, ['x'.repeat(81)]: end }), '81'],
    ['no choices', machine({ First: { Type: 'Choice', Choices: [] } }), 'at least one rule'],
    [
      'a Resource of no kind',
      machine({ First: { ...task, Resource: 'r' } }),
      'States.First.Resource: is "r"',
    ],
    [
      'another integration',
      machine({ First: { ...task, Resource: 'arn:aws:states:::sqs:sendMessage' } }),
      'sqs:sendMessage", which is not supported',
    ],
    [
      'two partitions',
      machine({
        First: { ...task, End: undefined, Next: 'B' },
        B: { ...task, Resource: 'arn:aws-cn:states:::states:startExecution' },
      }),
      'States.B.Resource: is in the partition aws-cn',
    ],
    [
      'an unknown States error',
      machine({ First: { ...task, Catch: [caught('States.No')] }, End: end }),
      'States.No',
    ],
    [
      'States.ALL in company',
      machine({ First: { ...task, Catch: [caught('States.ALL', 'A')] }, End: end }),
      'alone',
    ],
    [
      'States.ALL before the last',
      machine({ First: { ...task, Catch: [caught('States.ALL'), caught('A')] }, End: end }),
      'States.First.Catch[0].ErrorEquals: has States.ALL before',
    ],
    ['no error names', machine({ First: { ...task, Retry: [{ ErrorEquals: [] }] } }), 'at least one name'],
    [
      'a retry of 0 s',
      machine({ First: { ...task, Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 0 }] } }),
      'at least 1',
    ],
    [
      'a falling backoff',
      machine({ First: { ...task, Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] } }),
      'at least 1',
    ],
    ['half a second', machine({ First: { Type: 'Wait', Seconds: 0.5, End: true } }), 'States.First.Seconds'],
    ['a Wait for nothing', machine({ First: { Type: 'Wait', End: true } }), 'either Seconds or Timestamp'],
    [
      'a day that does not exist',
      machine({ First: { Type: 'Wait', Timestamp: '2026-02-30T00:00:00Z', End: true } }),
      'RFC 3339',
    ],
    [
      'a reserved variable',
      machine({ First: { ...task, Assign: { states: 1 } } }),
      'Assign.states: is a reserved name',
    ],
    [
      'a bad variable',
      machine({ First: { ...task, Assign: { 'a b': 1 } } }),
      'is not the name of a variable',
    ],
    [
      'a variable of an outer state',
      machine({
        First: { Type: 'Pass', Assign: { x: 1 }, Next: 'Map' },
        Map: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Pass', Assign: { x: 2 }, End: true } } },
          End: true,
        },
      }),
      'assign $x, which a state outside assigns',
    ],
    [
      'a name that is used twice',
      machine({
        First: { Type: 'Parallel', Branches: [{ StartAt: 'First', States: { First: end } }], End: true },
      }),
      'names must be unique',
    ],
    [
      'a distributed Map',
      machine({
        First: {
          Type: 'Map',
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'In', States: { In: end } },
          End: true,
        },
      }),
      'States.First.ItemProcessor.ProcessorConfig.Mode',
    ],
    [
      'a problem inside of a branch',
      machine({
        First: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass' } } }], End: true },
      }),
      'States.First.Branches[0].States.A: must have either',
    ],
    ['no integer as time-out', machine({ First: end }, { TimeoutSeconds: 1.5 }), 'TimeoutSeconds'],
  ])('%s', (_, definition, words) => {
    expect(() => loadMachine(definition, {})).toThrow(words);
  });

  test.each([
    ['a syntax error', '1 +', 'is not JSONata: S0207'],
    ['??', '$states.input.a ?? 1', '"??" is a syntax error'],
    ['?:', '$states.input.a ?: 1', '"?:" is a syntax error'],
    ['$ at the top level', '$.a', 'uses $ at the top level'],
    ['$ in a function at the top level', '$map([1], function($x) { $ })', 'uses $ at the top level'],
    ['$$', '$states.input[$$.a]', 'uses $$'],
    ['a field of nothing', 'a.b', 'reads the field "a" of no variable'],
    ['$eval', "$eval('1')", 'uses $eval'],
    ['an unknown function', '$randomSeeded(1)', 'calls $randomSeeded'],
    ['$toMillis with a picture', "$toMillis('12', '[H]')", 'calls $toMillis with a picture'],
    ['$states as a whole', '$states', 'uses $states as a whole'],
    ['an unknown field of $states', '$states.inputs', 'uses $states.inputs'],
    ['the result of a Pass', '$states.result', 'uses $states.result'],
    ['the error outside of a Catch', '$states.errorOutput.Error', 'uses $states.errorOutput'],
    ['an unknown field of the context', '$states.context.Execution.Arn', 'context object does not have'],
    ['the item outside of a Map', '$states.context.Map.Item.Value', 'outside of a Map'],
    ['a task token', '$states.context.Task.Token', 'context object does not have'],
    ['an assignment of $states', '($states := 1; 2)', 'assigns $states'],
  ])('%s in an expression', (_, source, words) => {
    const definition = machine(pass({ a: [`{% ${source} %}`] }));
    expect(() => loadMachine(definition, {})).toThrow(
      new RegExp(`States\\.First\\.Output\\.a\\[0\\]: .*${words.replace(/[$?.()]/g, '\\$&')}`),
    );
  });

  test('a placeholder without a value', () => {
    const placeholder = `$${'{LostArn}'}`;
    const definition = machine({ First: { ...end, Comment: placeholder } });
    expect(() => loadMachine(definition, { OtherArn: 'arn' })).toThrow(placeholder);
  });
});

describe('loadMachine accepts', () => {
  test.each([
    ['$ in a predicate', '$states.input.a[$ > 1]'],
    ['$ in a regular expression', '$match($states.input.a, /a$/)'],
    ['$ in text', '"costs $ 5, or $$ or a ?? b"'],
    ['field names in a path, a group and a sort', '$states.input.a^(>b){c: $sum(d)}'],
    ['a bound function', '($f := function($x) { $x }; $f(1))'],
    ['a variable that nothing assigns, as the service does', '$nobody'],
    ['a condition beside a partial application', '($f := $substring(?, 0, 1); true ? $f("a") : "b")'],
    ['the input as a whole', '$states.input'],
    ['the context', '$states.context.Execution.RedriveCount'],
    ['a path that a function continues', '$states.input.a.$uppercase($)'],
  ])('%s', (_, source) => {
    expect(() => loadMachine(machine(pass(`{% ${source} %}`)), {})).not.toThrow();
  });

  test('what the service makes optional', () => {
    const { States } = loadMachine(machine({ First: task }), {});
    expect(States.First).toMatchObject({ Type: 'Task', Retry: [], Catch: [] });
  });

  test('ARNs of other partitions', () => {
    const resource = 'arn:aws-us-gov:states:::states:startExecution';
    expect(() => loadMachine(machine({ First: { ...task, Resource: resource } }), {})).not.toThrow();
  });

  test('the query language of each state', () => {
    const first = { ...end, QueryLanguage: 'JSONata' };
    expect(() =>
      loadMachine(JSON.stringify({ StartAt: 'First', States: { First: first } }), {}),
    ).not.toThrow();
  });
});
