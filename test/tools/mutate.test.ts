import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ModuleLoader } from '../../tools/mutate/module-loader';
import { reportOf } from '../../tools/mutate/report';
import type { FileResult, Survivor } from '../../tools/mutate/results';
import { TestRun } from '../../tools/mutate/run-tests';
import { scopeOf } from '../../tools/mutate/scopes';
import { TestRegistry } from '../../tools/mutate/test-registry';

describe('the tests of a file', () => {
  /** The failure of the tests that `declare` declares, and what ran. */
  async function run(declare: (api: TestRegistry['api'], log: (text: string) => void) => void) {
    const registry = new TestRegistry();
    const ran: string[] = [];
    const tests = registry.collect('a.test.ts', () => declare(registry.api, (text) => ran.push(text)));
    const failure = await new TestRun().firstFailure(tests, 20);
    return { failure, ran, ids: tests.map(({ id }) => id) };
  }
  const wrong = () => {
    throw new Error('wrong');
  };

  test('run in their order with their hooks, up to the first that fails', async () => {
    const { failure, ran } = await run((api, log) => {
      api.beforeAll(() => log('before all'));
      api.afterAll(() => log('after all'));
      api.beforeEach(() => log('before'));
      api.describe('inner', () => {
        api.afterEach(() => log('after'));
        api.test('one', () => log('one'));
        api.it('two', wrong);
      });
      api.test('three', () => log('three'));
    });
    expect(failure).toEqual({ test: 'a.test.ts#1', kind: 'failed', message: 'wrong' });
    expect(ran).toEqual(['before all', 'before', 'one', 'after', 'before', 'after', 'after all']);
  });

  test('may be tables of values, of lists and of groups', async () => {
    const { failure, ran, ids } = await run((api, log) => {
      api.test.each([1, 2])('%d', (value) => log(`${value}`));
      api.it.each([
        [3, 'c'],
        [4, 'd'],
      ])('%d %s', (number, text) => log(`${number}${text}`));
      api.describe.each(['x'])('%s', (value) => {
        api.test('in it', () => log(`${value}`));
      });
    });
    expect(failure).toBeNull();
    expect(ran).toEqual(['1', '2', '3c', '4d', 'x']);
    expect(new Set(ids).size).toBe(5);
  });

  describe('get the arguments that Jest gives them', () => {
    const tables: readonly (readonly unknown[])[] = [
      ['a', ['b', 'c'], []],
      [['a', 'b'], ['c', ['d']], []],
      [null, { a: 1 }, [['b']]],
      [[['a', 'b']], [['c']]],
    ];
    const byJest: unknown[][] = [];
    for (const table of tables) {
      test.each(table)('%j', (...values: unknown[]) => void byJest.push(values));
    }
    test('in tables of lists, of values and of both', async () => {
      const seen: unknown[][] = [];
      const ofGroups: unknown[][] = [];
      await run((api) => {
        for (const table of tables) {
          api.test.each(table)('%j', (...values) => void seen.push(values));
          api.describe.each(table)('%j', (...values) => void ofGroups.push(values));
        }
      });
      expect(byJest).toHaveLength(11);
      expect(seen).toEqual(byJest);
      expect(ofGroups).toEqual(byJest);
    });
  });

  test('that must fail fail when they pass', async () => {
    expect((await run((api) => api.test.failing('known', wrong))).failure).toBeNull();
    expect((await run((api) => api.test.failing('mended', () => undefined))).failure?.kind).toBe('failed');
  });

  test('time out when they wait for ever', async () => {
    const { failure } = await run((api) => api.test('waits', () => new Promise(() => undefined)));
    expect(failure?.kind).toBe('timed out');
  });
});

describe('the loader of modules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-loader-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  writeFileSync(file('counter.ts'), 'export const state: { count: number } = { count: 0 };');
  writeFileSync(
    file('user.ts'),
    "import { state } from './counter'; import { name } from 'a-package';\n" +
      'state.count += 1; export const seen = name + " " + state.count;',
  );
  const load = (replaced = new Map<string, string>()) =>
    new ModuleLoader(replaced, { 'a-package': { name: 'substitute' } });

  test('loads each module once until it forgets them', () => {
    const loader = load();
    expect(loader.load(file('user.ts'))).toMatchObject({ seen: 'substitute 1' });
    expect(loader.load(file('user.ts'))).toMatchObject({ seen: 'substitute 1' });
    loader.forget();
    expect(loader.load(file('user.ts'))).toMatchObject({ seen: 'substitute 1' });
  });

  test('takes the code that is given for a file, and knows which files one needs', () => {
    const loader = load(new Map([[file('counter.ts'), 'export const state = { count: 41 };']]));
    expect(loader.load(file('user.ts'))).toMatchObject({ seen: 'substitute 42' });
    expect([...loader.reachedFrom(file('user.ts'))]).toEqual([file('user.ts'), file('counter.ts')]);
  });
});

describe('the report', () => {
  const survivor = (over: Partial<Survivor> = {}): Survivor => ({
    ...{ line: 7, lineText: 'return a < b;', original: 'a < b', replacement: 'a <= b' },
    ...{ mutator: 'EqualityOperator', reached: true, compiles: true },
    ...over,
  });
  const report = (mutants: number, survivors: readonly Survivor[]) =>
    reportOf(new Map<string, FileResult>([['lambdas/core/made-up.ts', { key: 'k', mutants, survivors }]]));

  test('passes at the threshold of a scope, and fails below it', () => {
    expect(report(100, Array(3).fill(survivor()))).toMatchObject({ passes: true });
    const failed = report(100, Array(4).fill(survivor()));
    expect(failed.passes).toBe(false);
    expect(failed.text).toContain('core: 96.0 % caught (at least 97 %), 100 mutants in 1 file');
    expect(failed.text).toContain('  7: a < b → a <= b (EqualityOperator)');
  });

  test('does not count what the compiler rejects', () => {
    const { text, passes } = report(2, [survivor({ compiles: false })]);
    expect(passes).toBe(true);
    expect(text).toContain('core: 100.0 % caught (at least 97 %), 1 mutant in 1 file');
  });

  test('says where no test reaches the code', () => {
    expect(report(1, [survivor({ reached: false })]).text).toContain('(no test reaches it)');
  });
});

test('a file belongs to the scope of its folder', () => {
  expect(scopeOf('lambdas/steps/support/take-lease.ts')).toMatchObject({ name: 'steps', threshold: 97 });
  expect(() => scopeOf('lib/cli/program.ts')).toThrow('is in none of the scopes');
});
