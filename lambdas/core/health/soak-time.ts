import { promotionOf } from './soak-commands';
import { paceOfPhase } from './soak-interval';
import type { SoakInput } from './soak-state';

/** Seconds from a time (ISO 8601) to another one (epoch milliseconds). */
export function secondsBetween(from: string, to: number): number {
  return (to - Date.parse(from)) / 1_000;
}

/** Seconds of the soak, or the hold: those of the policy, once somebody has promoted it. */
export function soakLength(input: SoakInput): number {
  const promotion = promotionOf(input);
  const { seconds } = paceOfPhase(input.plan, input.soakState);
  const least = input.soakState.phase === 'hold' ? promotion?.minHoldSeconds : promotion?.minSoakSeconds;
  return Math.min(seconds, least ?? seconds);
}

/** Seconds of the soak, or the hold, that are left. */
export function soakLeft(input: SoakInput): number {
  return soakLength(input) - secondsBetween(input.soakState.since, input.now);
}
