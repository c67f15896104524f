import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { wholeNumber } from '../../../lambdas/core/validation/fields';
import { type Checked, check, describeProblems } from '../../../lambdas/core/validation/problems';

const animal = v.variant('kind', [
  v.strictObject({ kind: v.literal('cat'), lives: wholeNumber(1, 9) }),
  v.strictObject({ kind: v.literal('dog'), tricks: v.array(v.string()) }),
]);
const wordOrMapping = v.union(
  [v.literal('none'), v.strictObject({ size: wholeNumber(1, 9) })],
  'must be "none" or a mapping',
);
const box = v.strictObject({ size: v.optional(v.number()) });
/** Fields with a description, and fields without. */
const schema = v.strictObject({
  count: v.optional(wholeNumber(1, 9)),
  plain: v.optional(v.strictObject({ flag: v.boolean(), list: v.array(v.number()), word: v.literal('x') })),
  byName: v.optional(v.record(v.string(), v.strictObject({ size: wholeNumber(1, 9) }))),
  pet: v.optional(animal),
  later: v.optional(v.lazy(() => box)),
  either: v.optional(v.union([v.strictObject({ a: v.number() }), v.strictObject({ b: v.number() })])),
  word: v.optional(wordOrMapping),
  nested: v.optional(v.strictObject({ map: v.record(v.string(), v.string()), pet: animal, box })),
});

const problemsIn = (checked: Checked<unknown>) =>
  checked.ok ? [] : describeProblems(checked.problems).split('\n');
const problemsOf = (value: unknown) => problemsIn(check(schema, value));

describe('check', () => {
  test('accepts a word, or a mapping in its place', () => {
    expect([problemsOf({ word: 'none' }), problemsOf({ word: { size: 1 } })]).toEqual([[], []]);
  });

  test('returns a valid value with its defaults', () => {
    const withDefault = v.strictObject({ count: v.optional(wholeNumber(1, 9), 3) });
    expect(check(withDefault, {})).toEqual({ ok: true, value: { count: 3 } });
  });

  test.each<[string, unknown, string[]]>([
    ['text', 'x', ['is "x"; must be a mapping']],
    ['nothing', undefined, ['is missing; must be a mapping']],
    ['null', null, ['is null; must be a mapping']],
    ['a list', [{ count: 1 }], ['is a list; must be a mapping']],
    [
      'an unknown field',
      { colour: 1 },
      ['colour: is not a field; allowed fields: count, plain, byName, pet, later, either, word, nested'],
    ],
    [
      'an unknown field where the schema is known later',
      { later: { a: 1 } },
      ['later.a: is "a"; must be never'],
    ],
    [
      'every unknown field of a mapping',
      { colour: 1, count: 1, shape: 2, plain: { flag: true, list: [], word: 'x', a: 1, b: 2 } },
      [
        'plain.a: is not a field; allowed fields: flag, list, word',
        'plain.b: is not a field; allowed fields: flag, list, word',
        'colour: is not a field; allowed fields: count, plain, byName, pet, later, either, word, nested',
        'shape: is not a field; allowed fields: count, plain, byName, pet, later, either, word, nested',
      ],
    ],
    [
      'an unknown field in a nested object',
      { byName: { a: { size: 1, sizes: 2 } } },
      ['byName.a.sizes: is not a field; allowed fields: size'],
    ],
    [
      'missing fields without a description',
      { plain: {} },
      [
        'plain.flag: is missing; must be boolean',
        'plain.list: is missing; must be a list',
        'plain.word: is missing; must be the value that the schema names',
      ],
    ],
    [
      'wrong types of fields without a description',
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
      'a variant without a kind',
      { pet: { lives: 3 } },
      ['pet.kind: is missing; must be one of "cat", "dog"'],
    ],
    [
      'a variant of an unknown kind',
      { pet: { kind: 'cow' } },
      ['pet.kind: is "cow"; must be one of "cat", "dog"'],
    ],
    ['a variant that is not an object', { pet: 5 }, ['pet: is 5; must be a mapping']],
    [
      'a field of another kind',
      { pet: { kind: 'dog', tricks: [], lives: 9 } },
      ['pet.lives: is not a field; allowed fields: kind, tricks'],
    ],
    [
      'a missing field of the kind',
      { pet: { kind: 'cat' } },
      ['pet.lives: is missing; must be a whole number from 1 to 9'],
    ],
    [
      'a wrong item of a list',
      { pet: { kind: 'dog', tricks: ['sit', 5] } },
      ['pet.tricks[1]: is 5; must be string'],
    ],
    [
      'a problem that two rules find, once',
      { count: 0.5 },
      ['count: is 0.5; must be a whole number from 1 to 9'],
    ],
    [
      'several problems at once',
      { count: 0, byName: { a: {} } },
      [
        'count: is 0; must be a whole number from 1 to 9',
        'byName.a.size: is missing; must be a whole number from 1 to 9',
      ],
    ],
  ])('rejects %s', (_, value, lines) => {
    expect(problemsOf(value)).toEqual(lines);
  });

  test.each<[string, unknown, string[]]>([
    ['another word', 'all', ['word: is "all"; must be "none" or a mapping']],
    ['a list', [], ['word: is a list; must be a mapping']],
    ['a wrong field', { size: 12 }, ['word.size: is 12; must be a whole number from 1 to 9']],
    ['a missing field', {}, ['word.size: is missing; must be a whole number from 1 to 9']],
    ['an unknown field', { size: 1, sizes: 1 }, ['word.sizes: is not a field; allowed fields: size']],
  ])('reports in a field that is a word or a mapping %s', (_, word, lines) => {
    expect(problemsOf({ word })).toEqual(lines);
  });

  test('reports a value that matches no option of a union once', () => {
    expect(problemsOf({ either: { a: 1, c: 1 } })).toEqual(['either: is a mapping; must be a mapping']);
  });
});

