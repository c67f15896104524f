import type { Plan } from '../../../lambdas/core/plan/plan';

/** One plan with a search for references in this many finds one at its end. */
const ONE_IN = 2;

/** What refers to a target group of the old path, which every such plan has searched. */
export const OF_TARGET_GROUPS = ['service', 'auto-scaling-group', 'listener'] as const;

/** Longer than any cutover. */
const FOR_SECONDS = 1_000_000;

/**
 * The same faults, and something that refers to the old path all the time, which only a proof can find.
 * @param seed of the scenario
 */
export function withReference<Fault>(
  { decommission }: Plan,
  faults: readonly Fault[],
  seed: number,
): Fault[] {
  if (decommission === undefined || seed % ONE_IN !== 0) {
    return [...faults];
  }
  const by = OF_TARGET_GROUPS[Math.floor(seed / ONE_IN) % OF_TARGET_GROUPS.length];
  return [...faults, { kind: 'still-in-use', by, at: 0, forSeconds: FOR_SECONDS } as unknown as Fault];
}
