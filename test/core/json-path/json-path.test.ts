import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { compile, type JSONValue } from 'json-p3';
import { isJsonPath, jsonPathProblem, valuesAt } from '../../../lambdas/core/json-path/json-path';
import { BudgetExceededError, MAX_STEPS, workBudget } from '../../../lambdas/core/json-path/work-budget';

const key = fc.constantFrom('a', 'b', 'c', 'toString');
const text = fc.string({ unit: fc.constantFrom('x', 'y', '1', '\n', '😀'), maxLength: 6 });
const { document } = fc.letrec<{ document: JSONValue }>((tie) => ({
  document: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JSONValue>(0, 1, -1, 2.5, true, false, null),
    text,
    fc.array(tie('document'), { maxLength: 4 }),
    fc
      .array(fc.tuple(key, tie('document')), { maxLength: 4 })
      .map((pairs) =>
        JSON.parse(`{${pairs.map(([name, one]) => `"${name}":${JSON.stringify(one)}`).join()}}`),
      ),
  ),
}));

const name = key.map((one) => `.${one}`);
const small = fc.integer({ min: -3, max: 3 });
const maybe = fc.oneof(fc.constant(''), small.map(String));
const singular = fc
  .array(
    fc.oneof(
      name,
      small.map((i) => `[${i}]`),
    ),
    { maxLength: 2 },
  )
  .map((parts) => parts.join(''));
const literal = fc.oneof(small.map(String), fc.constantFrom('"x"', '"y1"', 'true', 'null', '2.5'));
const operand = fc.oneof(
  literal,
  singular.map((path) => `@${path}`),
  singular.map((path) => `$${path}`),
  singular.map((path) => `length(@${path})`),
  fc.constantFrom('count(@.*)', 'count(@..a)', 'value(@.*)', 'value($.a)'),
);
const comparison = fc
  .tuple(operand, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), operand)
  .map((parts) => parts.join(' '));
const test1 = fc.oneof(
  comparison,
  singular.map((path) => `@${path}`),
  fc.constantFrom('!@.a', '@..a', '$.b', '@[?@.a]', '!(@.a == 1)', '@[?@ > 0]'),
);
const filter = fc.oneof(
  test1,
  fc.tuple(test1, fc.constantFrom('&&', '||'), test1).map((parts) => parts.join(' ')),
);
const selector = fc.oneof(
  name.map((one) => `'${one.slice(1)}'`),
  small.map(String),
  fc.constant('*'),
  fc
    .tuple(maybe, maybe, fc.constantFrom('', ':', ':1', ':2', ':-1', ':-2', ':0'))
    .map(([a, b, c]) => `${a}:${b}${c}`),
  filter.map((one) => `?${one}`),
);
const segment = fc.oneof(
  name,
  fc.array(selector, { minLength: 1, maxLength: 2 }).map((all) => `[${all.join(',')}]`),
  fc.constantFrom('.*', '..*', '..a', '..[0]'),
);
const path = fc.array(segment, { maxLength: 3 }).map((parts) => `$${parts.join('')}`);

