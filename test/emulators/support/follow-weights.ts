import { setTimeout as wait } from 'node:timers/promises';
import type { LiveRoute } from './live-route';

/** Far shorter than the time that any weights stand. */
const LOOK_EVERY_MS = 250;

/**
 * Looks at the weights of a route until something has ended, and once more after that.
 * @param onChange told of the first weights and of all that differ from those before
 * @returns what it gave, in order
 */
export async function followWeights<T>(
  route: LiveRoute,
  until: Promise<unknown>,
  onChange: (weights: string) => Promise<T>,
): Promise<T[]> {
  const told: T[] = [];
  let over = false;
  let before = '';
  const look = async () => {
    const weights = await route.weights();
    if (weights !== before) {
      before = weights;
      told.push(await onChange(weights));
    }
  };
  const ended = until.finally(() => {
    over = true;
  });
  while (!over) {
    await look();
    await Promise.race([ended, wait(LOOK_EVERY_MS)]);
  }
  await look();
  return told;
}
