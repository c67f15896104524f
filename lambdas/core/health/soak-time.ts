import { promotionOf } from './soak-commands';
import { paceOfPhase } from './soak-interval';
import type { SoakInput } from './soak-state';

/** Seconds from a time (ISO 8601) to another one (epoch milliseconds). */
export function secondsBetween(from: string, to: number): number {
  return (to - Date.parse(from)) / 1_000;
}

/** What the time of a soak depends on. */
export type SoakTimes = Pick<SoakInput, 'plan' | 'soakState' | 'commands' | 'now'>;

/** Seconds of the soak, or the hold: those of the policy, once somebody has promoted it. */
export function soakLength(input: Omit<SoakTimes, 'now'>): number {
  const promotion = promotionOf(input);
  const { seconds } = paceOfPhase(input.plan, input.soakState);
  const least = input.soakState.phase === 'hold' ? promotion?.minHoldSeconds : promotion?.minSoakSeconds;
  return Math.min(seconds, least ?? seconds);
}

/** Seconds of the soak, or the hold, that are left. */
export function soakLeft(input: SoakTimes): number {
  return soakLength(input) - secondsBetween(input.soakState.since, input.now);
}
