import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { gainedAt } from '../course';
import type { CutoverWatch } from '../cutover-watch';
import type { LockWatch } from '../lock-watch';
import { alarmRanges } from '../reference/alarm-ranges';
import { SKEW_MS } from '../reference/bounds';
import type { HealthFacts, ProbeFacts } from '../reference/verdicts';
import type { BesideWatch } from './beside-watch';
import type { Evaluated } from './evaluation';
import type { GateWatch } from './gates/gate-watch';
import type { ProbeWatch } from './probe-watch';
import { requestFactsAt } from './request-facts';
import { isAsLeft, mayHaveKeptAnother } from './route-truth';

/** What the facts of an evaluation are read from. */
export interface HealthFactsOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: LockWatch;
  readonly probes: ProbeWatch;
  readonly gates: GateWatch;
  readonly beside: BesideWatch;
  readonly cutover: (execution: string) => CutoverWatch;
}

/** The facts that can be read. What could not be read is known once the evaluation has ended. */
export type ReadableFacts = Omit<HealthFacts, 'unread'>;

/**
 * What the facts may be at `now`, in epoch milliseconds.
 * @param comparison how both paths compare
 */
export function factsAt(
  { world, plan, lock, probes, gates, beside, cutover }: HealthFactsOptions,
  evaluated: Evaluated,
  { now, comparison }: { readonly now: number; readonly comparison: Possible['comparison'] },
): readonly ReadableFacts[] {
  const { execution, soakState } = evaluated;
  const percent = gainedAt(plan, plan.stages[soakState.stage]?.percent ?? 0);
  const claimed = Date.parse(soakState.effectiveAt);
  const readings = world.alarms.read(plan.health.alarms);
  const rangesOf = (read: typeof readings) =>
    alarmRanges(world.alarms.setupsOf(read.map(({ name }) => name)));
  const rangeMs = 1_000 * rangesOf(readings).longest;
  const seenMs = 1_000 * rangesOf(readings.filter(({ state }) => state === 'OK')).shortest;
  world.advance();
  const hasLock = lock.holds(execution);
  const isWhole = world.split.history.at(-1)?.broken === null;
  const isOurs = isWhole && isAsLeft(world, cutover(execution));
  const facts = {
    ...{ percent, hasLock },
    alarms: plan.health.alarms.map(
      (name) => readings.find((one) => one.name === name)?.state ?? ('missing' as const),
    ),
    insufficientData: plan.health.insufficientData,
    haveProbesFailed: soakState.probeError !== undefined,
    isLedElsewhere: hasLock && isOurs && beside.keepsFromPassing(soakState),
  };
  return combinations({
    isAsLeft: mayHaveKeptAnother(world) ? [isOurs, false] : [isOurs],
    isTooEarly: [-SKEW_MS, SKEW_MS].map((off) => now + off - claimed < rangeMs),
    comparison,
    requests: requestFactsAt({ world, plan, probes }, soakState, seenMs, now),
    probes: probes.facts(soakState),
    gates: gates.facts(evaluated, now),
  }).map(({ requests, ...others }) => ({ ...facts, ...requests, ...others }));
}

/** What each of several facts may be. */
interface Possible {
  readonly isAsLeft: readonly boolean[];
  readonly isTooEarly: readonly boolean[];
  readonly comparison: readonly HealthFacts['comparison'][];
  readonly requests: ReturnType<typeof requestFactsAt>;
  readonly probes: readonly ProbeFacts[];
  readonly gates: readonly HealthFacts['gates'][];
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
