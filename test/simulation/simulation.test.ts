import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { caughtBy } from '../../lib/simulation/command-mutants';
import { invariants } from '../../lib/simulation/invariants';
import { mutants } from '../../lib/simulation/mutants';
import { invariantsPage } from '../../tools/docs/invariants';

jest.setTimeout(600_000);

const root = join(__dirname, '..', '..');
const run = promisify(execFile);

/** `npm run simulate`, in its own processes, which is several times faster than inside Jest. */
async function simulate(...options: string[]): Promise<{ code: number; stdout: string }> {
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
    const { code, stdout } = await simulate('--runs', '500', '--seed', '1');
    expect([code, stdout]).toEqual([0, '500 runs, no violation (seed 1)\n']);
  });

  test.each(Object.keys(mutants))('finds the bug "%s"', async (mutant) => {
    const options = ['--runs', '2000', '--workers', '1', '--seed', '200', '--no-shrink'];
    const { code, stdout } = await simulate('--mutant', mutant, ...options);
    expect(stdout).toMatch(
      /^Violated after \d+ runs?; the first case that does:\n {2}[a-z-]+ \(invariant \d+\): /,
    );
    expect(stdout).toContain(`\n  ${isCommandMutant(mutant) ? caughtBy[mutant] : ''}`);
    expect(code).toBe(1);
  });
});

function isCommandMutant(mutant: string): mutant is keyof typeof caughtBy {
  return mutant in caughtBy;
}

describe('invariants', () => {
  test('are numbered from 1 and have names of their own', () => {
    expect(invariants.map(({ number }) => number)).toEqual(invariants.map((_, i) => i + 1));
    expect(new Set(invariants.map(({ id }) => id)).size).toBe(invariants.length);
  });

  test.each(invariants.map((one) => [one.id, one] as const))(
    '%s has its tests in folders that exist',
    (_, one) => {
      expect(one.tests.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
      expect(one.tests).not.toEqual([]);
    },
  );

  test.each(invariants.map((one) => [one.id, one] as const))(
    '%s is in the page that is generated',
    async (_, one) => {
      const page = (await invariantsPage()).replace(/\n( {2})?(?=\S)/g, ' ');
      expect(page).toContain(`## ${one.number}. ${one.id}`);
      expect(page).toContain(one.statement);
      expect(page).toContain(one.simulation ?? 'Simulation: does not check it.');
    },
  );
});
