import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../lambdas/ports';

/** The most that a timer of Node holds, 24.8 days. A longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The time of the machine. What nobody waits for any more, such as the time-out of an execution, keeps no process alive. */
export const realClock: Clock = {
  now: Date.now,
  sleep: (milliseconds) => setTimeout(Math.min(milliseconds, LONGEST_MS), undefined, { ref: false }),
};