describe('a list instead of an object', () => {
  test.each<[string, unknown, string[]]>([
    ['in an optional field', { plain: [] }, ['plain']],
    ['in a record', { byName: [] }, ['byName']],
    ['in an entry of a record', { byName: { a: [], b: { size: 1 } } }, ['byName.a']],
    ['in a variant', { nested: { map: {}, pet: [], box: {} } }, ['nested.pet']],
    ['at two places', { plain: [], pet: [] }, ['plain', 'pet']],
  ])('is rejected %s', (_, value, paths) => {
    expect(problemsOf(value)).toEqual(paths.map((path) => `${path}: is a list; must be a mapping`));
  });

  test('is rejected in a list', () => {
    const rows = v.strictObject({ rows: v.array(v.strictObject({ a: v.optional(v.number()) })) });
    expect(problemsIn(check(rows, { rows: [{}, [], { a: 'x' }] }))).toEqual([
      'rows[1]: is a list; must be a mapping',
      'rows[2].a: is "x"; must be number',
    ]);
  });

  test('does not hide other problems', () => {
    expect(problemsOf({ byName: { a: [], b: { size: 0 } } })).toEqual([
      'byName.a: is a list; must be a mapping',
      'byName.b.size: is 0; must be a whole number from 1 to 9',
    ]);
  });

  test('is not searched in an unknown field', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(problemsOf({ colour: loop })).toHaveLength(1);
  });
});

describe('the quoted value', () => {
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
    [{ a: 1 }, 'a mapping'],
    [null, 'null'],
  ])('of %p is %s', (value, shown) => {
    expect(problemsOf({ count: value })).toEqual([`count: is ${shown}; must be a whole number from 1 to 9`]);
  });

  test.each(['headers', 'body', 'expectHeaders', 'expectText'])('is left out in %s', (field) => {
    const secret = v.strictObject({ [field]: v.record(v.string(), v.number('must be a number')) });
    expect(problemsIn(check(secret, { [field]: { Authorization: 'hunter2' } }))).toEqual([
      `${field}.Authorization: is not valid; must be a number`,
    ]);
    expect(problemsIn(check(secret, { [field]: 'hunter2' }))).toEqual([
      `${field}: is not valid; must be a mapping`,
    ]);
  });
});

describe('describeProblems', () => {
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
  ])('of %j is %j', (problems, text) => {
    expect(describeProblems(problems)).toBe(text);
  });
});

describe('a record', () => {
  const records = v.strictObject({
    headers: v.optional(v.record(v.string(), v.string())),
    list: v.optional(v.array(v.record(v.string(), v.record(v.string(), v.number())))),
    kinds: v.optional(
      v.variant('kind', [v.strictObject({ kind: v.literal('a'), of: v.record(v.string(), v.any()) })]),
    ),
  });
  const must = 'is a name that every object of JavaScript has; must be another name, or be removed';

  test.each(['__proto__', 'constructor', 'prototype'])('is not read without its %s', (name) => {
    const read = (json: string) => problemsIn(check(records, JSON.parse(json)));
    expect(read(`{"headers":{"a":"b","${name}":"x"}}`)).toEqual([`headers.${name}: ${must}`]);
    expect(read(`{"list":[{},{"a":{"${name}":1}}]}`)).toEqual([`list[1].a.${name}: ${must}`]);
    expect(read(`{"kinds":{"kind":"a","of":{"${name}":[]}}}`)).toEqual([`kinds.of.${name}: ${must}`]);
    expect(read(`{"headers":{},"${name}":{"${name}":1}}`)).toEqual([
      `${name}: is not a field; allowed fields: headers, list, kinds`,
    ]);
  });

  test('keeps every other name, such as toString and hasOwnProperty', () => {
    const value = { headers: { toString: 'a', hasOwnProperty: 'b', valueOf: 'c' } };
    expect(check(records, value)).toEqual({ ok: true, value });
  });
});

describe('a secret', () => {
  const secrets = v.strictObject({
    path: v.optional(v.pipe(v.string(), v.regex(/^[/][^ ]*$/, 'must be a path'))),
    headers: v.optional(v.record(v.pipe(v.string(), v.regex(/^[a-z]+$/, 'must be a name')), v.string())),
    HOOK_PLAN: v.optional(v.number()),
  });

  test.each<[string, unknown, string]>([
    [
      'in the name of a header',
      { headers: { 'Bearer s3cret': '' } },
      'headers.…: is not valid; must be a name',
    ],
    ['under a malformed name', { headers: { 'a: s3cret': 1 } }, 'headers.…: is not valid; must be a name'],
    ['in the query of a path', { path: '/x y?token=s3cret' }, 'path: is "/x y?…"; must be a path'],
    ['in a URL', { path: 'https://me:s3cret@host/' }, 'path: is "https://…@host/"; must be a path'],
    [
      'in the name of an unknown field',
      { 'Authorization: s3cret': true },
      '…: is not a field; allowed fields: path, headers, HOOK_PLAN',
    ],
    ['in a variable of a function', { HOOK_PLAN: '{"s3cret"' }, 'HOOK_PLAN: is not valid; must be number'],
  ])('%s is not quoted', (_, value, problem) => {
    expect(problemsOfSecrets(value)[0]).toBe(problem);
    expect(problemsOfSecrets(value).join()).not.toContain('s3cret');
  });

  const problemsOfSecrets = (value: unknown) => problemsIn(check(secrets, value));
});
