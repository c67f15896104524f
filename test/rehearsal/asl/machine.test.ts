import { describe, expect, test } from '@jest/globals';
import { loadMachine } from '../../../lib/rehearsal/asl/machine';

const machine = (states: object, top: object = {}) =>
  JSON.stringify({
    Comment: 'a',
    QueryLanguage: 'JSONata',
    StartAt: 'Wait',
    TimeoutSeconds: 60,
    States: states,
    ...top,
  });
const wait = { Type: 'Wait', Comment: 'a', Seconds: 1, Next: 'End' };
const end = { Type: 'Succeed', Comment: 'a', Output: {} };

describe('loadMachine', () => {
  test.each([
    [
      'a field of a state',
      machine({ Wait: { ...wait, SecondsPath: '$.x' }, End: end }),
      'States.Wait.SecondsPath',
    ],
    [
      'a field at the top level',
      machine({ Wait: wait, End: end }, { Version: '1.0' }),
      'Version: is not a field',
    ],
    ['a type of state', machine({ Wait: { ...wait, Type: 'Map' }, End: end }), 'States.Wait.Type: is "Map"'],
    [
      'a rule of a choice',
      machine({
        Wait: {
          Type: 'Choice',
          Comment: 'a',
          Default: 'End',
          Choices: [{ Variable: '$.x', Condition: 'x', Next: 'End' }],
        },
        End: end,
      }),
      'Choices[0].Variable',
    ],
    [
      'another query language',
      machine({ Wait: wait, End: end }, { QueryLanguage: 'JSONPath' }),
      'QueryLanguage',
    ],
    [
      'a state without a comment',
      machine({ Wait: { Type: 'Wait', Seconds: 1, Next: 'End' }, End: end }),
      'States.Wait.Comment: is missing',
    ],
  ])('refuses %s by name', (_, definition, words) => {
    expect(() => loadMachine(definition, {})).toThrow(words);
  });

  test('refuses a placeholder without a value', () => {
    const placeholder = `$${'{LostArn}'}`;
    const task = { ...wait, Comment: placeholder };
    expect(() => loadMachine(machine({ Wait: task, End: end }), { OtherArn: 'arn' })).toThrow(placeholder);
  });
});
