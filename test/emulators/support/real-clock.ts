import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../lambdas/ports';
import type { Host } from '../../../lib/rehearsal/asl/execution';

/** The longest timer of Node.js, 24.8 days. A longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Real time. Its timers do not keep the process running, so a leftover time-out of an execution does no harm.
 */
export const realClock: Host['clock'] & Clock = {
  now: Date.now,
  aheadMs: () => 0,
  sleep,
  timer: (milliseconds) => ({ over: sleep(milliseconds), cancel: () => undefined }),
};

function sleep(milliseconds: number): Promise<void> {
  return setTimeout(Math.min(milliseconds, LONGEST_MS), undefined, { ref: false });
}
