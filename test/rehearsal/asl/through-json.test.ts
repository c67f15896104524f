import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { throughJson } from '../../../lib/rehearsal/asl/through-json';

/** What steps and expressions may return, and what JSON treats in a way of its own. */
const anything = fc.anything({
  maxDepth: 4,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

const special = fc.constantFrom<unknown>(
  -0,
  [undefined, () => 1, Symbol('s'), Number.NaN],
  { a: undefined, b: () => 1, c: -0, d: Number.POSITIVE_INFINITY },
  JSON.parse('{"__proto__": {"a": 1}, "2": 1, "1": 2}'),
  { toJSON: () => ({ a: [new Date(0)] }) },
  { toJSON: () => undefined },
  Object.assign([1, 2], { sequence: true }),
  new Error('lost'),
);

test('what passes through JSON is what JSON makes of it', () => {
  fc.assert(
    fc.property(fc.oneof(anything, special, fc.array(special)), (value) => {
      const text = JSON.stringify(value);
      const expected: unknown = text === undefined ? undefined : JSON.parse(text);
      const actual = throughJson(value);
      expect(actual).toStrictEqual(expected);
      expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
      expect(throughJson({ actual, again: actual })).toStrictEqual(
        JSON.parse(JSON.stringify({ actual, again: actual })),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('what has passed is frozen to its depths, and is not copied again', () => {
  const passed = throughJson({ list: [{ a: 1 }], text: 'x' });
  expect(Object.isFrozen(passed.list[0])).toBe(true);
  expect(throughJson(passed)).toBe(passed);
  expect(throughJson({ passed }).passed).toBe(passed);
});

test('a value that contains itself, and a BigInt, are errors as in JSON', () => {
  const loop: unknown[] = [];
  loop.push({ loop });
  expect(() => throughJson(loop)).toThrow(TypeError);
  expect(() => throughJson({ big: 1n })).toThrow(TypeError);
});
