import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { wholeNumber } from '../../../lambdas/core/validation/fields';
import { type Checked, check, describeProblems } from '../../../lambdas/core/validation/problems';

const animal = v.variant('kind', [
  v.strictObject({ kind: v.literal('cat'), lives: wholeNumber(1, 9) }),
  v.strictObject({ kind: v.literal('dog'), tricks: v.array(v.string()) }),
]);
const box = v.strictObject({ size: v.optional(v.number()) });
/** Fields with words of their own, and fields that have none. */
const schema = v.strictObject({
  count: v.optional(wholeNumber(1, 9)),
  plain: v.optional(v.strictObject({ flag: v.boolean(), list: v.array(v.number()), word: v.literal('x') })),
  byName: v.optional(v.record(v.string(), v.strictObject({ size: wholeNumber(1, 9) }))),
  pet: v.optional(animal),
  either: v.optional(v.union([v.strictObject({ a: v.number() }), v.strictObject({ b: v.number() })])),
  nested: v.optional(v.strictObject({ map: v.record(v.string(), v.string()), pet: animal, box })),
});

const problemsIn = (checked: Checked<unknown>) =>
  checked.ok ? [] : describeProblems(checked.problems).split('\n');
const told = (value: unknown) => problemsIn(check(schema, value));

describe('a value', () => {
  test('that is right is given back as the schema reads it', () => {
    const withDefault = v.strictObject({ count: v.optional(wholeNumber(1, 9), 3) });
    expect(check(withDefault, {})).toEqual({ ok: true, value: { count: 3 } });
  });

  test.each<[string, unknown, string[]]>([
    ['no object', 'x', ['is "x"; must be a mapping']],
    ['nothing', undefined, ['is missing; must be a mapping']],
    ['null', null, ['is null; must be a mapping']],
    ['a list', [{ count: 1 }], ['is a list; must be a mapping']],
    [
      'an unknown field, with those that are known',
      { colour: 1 },
      ['colour: is not a field; allowed fields: count, plain, byName, pet, either, nested'],
    ],
    [
      'an unknown field further in',
      { byName: { a: { size: 1, sizes: 2 } } },
      ['byName.a.sizes: is not a field; allowed fields: size'],
    ],
    [
      'missing fields that have no words of their own',
      { plain: {} },
      [
        'plain.flag: is missing; must be boolean',
        'plain.list: is missing; must be a list',
        'plain.word: is missing; must be the value that the schema names',
      ],
    ],
    [
      'wrong types where the schema has no words',
      { plain: { flag: 1, list: 'no', word: 'x' } },
      ['plain.flag: is 1; must be boolean', 'plain.list: is "no"; must be a list'],
    ],
    [
      'missing objects',
      { nested: {} },
      [
        'nested.map: is missing; must be a mapping',
        'nested.pet: is missing; must be a mapping',
        'nested.box: is missing; must be a mapping',
      ],
    ],
    [
      'a variant without its kind',
      { pet: { lives: 3 } },
      ['pet.kind: is missing; must be one of "cat", "dog"'],
    ],
    [
      'a variant of an unknown kind',
      { pet: { kind: 'cow' } },
      ['pet.kind: is "cow"; must be one of "cat", "dog"'],
    ],
    ['a variant that is no object', { pet: 5 }, ['pet: is 5; must be a mapping']],
    [
      'a field of the other kind',
      { pet: { kind: 'dog', tricks: [], lives: 9 } },
      ['pet.lives: is not a field; allowed fields: kind, tricks'],
    ],
    [
      'a missing field of its kind',
      { pet: { kind: 'cat' } },
      ['pet.lives: is missing; must be a whole number from 1 to 9'],
    ],
    [
      'a wrong item of a list',
      { pet: { kind: 'dog', tricks: ['sit', 5] } },
      ['pet.tricks[1]: is 5; must be string'],
    ],
    [
      'a fault that two rules see, once',
      { count: 0.5 },
      ['count: is 0.5; must be a whole number from 1 to 9'],
    ],
    [
      'everything that is wrong at once',
      { count: 0, byName: { a: {} } },
      [
        'count: is 0; must be a whole number from 1 to 9',
        'byName.a.size: is missing; must be a whole number from 1 to 9',
      ],
    ],
  ])('that is or has %s', (_, value, lines) => {
    expect(told(value)).toEqual(lines);
  });

  test('of no member of a choice is told once', () => {
    expect(told({ either: { a: 1, c: 1 } })).toEqual(['either: is a mapping; must be a mapping']);
  });
});

describe('a list where an object is wanted', () => {
  test.each<[string, unknown, string[]]>([
    ['in an optional field', { plain: [] }, ['plain']],
    ['in a record', { byName: [] }, ['byName']],
    ['in an entry of a record', { byName: { a: [], b: { size: 1 } } }, ['byName.a']],
    ['in a variant', { nested: { map: {}, pet: [], box: {} } }, ['nested.pet']],
    ['at two places', { plain: [], pet: [] }, ['plain', 'pet']],
  ])('%s', (_, value, paths) => {
    expect(told(value)).toEqual(paths.map((path) => `${path}: is a list; must be an object with fields`));
  });

  test('in a list', () => {
    const rows = v.strictObject({ rows: v.array(v.strictObject({ a: v.optional(v.number()) })) });
    expect(problemsIn(check(rows, { rows: [{}, [], { a: 'x' }] }))).toEqual([
      'rows[1]: is a list; must be a mapping',
      'rows[2].a: is "x"; must be number',
    ]);
  });

  test('does not hide what is wrong elsewhere', () => {
    expect(told({ byName: { a: [], b: { size: 0 } } })).toEqual([
      'byName.a: is a list; must be a mapping',
      'byName.b.size: is 0; must be a whole number from 1 to 9',
    ]);
  });

  test('is not sought in what is unknown anyway', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(told({ colour: loop })).toHaveLength(1);
  });
});

describe('a value is quoted', () => {
  test.each<[unknown, string]>([
    ['two\nlines', '"two\\nlines"'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(76)}…"`],
    [true, 'true'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [10n, '10'],
    [[], 'an empty list'],
    [[1, 2], 'a list of 2'],
    [{ a: 1 }, 'an object'],
    [null, 'null'],
  ])('%p', (value, shown) => {
    expect(told({ count: value })).toEqual([`count: is ${shown}; must be a whole number from 1 to 9`]);
  });

  test.each(['headers', 'body', 'expectHeaders', 'expectText'])('but not in %s', (field) => {
    const secret = v.strictObject({ [field]: v.record(v.string(), v.number('must be a number')) });
    expect(problemsIn(check(secret, { [field]: { Authorization: 'hunter2' } }))).toEqual([
      `${field}.Authorization: is not right; must be a number`,
    ]);
    expect(problemsIn(check(secret, { [field]: 'hunter2' }))).toEqual([
      `${field}: is not right; must be an object with fields`,
    ]);
  });
});

describe('problems are told', () => {
  test.each([
    [[], ''],
    [[{ path: '', message: 'is null' }], 'is null'],
    [
      [
        { path: 'a', message: 'is 1' },
        { path: 'b[0]', message: 'is 2' },
      ],
      'a: is 1\nb[0]: is 2',
    ],
  ])('%j', (problems, text) => {
    expect(describeProblems(problems)).toBe(text);
  });
});
