import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { hookInvariants } from '../../lib/simulation/hooks/hook-invariants';
import type { Invariant } from '../../lib/simulation/invariant';
import { type InvariantId, invariants } from '../../lib/simulation/invariants';
import { caughtBy, mutants } from '../../lib/simulation/mutants/registry';
import { readCase } from '../../lib/simulation/saved-case';
import { checkCase } from '../../lib/simulation/simulate';
import { invariantsPage } from '../../tools/docs/invariants';

jest.setTimeout(600_000);

const root = join(__dirname, '..', '..');
const planted = join(__dirname, 'planted-bugs');
const run = promisify(execFile);

/** What a planted bug violates together with another invariant, which sees the same from another side. */
const NEVER_ALONE: readonly InvariantId[] = [
  ...(['missing-data-is-not-health', 'only-checked-commands-act', 'approval-of-its-stage'] as const),
  // A revert that is late because it waits.
  'decision-is-carried-out',
  ...(['released-after-the-last-write', 'raise-after-gates'] as const),
];

/** `npm run simulate`, in its own processes, which is several times faster than inside Jest. */
async function simulateInProcesses(...options: string[]): Promise<{ code: number; stdout: string }> {
  const args = ['--import', 'tsx', 'tools/simulate/simulate.ts', ...options];
  try {
    const { stdout } = await run(process.execPath, args, { cwd: root });
    return { code: 0, stdout };
  } catch (error) {
    return error as { code: number; stdout: string };
  }
}

describe('simulation', () => {
  test('500 random plans, worlds and schedules of faults violate no invariant', async () => {
    const { code, stdout } = await simulateInProcesses('--runs', '500', '--seed', '1');
    expect(stdout).toMatch(/^500 runs, no violation \(seed 1\)\n/);
    expect(code).toBe(0);
  });
});

/** Cases that violated an invariant once: by a fault of the code, or of what judges it. */
const found = join(__dirname, 'found-cases');

test.each(readdirSync(found))('%s violates nothing any more', async (file) => {
  const { violations } = await checkCase(readCase(file, readFileSync(join(found, file), 'utf8')));
  expect(violations).toEqual([]);
});

describe('planted bugs', () => {
  // `npm run planted-bugs` finds a case for a new one, and for those whose case shows them no more.
  const saved = readdirSync(planted).map((file) => {
    const found = readCase(file, readFileSync(join(planted, file), 'utf8'));
    return [found.mutant as keyof typeof mutants, found] as const;
  });

  test('each has a case that shows it', () => {
    expect(saved.map(([mutant]) => mutant).sort()).toEqual(Object.keys(mutants).sort());
  });

  test.each(saved)('"%s" is found in its case, which violates nothing without it', async (mutant, one) => {
    const { violations } = await checkCase(one, mutants[mutant]);
    expect(one.violates).toContain(caughtBy[mutant]);
    expect([...new Set(violations.map(({ invariant }) => invariant))]).toEqual(one.violates);
    expect((await checkCase(one)).violations).toEqual([]);
  });

  const checked = invariants.filter(({ simulation }) => simulation !== null).map(({ id }) => id);

  test('violate every invariant that the simulation checks', () => {
    const violated = new Set(saved.flatMap(([, { violates }]) => violates));
    expect(checked.filter((id) => !violated.has(id))).toEqual([]);
  });

  test('violate one invariant and no other, for each that can be violated alone', () => {
    const alone = new Set(saved.flatMap(([, { violates }]) => (violates.length === 1 ? violates : [])));
    expect(checked.filter((id) => !alone.has(id))).toEqual(NEVER_ALONE);
  });
});

const documented: readonly Invariant[] = [...invariants, ...hookInvariants];

describe('invariants', () => {
  test('are numbered from 1 and have names of their own', () => {
    expect(invariants.map(({ number }) => number)).toEqual(invariants.map((_, i) => i + 1));
    expect(new Set(invariants.map(({ id }) => id)).size).toBe(invariants.length);
  });

  test.each(documented.map((one) => [one.id, one] as const))(
    '%s has its tests in folders that exist',
    (_, one) => {
      expect(one.tests.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
      expect(one.tests).not.toEqual([]);
    },
  );

  test.each(documented.map((one) => [one.id, one] as const))(
    '%s is in the page that is generated',
    async (_, one) => {
      const page = (await invariantsPage()).replace(/\n( {2})?(?=\S)/g, ' ');
      expect(page).toContain(`## ${one.number}. ${one.id}`);
      expect(page).toContain(one.statement);
      expect(page).toContain(one.simulation ?? 'Simulation: does not check it.');
    },
  );
});
