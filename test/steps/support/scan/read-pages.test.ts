import { expect, test } from '@jest/globals';
import { readPages } from '../../../../lambdas/steps/support/scan/read-pages';
import { fakeClock } from '../../../support/world/cutover';

test.each([
  [-1, 0],
  [0, 0],
  [1, 1],
])('with %i ms left, %i pages are read', async (leftMs, count) => {
  const { clock } = fakeClock();
  let reads = 0;
  const read = async () => {
    reads += 1;
    return { items: [], next: null };
  };
  const done = readPages({ clock, until: clock.now() + leftMs }, read, () => undefined);
  await (count === 0
    ? expect(done).rejects.toMatchObject({ name: 'OutOfTime' })
    : expect(done).resolves.toBeUndefined());
  expect(reads).toBe(count);
});
