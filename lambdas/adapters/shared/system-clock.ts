import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../ports';

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
};
