import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../../lib/rehearsal/asl/expressions';

const scope = { stage: 1, states: { input: { a: [1, 2], b: 'x' }, result: { Output: '{"reason":"r"}' } } };

describe('values of the ASL', () => {
  test.each([
    ['text is itself', 'plain', 'plain'],
    ['numbers and null are themselves', { a: 1, b: null, c: [true] }, { a: 1, b: null, c: [true] }],
    ['an expression in any depth', { x: [{ y: '{% $stage + 1 %}' }] }, { x: [{ y: 2 }] }],
    ['the input', '{% $states.input.b %}', 'x'],
    ['a list as a plain list', '{% $states.input.a[$ > 0] %}'.replace('[$ > 0]', ''), [1, 2]],
    ['$parse of the service', '{% $parse($states.result.Output).reason %}', 'r'],
    ['only whole texts are expressions', 'a {% $stage %}', 'a {% $stage %}'],
    ['a missing operand of & is nothing', "{% 'a' & $states.input.none %}", 'a'],
  ])('%s', async (_, template, expected) => {
    expect(await evaluate(template, scope)).toEqual(expected);
  });

  test.each([
    ['an undefined result', '{% $states.input.none %}', 'undefined'],
    ['an unknown function', '{% $nope(1) %}', '$nope'],
    ['text that is not JSON', "{% $parse('{') %}", '$parse'],
    ['the top-level $', '{% $.a %}', '$ and $$ are not allowed'],
    ['$eval, which the service does not know', "{% $eval('1') %}", '$eval is not supported'],
    ['the top-level $$', '{% $$.a %}', '$ and $$ are not allowed'],
  ])('%s is States.QueryEvaluationError', async (_, template, words) => {
    await expect(evaluate(template, scope)).rejects.toMatchObject({
      name: 'States.QueryEvaluationError',
      message: expect.stringContaining(words),
    });
  });

  test('a variable that nobody has assigned is nothing', async () => {
    expect(await evaluate('{% $exists($note) %}', scope)).toBe(false);
    expect(await evaluate("{% 'a' & $note %}", { ...scope, note: 'b' })).toBe('ab');
  });

  test('what came through JSON is handed on as it is', async () => {
    const plan = await evaluate('{% $states.input %}', scope);
    expect(plan).not.toBe(scope.states.input);
    expect(await evaluate('{% $plan %}', { plan })).toBe(plan);
  });

  test('what JSON cannot carry does not get through', async () => {
    const result = await evaluate('{% $states.input %}', {
      states: { input: { at: new Date(0), no: undefined } },
    });
    expect(result).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });
});
