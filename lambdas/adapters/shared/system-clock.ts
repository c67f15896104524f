import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../ports';
import { serviceAheadMs } from './service-time';

/** The clock of the system. */
export const systemClock: Clock = {
  now: () => Date.now(),
  aheadMs: serviceAheadMs,
  sleep: (milliseconds) => setTimeout(milliseconds),
};
