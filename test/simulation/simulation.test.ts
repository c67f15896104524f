import { describe, expect, jest, test } from '@jest/globals';
import { mutants } from '../../lib/simulation/mutants';
import { simulate } from '../../lib/simulation/simulate';

jest.setTimeout(600_000);

describe('simulation', () => {
  test('500 random plans, worlds and schedules of faults break no property', async () => {
    expect(await simulate({ runs: 500, seed: 1 })).toBeNull();
  });

  test.each(Object.entries(mutants))('a planted bug is found: %s', async (_, tamper) => {
    const found = await simulate({ runs: 2_000, seed: 200, tamper, shrink: false });
    expect(found?.violations).toEqual(expect.arrayContaining([expect.stringMatching(/^property \d+: /)]));
  });
});
