import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { gainedAt, monitoredPath } from '../course';
import type { CutoverWatch } from '../cutover-watch';
import type { LockWatch } from '../lock-watch';
import { SKEW_MS } from '../reference/bounds';
import { type HealthFacts, rightVerdicts } from '../reference/verdicts';
import { comparisonAt } from './comparison';
import type { Evaluated } from './evaluation';
import { isAsLeft, mayHaveKeptAnother } from './route-truth';

/** What the facts of an evaluation are read from. */
export interface HealthFactsOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: LockWatch;
  readonly cutover: (execution: string) => CutoverWatch;
}

/** Verdicts that are right at `now`, in epoch milliseconds. */
export function verdictsAt(
  { world, plan, lock, cutover }: HealthFactsOptions,
  { execution, soakState }: Evaluated,
  now: number,
): readonly Verdict[] {
  const percent = gainedAt(plan, plan.stages[soakState.stage]?.percent ?? 0);
  const claimed = Date.parse(soakState.effectiveAt);
  const rangeMs = 1_000 * rangeSeconds(world);
  const readings = world.alarms.read(plan.health.alarms);
  world.advance();
  const isHeld = lock.holds(execution) && isAsLeft(world, cutover(execution));
  const minute = 60_000;
  const { minRequests } = plan.health;
  const seen =
    minRequests === undefined
      ? 0
      : (world.metrics.read(monitoredPath(plan), Math.ceil(claimed / minute) * minute, now, now)?.requests ??
        0);
  const soak = { percent, startedAt: Date.parse(soakState.startedAt), effectiveAt: claimed };
  // A clock that is a little off may see one minute more, or less.
  const comparisons =
    plan.health.compare === undefined
      ? (['fine'] as const)
      : [-SKEW_MS, 0, SKEW_MS].map((off) => comparisonAt(world, plan, soak, now + off));
  const facts = {
    percent,
    alarms: plan.health.alarms.map(
      (name) => readings.find((one) => one.name === name)?.state ?? ('missing' as const),
    ),
    insufficientData: plan.health.insufficientData,
    hasRequests: seen >= (minRequests?.count ?? 0),
  };
  const held = mayHaveKeptAnother(world) ? [isHeld, false] : [isHeld];
  return [-SKEW_MS, SKEW_MS].flatMap((off) =>
    comparisons.flatMap((comparison: HealthFacts['comparison']) =>
      held.flatMap((one) =>
        rightVerdicts({ ...facts, isHeld: one, comparison, isTooEarly: now + off - claimed < rangeMs }),
      ),
    ),
  );
}

/** How far back the states of the alarms reach. */
export function rangeSeconds({ scenario }: World): number {
  const { periodSeconds, evaluationPeriods } = scenario.world.alarms;
  return (evaluationPeriods + 1) * periodSeconds + (periodSeconds < 60 ? 10 : 60);
}
