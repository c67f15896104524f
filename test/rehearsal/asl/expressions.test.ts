import { describe, expect, test } from '@jest/globals';
import { evaluate as evaluateIn } from '../../../lib/rehearsal/asl/expressions';
import { throughJson } from '../../../lib/rehearsal/asl/through-json';

const still = { now: () => Date.UTC(2026, 10, 29), random: () => 0.5 };
interface Here {
  readonly states?: Record<string, unknown>;
  readonly [variable: string]: unknown;
}
const evaluate = (value: unknown, { states = {}, ...variables }: Here) =>
  evaluateIn(value, { states, variables }, 'Output', still);

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
    ['a function as a value', '{% function($x) { $x } %}', 'unsupported result type'],
    ['a function inside of a value', '{% {"a": [$sum]} %}', 'unsupported result type'],
  ])('throws States.QueryEvaluationError for %s', async (_, template, words) => {
    await expect(evaluate(template, scope)).rejects.toMatchObject({
      name: 'States.QueryEvaluationError',
      message: expect.stringContaining(words),
    });
  });

  test.each([
    ['$partition', '$partition([1, 2, 3], 2)', [[1, 2], [3]]],
    ['$partition with one part', '$partition([0], 3)', [[0]]],
    ['$range', '$range(0, 10, 3)', [0, 3, 6, 9]],
    ['$range downwards', '$range(3, 1, -1)', [3, 2, 1]],
    ['$range with one element', '$range(1, 9, 9)', 1],
    ['$hash', "$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$random', '$random()', 0.5],
    ['$uuid', '$uuid()', '88888888-8888-4888-8888-888888888888'],
    ['$now', '$now()', '2026-11-29T00:00:00.000Z'],
    ['$now with a picture', "$now('[Y]')", '2026'],
    ['$millis', '$millis()', Date.UTC(2026, 10, 29)],
    ['$shuffle', '$shuffle([1, 2, 3])', [1, 3, 2]],
  ])('%s has the clock and the chance of the rehearsal', async (_, source, expected) => {
    expect(await evaluate(`{% ${source} %}`, scope)).toEqual(expected);
  });

  test('$random gives the same number for the same seed', async () => {
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => evaluate(`{% $random(${seed}) %}`, scope)),
    );
    expect(one).toBe(again);
    expect(one).not.toBe(other);
  });

  test.each(['$partition([1], 0)', '$range(0, 9, 0)', '$range(0, 1000, 1)', "$hash('a', 'CRC32')"])(
    '%s fails',
    async (source) => {
      await expect(evaluate(`{% ${source} %}`, scope)).rejects.toThrow('threw an error during evaluation');
    },
  );

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
