import type { Plan } from '../../../lambdas/core/plan/plan';

/** One case in this many has a promotion. */
const ONE_IN = 4;

/** From a shift until its soak counts, in seconds: propagation and the TTL. */
const OVERHEAD_SECONDS = 130;

/**
 * The same faults, with a promotion by an operator at about the time of a soak: of the last one in half of
 * them, because a hold may follow.
 * @param seed of the scenario
 */
export function withPromotion<Fault>(plan: Plan, faults: readonly Fault[], seed: number): Fault[] {
  if (seed % ONE_IN !== 1) {
    return [...faults];
  }
  const { stages } = plan;
  const last = stages.length - 1;
  const promoted = seed % (2 * ONE_IN) === 1 ? last : seed % stages.length;
  const before = stages.slice(0, promoted).reduce((sum, { soakSeconds }) => sum + soakSeconds, 0);
  const at = before + (promoted + 1) * OVERHEAD_SECONDS + (seed % 60);
  return [...faults, { kind: 'operator', says: 'promote', at } as unknown as Fault];
}
