import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { drawSchedule } from '../../lib/simulation/interleavings/draw-schedule';
import { interleavingInvariants } from '../../lib/simulation/interleavings/invariants';
import { interleavingMutants } from '../../lib/simulation/interleavings/mutants';
import { runSchedule } from '../../lib/simulation/interleavings/run-schedule';
import type { Schedule } from '../../lib/simulation/interleavings/schedule';
import { foundBefore } from './found-before';

jest.setTimeout(300_000);

const run = promisify(execFile);

/** `npm run interleave`, in its own processes, which is several times faster than inside Jest. */
async function interleave(...options: string[]): Promise<{ code: number; stdout: string }> {
  const args = ['--import', 'tsx', 'tools/interleave/interleave.ts', ...options];
  try {
    const { stdout } = await run(process.execPath, args, { cwd: join(__dirname, '..', '..') });
    return { code: 0, stdout };
  } catch (error) {
    return error as { code: number; stdout: string };
  }
}

describe('interleavings of the real steps', () => {
  test('300 random ones violate no invariant', async () => {
    const { code, stdout } = await interleave('--runs', '300', '--seed', '1');
    expect(stdout).toMatch(/^300 interleavings from seed 1: no violation\n\d+ writes? overwrote /);
    expect(code).toBe(0);
  });

  test('the same seed gives the same interleaving', async () => {
    const [one, other] = [await runSchedule(drawSchedule(5)), await runSchedule(drawSchedule(5))];
    expect(one).toEqual(other);
  });

  test.each(foundBefore)('$name violates no invariant any more', async ({ schedule }) => {
    expect((await runSchedule(schedule)).violations).toEqual([]);
  });
});

describe('a change that someone else makes while a shift is on its way', () => {
  /** The first shift of two stages, in which the write arrives with call 11, or for Route 53 with call 10. */
  const shift = (router: RouterKind, atCall: number): Schedule => ({
    ...{ seed: 13, router, propagationSeconds: 5, skewMs: 0, slowPercent: 0, statusEvents: 1 },
    stages: [10, 100].map((percent) => ({ percent, soakSeconds: 0, approvalSeconds: null })),
    ...{ secondWhenFree: false, faults: [] },
    deeds: [{ atCall, afterMs: 0, deed: { kind: 'foreign-change', percent: 20 } }],
  });

  test.each([
    ['between the last read and the write, of a load balancer', shift('alb', 11), 1],
    ['before the last read, of a load balancer', shift('alb', 10), 0],
    ['between the last read and the write, of Route 53', shift('route53', 10), 0],
  ])('%s', async (_, schedule, windows) => {
    expect(await runSchedule(schedule)).toMatchObject({ violations: [], windows });
  });
});

describe('planted bugs', () => {
  test.each(Object.entries(interleavingMutants))('"%s" is found', async (mutant, { violates }) => {
    const options = ['--runs', '2000', '--workers', '1', '--seed', '10000', '--no-shrink'];
    const { code, stdout } = await interleave('--mutant', mutant, ...options);
    expect(stdout).toContain(`\n${violates} (1): ${interleavingInvariants[violates]}\n`);
    expect(code).toBe(1);
  });

  test('there is one for each invariant', () => {
    const violated = Object.values(interleavingMutants).map(({ violates }) => violates);
    expect([...violated].sort()).toEqual(Object.keys(interleavingInvariants).sort());
  });
});
