import { setTimeout as wait } from 'node:timers/promises';
import type { LiveRoute } from './live-route';

/** Far shorter than the time for which the records keep any weights. */
const READ_EVERY_MS = 250;

/**
 * Reads the weights of a route until something has ended, and once more after that.
 * @param onChange called with the first weights, and with all that differ from those before
 * @returns what `onChange` returned, in order
 */
export async function followWeights<T>(
  route: LiveRoute,
  until: Promise<unknown>,
  onChange: (weights: string) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let hasEnded = false;
  let before = '';
  const read = async () => {
    const weights = await route.weights();
    if (weights !== before) {
      before = weights;
      results.push(await onChange(weights));
    }
  };
  const ended = until.finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    await read();
    await Promise.race([ended, wait(READ_EVERY_MS)]);
  }
  await read();
  return results;
}
