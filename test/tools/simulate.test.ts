import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { simulatedRouters } from '../../lib/rehearsal/routers/registry';
import { batchesOf } from '../../tools/simulate/batches';
import { isDone, type SavedState, withDone } from '../../tools/simulate/saved-state';
import { NOTHING, sumOf } from '../../tools/simulate/totals';

jest.setTimeout(300_000);

const kinds = Object.keys(simulatedRouters) as RouterKind[];
const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
const run = promisify(execFile);

afterAll(() => rmSync(folder, { recursive: true }));

/** `npm run simulate`, in its own processes. */
async function simulate(...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = ['--import', 'tsx', 'tools/simulate/simulate.ts', '--save', folder, ...options];
  try {
    return { code: 0, ...(await run(process.execPath, args, { cwd: join(__dirname, '..', '..') })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

/** The invariants that a report says were violated. */
function violatedIn(stdout: string): string[] {
  return stdout.split('\n').filter((line) => line.includes('(invariant '));
}

describe('the case that a simulation prints', () => {
  test.each(kinds)('violates the same when it is run again as printed, for %s', async (router) => {
    // Reducing a case takes as long as some hundred runs.
    const reduced = router === 'alb' ? [] : ['--no-shrink'];
    const options = ['--router', router, '--mutant', 'raise on inconclusive', ...reduced];
    const found = await simulate('--runs', '50', ...options);
    expect(found.code).toBe(1);
    expect(violatedIn(found.stdout)).not.toEqual([]);
    expect(found.stdout).toContain(`    kind: ${router}\n`);
    const [, command = ''] = /^Run it again: npm run simulate -- (.+)$/m.exec(found.stdout) ?? [];
    const again = await simulate(...command.split(' '));
    expect(again.code).toBe(1);
    expect(violatedIn(again.stdout)).toEqual(violatedIn(found.stdout));
    expect(again.stdout).not.toContain('When it was saved');
  });

  describe('in a file', () => {
    const file = join(folder, 'case.yaml');

    beforeAll(async () => {
      const options = ['--runs', '50', '--mutant', 'raise on inconclusive', '--no-shrink'];
      const { stdout } = await simulate(...options, '--workers', '1');
      const [, saved = ''] = /--case (.+)$/m.exec(stdout) ?? [];
      renameSync(saved, file);
    });

    test('is reported when it violates something else than when it was saved', async () => {
      const text = readFileSync(file, 'utf8');
      const other = join(folder, 'other.yaml');
      writeFileSync(other, text.replace(/^mutant: .*\n/m, ''));
      const { violates } = parse(text) as { readonly violates: readonly string[] };
      const { code, stdout } = await simulate('--case', other);
      const saved = `, no violation\n  When it was saved, it violated ${violates.join(', ')}.\n`;
      expect(stdout.slice(-saved.length)).toBe(saved);
      expect(code).toBe(1);
    });

    test('that cannot be run is named', async () => {
      const other = join(folder, 'other.yaml');
      writeFileSync(other, readFileSync(file, 'utf8').replace(/^mutant: .*\n/m, 'mutant: no such bug\n'));
      const { code, stderr } = await simulate('--case', other);
      expect(stderr).toContain(`${other} was saved with the planted bug "no such bug", which does not exist`);
      expect(code).toBe(64);
      expect((await simulate('--case', join(folder, 'none.yaml'))).stderr).toContain('none.yaml');
    });
  });
});

test('fails when its cases lack what they must have, and says what', async () => {
  const { code, stdout } = await simulate('--runs', '3', '--coverage');
  expect(stdout).toMatch(/^3 runs, no violation/);
  expect(stdout).toMatch(/\n {6}3 {2}state cutover\.ValidatePlan\n/);
  expect(stdout).toMatch(/\nNever drawn, although 1,500 cases must have it:\n[\s\S]* fault stuck-pending\n/);
  expect(code).toBe(1);
});

describe('a simulation with a state', () => {
  const file = join(folder, 'state.json');
  const bug = ['--mutant', 'raise on inconclusive', '--no-shrink'];
  const options = ['--runs', '500', '--seed', '7', ...bug, '--workers', '1', '--state', file];
  const state = () => JSON.parse(readFileSync(file, 'utf8')) as SavedState;

  test('goes on where it stopped, until every batch has ended', async () => {
    const first = await simulate(...options);
    expect(first.stdout).toMatch(
      / 1 violated an invariant \(seed 7\)\n[\s\S]*Run the same command again to go on/,
    );
    expect(state().done).toEqual([[0, 0]]);
    const second = await simulate(...options);
    expect(second.stdout).toMatch(/ 2 violated an invariant \(seed 7\)\n/);
    expect(violatedIn(second.stdout)).not.toEqual([]);
    expect(state().done).toEqual([[0, 1]]);
    const third = await simulate(...options);
    expect(third.stdout).toMatch(/^\d+ runs, 2 violated an invariant \(seed 7\)\n/);
    expect([first.code, second.code, third.code]).toEqual([1, 1, 1]);
  });

  test.each([
    ['another simulation', { seed: 8 }, 'seed was 8, not 7'],
    ['other code', { code: 'before' }, 'the code has changed'],
  ])('of %s is refused', async (_, asked, reason) => {
    const before = state();
    writeFileSync(file, JSON.stringify({ ...before, asked: { ...before.asked, ...asked } }));
    const { code, stderr } = await simulate(...options);
    expect(stderr).toContain(
      `is the state of another simulation: ${reason}. Remove it, or name another file`,
    );
    expect(code).toBe(64);
    writeFileSync(file, JSON.stringify(before));
  });

  test('that is no state is refused', async () => {
    writeFileSync(file, '{}');
    expect(await simulate(...options)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('is not the state of a simulation'),
    });
  });
});

describe('batches', () => {
  const seeds = fc.integer({ min: 0, max: 999_999_999 });

  test('have all runs, each with a seed of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), seeds, (runs, seed) => {
        const batches = batchesOf(runs, seed, { index: 1, count: 1 });
        expect(batches.reduce((sum, batch) => sum + batch.runs, 0)).toBe(runs);
        expect(new Set(batches.map((batch) => batch.seed)).size).toBe(batches.length);
        expect(batches[0]?.seed).toBe(seed);
      }),
    );
  });

  test('are each in one part', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        seeds,
        fc.integer({ min: 1, max: 9 }),
        (runs, seed, count) => {
          const parts = Array.from({ length: count }, (_, i) =>
            batchesOf(runs, seed, { index: i + 1, count }),
          );
          const all = parts.flat().sort((a, b) => a.index - b.index);
          expect(all).toEqual(batchesOf(runs, seed, { index: 1, count: 1 }));
        },
      ),
    );
  });

  test('that have ended are kept as ranges, in whatever order they end', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30)), (indexes) => {
        const done = indexes.reduce<ReturnType<typeof withDone>>(
          (ranges, index) => withDone(ranges, index),
          [],
        );
        const all = Array.from({ length: 31 }, (_, index) => index);
        expect(all.filter((index) => isDone({ done }, index))).toEqual([...indexes].sort((a, b) => a - b));
        expect(done.every(([first], i) => i === 0 || first > (done[i - 1]?.[1] ?? 0) + 1)).toBe(true);
      }),
    );
  });
});

test('totals add up, with the slowest cases first', () => {
  const slow = (cpuMs: number) => ({ cpuMs, slow: {} as never });
  const one = { ...NOTHING, runs: 1, cpuMs: 5, windows: 1, counts: { b: 1 }, slowest: [slow(5)] };
  const other = {
    ...NOTHING,
    runs: 2,
    cpuMs: 9,
    windows: 2,
    counts: { a: 1, b: 2 },
    slowest: [slow(7), slow(2)],
  };
  expect(sumOf(one, other, 2)).toEqual({
    ...{ runs: 3, cpuMs: 14, windows: 3, counts: { a: 1, b: 3 }, found: [] },
    slowest: [slow(7), slow(5)],
  });
});
