import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../ports';

/** The clock of the system. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
};
