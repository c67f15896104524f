import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { mutants } from '../../lib/simulation/mutants';

jest.setTimeout(600_000);

const root = join(__dirname, '..', '..');
const run = promisify(execFile);

/** `npm run simulate`, in processes of its own: several times as fast as inside of Jest. */
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
  test('500 random plans, worlds and schedules of faults break no property', async () => {
    const { code, stdout } = await simulate('--runs', '500', '--seed', '1');
    expect([code, stdout]).toEqual([0, '500 runs, no violation (seed 1)\n']);
  });

  test.each(Object.keys(mutants))('a planted bug is found: %s', async (mutant) => {
    const options = ['--runs', '2000', '--workers', '1', '--seed', '200', '--no-shrink'];
    const { code, stdout } = await simulate('--mutant', mutant, ...options);
    expect(stdout).toMatch(/^Violated after \d+ runs, by the first case that does:\n {2}property \d+: /);
    expect(code).toBe(1);
  });
});
