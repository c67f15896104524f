import type { World } from './world/world';

/** Traffic is simulated for at most this long after a revert. */
const DRAIN_LIMIT_MS = 86_400_000;
const STEP_MS = 1_000;

/**
 * When every client is split again as at the start, from now on, in epoch milliseconds; null when that never
 * happens. From a start at 0 %, that is when no client is on the new path any more.
 * @param share on the new path at the start, 0 to 1
 */
export function drainedAt({ clock, traffic }: World, share: number): number | null {
  const from = clock.now();
  // Once all clients have resolved after the last change, nothing changes any more.
  const until = Math.min(from + DRAIN_LIMIT_MS, Math.max(from, traffic.steadyFrom()) + STEP_MS);
  for (let at = from; at <= until; at += STEP_MS) {
    if (traffic.isDrainedAt(at, share)) {
      return at;
    }
  }
  return null;
}

/**
 * The same for a revert that the router accepted at `acceptedAt` (epoch milliseconds). Where clients follow
 * the route at once, they have left before the revert ends.
 */
export function drainedSince(world: World, share: number, acceptedAt: number | null): number | null {
  let at = drainedAt(world, share);
  const earliest = acceptedAt ?? Number.POSITIVE_INFINITY;
  while (at !== null && at - STEP_MS >= earliest && world.traffic.isDrainedAt(at - STEP_MS, share)) {
    at -= STEP_MS;
  }
  return at;
}
