import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import {
  flag,
  LONGEST_SECONDS,
  listOf,
  namesAndValues,
  numberBetween,
  oneOf,
  seconds,
  text,
  textLike,
  wholeNumber,
} from '../../../lambdas/core/validation/fields';

interface Field {
  readonly name: string;
  readonly field: v.GenericSchema;
  readonly must: string;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const fields: Field[] = [
  {
    name: 'a whole number',
    field: wholeNumber(1, 5),
    must: 'must be a whole number from 1 to 5',
    good: [1, 5],
    bad: [0, 6, 1.5, '1', Number.NaN, null],
  },
  {
    name: 'a whole number with its meaning',
    field: wholeNumber(0, 255, 'a weight'),
    must: 'must be a whole number from 0 to 255 (a weight)',
    good: [0],
    bad: [256],
  },
  {
    name: 'a number',
    field: numberBetween(0.5, 2),
    must: 'must be a number from 0.5 to 2',
    good: [0.5, 1.25, 2],
    bad: [0.4, 2.1, '1', Number.NaN, Number.POSITIVE_INFINITY],
  },
  {
    name: 'a number with its meaning',
    field: numberBetween(0, 1, 'a share'),
    must: 'must be a number from 0 to 1 (a share)',
    good: [0],
    bad: [-0.1],
  },
  {
    name: 'a number without a maximum',
    field: numberBetween(0, Number.POSITIVE_INFINITY),
    must: 'must be a number from 0 to Infinity',
    good: [1e300],
    bad: [Number.POSITIVE_INFINITY],
  },
  {
    name: 'text that matches a pattern',
    field: textLike(/^[a-z]+$/, 'must be lower case'),
    must: 'must be lower case',
    good: ['abc'],
    bad: ['Abc', '', 5],
  },
  {
    name: 'text',
    field: text(3, 'a word'),
    must: 'must be a word, 1 to 3 characters',
    good: ['a', 'abc'],
    bad: ['', 'abcd', 5],
  },
  {
    name: 'a choice',
    field: oneOf('wait', 'fail'),
    must: 'must be one of "wait", "fail"',
    good: ['wait', 'fail'],
    bad: ['pass', '', null],
  },
  {
    name: 'a flag',
    field: flag('followed'),
    must: 'must be true or false (followed)',
    good: [true, false],
    bad: ['true', 0],
  },
  {
    name: 'seconds',
    field: seconds(1, 'monitored'),
    must: 'must be a whole number from 1 to 2592000 (seconds, monitored)',
    good: [1, LONGEST_SECONDS],
    bad: [0, LONGEST_SECONDS + 1, 1.5],
  },
  {
    name: 'seconds with a maximum',
    field: seconds(0, 'waited', 600),
    must: 'must be a whole number from 0 to 600 (seconds, waited)',
    good: [0, 600],
    bad: [601],
  },
  {
    name: 'names and values',
    field: namesAndValues(textLike(/^[a-z]+$/, 'must be lower case'), v.number(), 'names and numbers'),
    must: 'must be a mapping of names and numbers',
    good: [{}, { a: 1, b: 2 }],
    bad: [5, null, 'a'],
  },
  {
    name: 'a list',
    field: listOf(v.number(), 1, 2, 'numbers'),
    must: 'must be a list of 1 to 2 numbers',
    good: [[1], [1, 1]],
    bad: [[], [1, 2, 3], 1, {}],
  },
];

describe.each(fields)('$name', ({ field, must, good, bad }) => {
  test.each(good.map((value) => ({ value })))('accepts $value', ({ value }) => {
    expect(v.parse(field, value)).toEqual(value);
  });

  test.each(bad.map((value) => ({ value })))(
    'rejects $value with its description as the message',
    ({ value }) => {
      const { issues = [] } = v.safeParse(field, value);
      expect(new Set(issues.map(({ message }) => message))).toEqual(new Set([must]));
      expect(v.getDescription(field)).toBe(must);
    },
  );
});

describe('a list of text', () => {
  const words = listOf(v.union([v.string(), v.number()]), 1, 3, 'words');

  test('rejects duplicates', () => {
    const { issues = [] } = v.safeParse(words, ['a', 'b', 'a']);
    expect(issues.map(({ message }) => message)).toEqual([
      'must be a list of 1 to 3 words, without duplicates',
    ]);
  });

  test.each([[['a', 'b', 'A']], [['a', 1, 1]]])('accepts %j', (value) => {
    expect(v.parse(words, value)).toEqual(value);
  });
});

test('the longest duration is 30 days', () => {
  expect(LONGEST_SECONDS).toBe(30 * 24 * 60 * 60);
});

describe('text like a pattern', () => {
  test.each([
    /^a$/,
    /^(a|b)$/,
    /^a$|^b$/,
    /^[|(]$/,
    /^\|\)$/,
    /^(?=.{1,9}$)[a-z]+(\.(x|y))*$/i,
    /^(a(b|(c|d))){1,2}$/s,
    /^$/,
  ])('may be %s', (pattern) => {
    expect(() => textLike(pattern, 'must be so')).not.toThrow();
  });

  // Each accepts more than it says: other text before or after, or on another line.
  test.each([
    /a$/,
    /^a/,
    /a/,
    /^a|b$/,
    /^a$|b$/,
    /^a|^b$/,
    /^a$|^b/,
    /^(a|b)|c$/,
    /^a\$/,
    /\^a$/,
    /^[$]/,
    /[^b]$/,
    /^a$/m,
  ])('may not be %s', (pattern) => {
    expect(() => textLike(pattern, 'must be so')).toThrow(
      new RangeError(`${pattern} must begin with "^" and end with "$" in every alternative`),
    );
  });
});
