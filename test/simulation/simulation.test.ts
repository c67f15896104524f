import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { invariants } from '../../lib/simulation/invariants';
import { caughtBy, mutants } from '../../lib/simulation/mutants/registry';
import { caseAt, type FoundMutant, violatedBy } from '../../lib/simulation/mutants/search';
import { invariantsPage } from '../../tools/docs/invariants';
import foundMutants from './found-mutants.json';

jest.setTimeout(600_000);

const found = foundMutants as readonly FoundMutant[];
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
});

describe('planted bugs', () => {
  test('each has a case that was found by npm run simulate -- --mutants', () => {
    expect(found.map(({ mutant }) => mutant).sort()).toEqual(Object.keys(mutants).sort());
  });

  test.each(found.map((one) => [one.mutant, one] as const))('"%s" is caught', async (mutant, one) => {
    const drawn = caseAt(one.seed, one.run);
    expect([await violatedBy(drawn, null), await violatedBy(drawn, mutant)]).toEqual([[], one.violates]);
    expect(one.violates).toContain(caughtBy[mutant]);
  });

  test('each invariant that the simulation checks has one that violates nothing else', () => {
    const alone = new Set(found.filter(({ violates }) => violates.length === 1).map((one) => one.violates[0]));
    const checked = invariants.filter(({ simulation }) => simulation !== null).map(({ id }) => id);
    expect(checked.filter((id) => !alone.has(id))).toEqual([]);
  });
});

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
