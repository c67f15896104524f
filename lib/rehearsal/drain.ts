import type { World } from './world/world';

/** Traffic is simulated for at most this long after a revert. */
const DRAIN_LIMIT_MS = 86_400_000;
const STEP_MS = 1_000;

/**
 * When no client is on the new path any more, from now on, in epoch milliseconds; null when that never
 * happens.
 */
export function drainedAt({ clock, traffic }: World): number | null {
  const from = clock.now();
  // Once all clients have resolved after the last change, nothing changes any more.
  const until = Math.min(from + DRAIN_LIMIT_MS, Math.max(from, traffic.steadyFrom()) + STEP_MS);
  for (let at = from; at <= until; at += STEP_MS) {
    if (traffic.isDrainedAt(at)) {
      return at;
    }
  }
  return null;
}

/**
 * The same for a revert that the router accepted at `acceptedAt` (epoch milliseconds). Where clients follow
 * the route at once, they have left before the revert ends.
 */
export function drainedSince(world: World, acceptedAt: number | null): number | null {
  let at = drainedAt(world);
  const earliest = acceptedAt ?? Number.POSITIVE_INFINITY;
  while (at !== null && at - STEP_MS >= earliest && world.traffic.isDrainedAt(at - STEP_MS)) {
    at -= STEP_MS;
  }
  return at;
}
