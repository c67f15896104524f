import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../../../lib/rehearsal/asl/jsonata/compile';
import { type Bindings, type Direct, directOf, UNSURE } from '../../../lib/rehearsal/asl/jsonata/direct';
import { throughJson } from '../../../lib/rehearsal/asl/through-json';
import { deployedMachines } from '../../../lib/rehearsal/deployed-machines';

/** Names of variables, some of them those of functions, and of fields, some of them those of all objects. */
const name = fc.constantFrom('a', 'b', 'exists', 'not', 'string');
const field = fc.constantFrom('a', 'b', 'length', 'constructor', 'toString', '`__proto__`');
const literal = fc.constantFrom("''", "'a'", "'b'", '0', '1', '-1', '2.5', 'true', 'false', 'null');
const path = fc
  .tuple(fc.constantFrom('$states', '$a', '$b', '$string'), fc.array(field, { maxLength: 3 }))
  .map((parts) => parts.flat().join('.'));
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '+', '-', '&', 'and', 'or', '*', 'in');

/** Expressions of the kinds that are evaluated directly, and some that are close to them. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    literal,
    path,
    name.map((one) => `$${one}`),
    fc.tuple(tie('expression'), operator, tie('expression')).map(([l, o, r]) => `${l} ${o} ${r}`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([c, t, e]) => `${c} ? ${t} : ${e}`),
    tie('expression').map((one) => `$exists(${one})`),
    tie('expression').map((one) => `$not(${one})`),
    tie('expression').map((one) => `(${one})`),
    fc.tuple(path, fc.constantFrom('[0]', '[]', '.*', '{"a": b}')).map((parts) => parts.join('')),
  ),
}));

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>('', 'a', 0, 1, -1.5, 1e21, true, false, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'length'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const object = fc.dictionary(fc.constantFrom('a', 'b', 'length'), value, { maxKeys: 3 });
const scope: fc.Arbitrary<Bindings> = fc
  .record({ states: object, variables: fc.dictionary(name, value, { maxKeys: 3 }) })
  .map((drawn) => throughJson(drawn));

/** A result, and the turns of the microtask queue until it was there. */
interface Evaluated {
  readonly result: unknown;
  readonly turns: number;
}

/** What the library returns; the code of the error for an expression that fails. */
async function byLibrary(source: string, { states, variables }: Bindings): Promise<Evaluated> {
  let result: unknown;
  let isDone = false;
  const end = (value: unknown) => {
    result = value;
    isDone = true;
  };
  compile(source)
    .expression.evaluate(undefined, { ...variables, states })
    .then(end, ({ code }: { code: string }) => end({ failed: code }));
  // The first turn is that of its own call.
  let turns = -1;
  while (!isDone) {
    turns += 1;
    await undefined;
  }
  return { result, turns: turns - 1 };
}

/** Null when it must be left to the library. */
function directly(direct: Direct | null | undefined, here: Bindings): Evaluated | null {
  const turns = { count: 0 };
  const result = direct == null ? UNSURE : direct(here, turns);
  return result === UNSURE ? null : { result, turns: turns.count };
}

/** Null for what is no expression: some that are drawn are none. */
function compiled(source: string) {
  try {
    return compile(source);
  } catch {
    return null;
  }
}

test('what is evaluated directly is what the library evaluates', async () => {
  let known = 0;
  await fc.assert(
    fc.asyncProperty(expression, scope, async (source, here) => {
      const result = directly(compiled(source)?.direct, here);
      if (result !== null) {
        known += 1;
        expect({ source, here, result }).toStrictEqual({
          source,
          here,
          result: await byLibrary(source, here),
        });
      }
    }),
    { numRuns: 5_000 },
  );
  expect(known).toBeGreaterThan(500);
});

test.each([
  "$a & 'x' & $b",
  '$a.b',
  '$states.a.b',
  '$a = $b and $not($b) or $exists($a.b)',
  '$a > 0 ? $a - 1 : 0',
])('%s has a result where its values are simple', async (source) => {
  const direct = directOf(compile(source).tree);
  let known = 0;
  await fc.assert(
    fc.asyncProperty(scope, async (here) => {
      const result = directly(direct, here);
      if (result !== null) {
        known += 1;
        expect(result).toStrictEqual(await byLibrary(source, here));
      }
    }),
    { numRuns: 500 },
  );
  expect(known).toBeGreaterThan(0);
});

test('a variable takes the place of the function of its name', () => {
  const direct = directOf(compile('$exists($a)').tree);
  expect(directly(direct, { states: {}, variables: { a: 1 } })?.result).toBe(true);
  expect(directly(direct, { states: {}, variables: { a: 1, exists: 2 } })).toBeNull();
});

test('nearly every expression of the deployed machines is evaluated directly', () => {
  const sources = new Set<string>();
  const collect = (part: unknown): void => {
    if (typeof part === 'string' && part.startsWith('{%')) {
      sources.add(part.slice(2, -2).trim());
    } else if (typeof part === 'object' && part !== null) {
      Object.values(part).forEach(collect);
    }
  };
  [...deployedMachines().values()].forEach(collect);
  const left = [...sources].filter((source) => compile(source).direct === null);
  expect(sources.size).toBeGreaterThan(90);
  expect(left).toEqual([
    "$preflight = 'pass' and $exists($plan.stages[0].deploy)",
    "$soakState = null ? null : $merge([$soakState, {'gateError': $states.errorOutput.Error}])",
    "$merge([$soakState, {'probeError': $states.errorOutput.Error}])",
  ]);
});
