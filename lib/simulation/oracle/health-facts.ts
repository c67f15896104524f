import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { gainedAt } from '../course';
import type { CutoverWatch } from '../cutover-watch';
import type { LockWatch } from '../lock-watch';
import { SKEW_MS } from '../reference/bounds';
import { type HealthFacts, type ProbeFacts, rightVerdicts } from '../reference/verdicts';
import { comparisonsAt } from './comparison';
import type { Evaluated } from './evaluation';
import type { ProbeWatch } from './probe-watch';
import { requestFactsAt } from './request-facts';
import { isAsLeft, mayHaveKeptAnother } from './route-truth';

/** What the facts of an evaluation are read from. */
export interface HealthFactsOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: LockWatch;
  readonly probes: ProbeWatch;
  readonly cutover: (execution: string) => CutoverWatch;
}

/** Verdicts that are right at `now`, in epoch milliseconds. */
export function verdictsAt(
  { world, plan, lock, probes, cutover }: HealthFactsOptions,
  { execution, soakState }: Evaluated,
  now: number,
): readonly Verdict[] {
  const percent = gainedAt(plan, plan.stages[soakState.stage]?.percent ?? 0);
  const claimed = Date.parse(soakState.effectiveAt);
  const rangeMs = 1_000 * rangeSeconds(world);
  const readings = world.alarms.read(plan.health.alarms);
  world.advance();
  const isWhole = world.split.history.at(-1)?.broken === null;
  const isHeld = isWhole && lock.holds(execution) && isAsLeft(world, cutover(execution));
  const soak = { percent, startedAt: Date.parse(soakState.startedAt), effectiveAt: claimed };
  // A clock that is a little off may see one minute more, or less, and probes may be counted in either.
  const comparisons =
    plan.health.compare === undefined
      ? (['fine'] as const)
      : [-SKEW_MS, 0, SKEW_MS].flatMap((off) => comparisonsAt({ world, plan, probes }, soak, now + off));
  const facts = {
    percent,
    alarms: plan.health.alarms.map(
      (name) => readings.find((one) => one.name === name)?.state ?? ('missing' as const),
    ),
    insufficientData: plan.health.insufficientData,
    haveProbesFailed: soakState.probeError !== undefined,
  };
  const held = mayHaveKeptAnother(world) ? [isHeld, false] : [isHeld];
  return combinations({
    isHeld: held,
    isTooEarly: [-SKEW_MS, SKEW_MS].map((off) => now + off - claimed < rangeMs),
    comparison: comparisons,
    requests: requestFactsAt({ world, plan, probes }, soakState, rangeMs, now),
    probes: probes.facts(soakState),
  }).flatMap(({ requests, ...others }) => rightVerdicts({ ...facts, ...requests, ...others }));
}

/** What each of several facts may be. */
interface Possible {
  readonly isHeld: readonly boolean[];
  readonly isTooEarly: readonly boolean[];
  readonly comparison: readonly HealthFacts['comparison'][];
  readonly requests: ReturnType<typeof requestFactsAt>;
  readonly probes: readonly ProbeFacts[];
}

type Combination = { readonly [Fact in keyof Possible]: Possible[Fact][number] };

/** Every combination of what the facts may be, each once. */
function combinations(possible: Possible): readonly Combination[] {
  return Object.entries(possible).reduce<readonly Partial<Combination>[]>(
    (found, [fact, values]) =>
      found.flatMap((one) => [...new Set(values)].map((value) => ({ ...one, [fact]: value }))),
    [{}],
  ) as readonly Combination[];
}

/** How far back the states of the alarms reach. */
export function rangeSeconds({ scenario }: World): number {
  const { periodSeconds, evaluationPeriods } = scenario.world.alarms;
  return (evaluationPeriods + 1) * periodSeconds + (periodSeconds < 60 ? 10 : 60);
}
