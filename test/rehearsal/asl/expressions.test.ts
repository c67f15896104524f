import { describe, expect, test } from '@jest/globals';
import { evaluate, throughJson } from '../../../lib/rehearsal/asl/expressions';

const scope = { stage: 1, states: { input: { a: [1, 2], b: 'x' }, result: { Output: '{"reason":"r"}' } } };

describe('values of the ASL', () => {
  test.each([
    ['text as itself', 'plain', 'plain'],
    ['numbers and null as themselves', { a: 1, b: null, c: [true] }, { a: 1, b: null, c: [true] }],
    ['an expression at any depth', { x: [{ y: '{% $stage + 1 %}' }] }, { x: [{ y: 2 }] }],
    ['the input', '{% $states.input.b %}', 'x'],
    ['a list as a plain list', '{% $states.input.a[$ > 0] %}'.replace('[$ > 0]', ''), [1, 2]],
    ['$parse of the service', '{% $parse($states.result.Output).reason %}', 'r'],
    ['text around an expression as plain text', 'a {% $stage %}', 'a {% $stage %}'],
    ['a missing operand of & as empty text', "{% 'a' & $states.input.none %}", 'a'],
  ])('evaluates %s', async (_, template, expected) => {
    expect(await evaluate(template, scope)).toEqual(expected);
  });

  test.each([
    ['an undefined result', '{% $states.input.none %}', 'undefined'],
    ['an unknown function', '{% $nope(1) %}', '$nope'],
    ['text that is not JSON', "{% $parse('{') %}", '$parse'],
    ['the top-level $', '{% $.a %}', '$ and $$ are not allowed'],
    ['$eval, which the service does not support', "{% $eval('1') %}", '$eval is not supported'],
    ['the top-level $$', '{% $$.a %}', '$ and $$ are not allowed'],
  ])('throws States.QueryEvaluationError for %s', async (_, template, words) => {
    await expect(evaluate(template, scope)).rejects.toMatchObject({
      name: 'States.QueryEvaluationError',
      message: expect.stringContaining(words),
    });
  });

  test('treats a variable that was not assigned as missing', async () => {
    expect(await evaluate('{% $exists($note) %}', scope)).toBe(false);
    expect(await evaluate("{% 'a' & $note %}", { ...scope, note: 'b' })).toBe('ab');
  });

  test('passes on a value that has passed through JSON as the same frozen object', async () => {
    const plan = await evaluate('{% $states.input %}', scope);
    expect(plan).not.toBe(scope.states.input);
    expect(await evaluate('{% $plan %}', { plan })).toBe(plan);
    expect(await evaluate('{% $plan.a %}', { plan })).toBe((plan as typeof scope.states.input).a);
    const given = throughJson({ plan, fence: 1, at: null });
    expect(given).toEqual({ plan: scope.states.input, fence: 1, at: null });
    expect(given.plan).toBe(plan);
    expect([given, plan, given.plan].every(Object.isFrozen)).toBe(true);
  });

  test.each([
    [{ a: undefined }, {}],
    [{ a: new Date(0) }, { a: '1970-01-01T00:00:00.000Z' }],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [
      { a: Number.NaN, b: -0, c: () => 1 },
      { a: null, b: 0 },
    ],
    [
      [undefined, 1],
      [null, 1],
    ],
    [{ toJSON: () => ({ a: 1 }) }, { a: 1 }],
    [new Map([[1, 2]]), {}],
  ])('passes %p through JSON as %p', (value, expected) => {
    expect(throughJson<unknown>(value)).toStrictEqual(expected);
    expect(JSON.stringify(throughJson<unknown>(value))).toBe(JSON.stringify(value));
  });

  test('loses what JSON cannot represent', async () => {
    const result = await evaluate('{% $states.input %}', {
      states: { input: { at: new Date(0), no: undefined } },
    });
    expect(result).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });
});