it('selects what json-p3 selects', () => {
  let found = 0;
  fc.assert(
    fc.property(path, document, (one, value) => {
      const expected = compile(one).query(value).values();
      found += expected.length;
      expect(valuesAt(one, value)).toEqual(expected);
    }),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(1_000);
});

it('takes no more steps than its budget, whatever the path and the document', () => {
  fc.assert(
    fc.property(path, document, fc.integer({ min: 0, max: 200 }), (one, value, most) => {
      let spent = 0;
      const { spend } = workBudget(most);
      const budget = {
        spend: (steps: number) => {
          spend(steps);
          spent += steps;
        },
      };
      const values = valuesAt(one, value, budget);
      expect(spent).toBeLessThanOrEqual(most);
      expect(values === 'too much work' || (values?.length ?? 0) <= most + 1).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

describe('work that would not end', () => {
  const list = JSON.stringify(Array.from({ length: 5_000 }, (_, i) => ({ x: i })));
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const texts = JSON.stringify(
    Array.from({ length: 20 }, () => ({ x: `${'a'.repeat(10_000)}b`, y: '(a*)*c' })),
  );
  test.each<[string, string]>([
    ['$..*..*..*..*', list],
    ['$[*,*,*,*][*,*,*,*]..*..*', list],
    ['$[?$[?$[?@.x > 1]]]', list],
    ['$[?$..x]', list],
    ['$[?@ != $[::-1]]', list],
    ['$..[?@ == $]', deep],
    ['$..*..*', deep],
    ['$[?search(@.x, "(a|aa|aaa|a?a?a?)+(a|aa)*$c")]', texts],
    ['$[?search(@.x, @.y)]', texts],
  ])('ends: %s', (one, body) => {
    const values = valuesAt(one, JSON.parse(body));
    expect(values === 'too much work' || values === null || Array.isArray(values)).toBe(true);
  });

  it('says so, and not that nothing was found', () => {
    expect(valuesAt('$..*..*..*', JSON.parse(list), workBudget(1_000))).toBe('too much work');
    expect(valuesAt('$..*..*', JSON.parse(deep))).toBe('too much work');
    expect(() => workBudget().spend(MAX_STEPS + 1)).toThrow(BudgetExceededError);
  });

  it('answers a pattern that backtracks for hours', () => {
    expect(valuesAt('$[?search(@.x, "(a+)+$")]', [{ x: `${'a'.repeat(28)}!` }])).toEqual([]);
    expect(valuesAt('$[?search(@.x, "(a+)+$")]', [{ x: 'a'.repeat(28) }])).toHaveLength(1);
  });
});

it('compares lists and objects by their own keys', () => {
  const one = JSON.parse('{"a":1,"b":[1,{"c":2}],"__proto__":{}}');
  const others = JSON.parse(
    '[{"b":[1,{"c":2}],"__proto__":{},"a":1},{"a":1,"b":[1,{"c":2}],"toString":{}},{"a":1},' +
      '{"a":1,"b":[1,{"c":3}],"__proto__":{}},{"a":1,"b":[1],"__proto__":{}},[],1]',
  );
  expect(valuesAt('$.others[?@ == $.one]', { one, others })).toEqual([others[0]]);
  expect(valuesAt('$.__proto__', {})).toEqual([]);
  expect(valuesAt("$['__proto__'].x", JSON.parse('{"__proto__":{"x":7}}'))).toEqual([7]);
});

it('hides no other error than that of the budget', () => {
  const spend = () => {
    throw new Error('broken');
  };
  expect(() => valuesAt('$.a', {}, { spend })).toThrow('broken');
});

it('reads a document of any depth', () => {
  expect(valuesAt('$..a', JSON.parse(`${'['.repeat(9_000)}{"a":7}${']'.repeat(9_000)}`))).toEqual([7]);
  const nested = JSON.parse(`[${'['.repeat(50_000)}${']'.repeat(50_000)},0]`);
  expect(valuesAt('$[?@ == $[0]]', nested)).toHaveLength(1);
});

it('takes $ inside a nested filter for the document (RFC 9535, 2.3.5)', () => {
  const value = { wanted: 2, list: [{ parts: [{ id: 1 }] }, { parts: [{ id: 2 }] }] };
  expect(valuesAt('$.list[?@.parts[?@.id == $.wanted]]', value)).toEqual([{ parts: [{ id: 2 }] }]);
});

describe('match() and search()', () => {
  test.each<[string, unknown, boolean]>([
    ['match(@, "a.c")', 'abc', true],
    ['match(@, "a.c")', 'abcd', false],
    ['search(@, "b")', 'abc', true],
    ['match(@, "^ab")', 'abc', true],
    ['match(@, "1")', 1, false],
    ['search("abc", @)', 'b', true],
    ['search("abc", @)', 7, false],
    ['search("abc", @)', '(', false],
    ['search(@.x, "b")', {}, false],
  ])('%s on %j', (expression, value, holds) => {
    expect(valuesAt(`$[?${expression}]`, [value])).toEqual(holds ? [value] : []);
  });

  it('is refused when the plan has a pattern that is not an I-Regexp', () => {
    for (const one of [
      '$[?search(@.x, "\\\\d+")]',
      '$[?!(@.a == 1) && match(@.x, "(?=a)")]',
      '$[?@[?match(@.x, "a{2000}")]]',
      '$..a[?count(@[?search(@.x, "(")]) > 1]',
    ]) {
      expect(jsonPathProblem(one)).toMatch(/^has a pattern that has .*I-Regexp/);
      expect(isJsonPath(one)).toBe(false);
      expect(valuesAt(one, [])).toBeNull();
    }
    expect(jsonPathProblem('$[?match(@.x, "[0-9]+") || length(@.y) > 1]')).toBeNull();
    expect(jsonPathProblem('$[')).toBe('must be a JSONPath (RFC 9535), such as $.status');
  });
});
