import type { Plan } from '../../../lambdas/core/plan/plan';

/** One plan that deploys in this many has a deployment that never ends. */
const ONE_IN = 10;

/** Longer than any cutover. */
const FOR_SECONDS = 1_000_000;

/**
 * The same faults, and a deployment that never ends: the plan says how long to wait for it.
 * @param seed of the scenario
 */
export function withHangingDeployment<Fault>(
  { stages }: Plan,
  faults: readonly Fault[],
  seed: number,
): Fault[] {
  if (seed % ONE_IN !== 3 || stages.every(({ deploy }) => deploy === undefined)) {
    return [...faults];
  }
  const hangs = { kind: 'deployment', does: 'hang', at: 0, forSeconds: FOR_SECONDS };
  return [...faults, hangs as unknown as Fault];
}
