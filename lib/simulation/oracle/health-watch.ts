import type { Move } from '../../../lambdas/core/health/soak';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import type { Asked, CommandWatch } from '../command-watch';
import { gainedAt, monitoredPath } from '../course';
import type { CutoverWatch } from '../cutover-watch';
import type { InvariantId } from '../invariants';
import type { LockWatch } from '../lock-watch';
import { SKEW_MS } from '../reference/bounds';
import { rightMoves, type SoakFacts } from '../reference/soak';
import { type HealthFacts, rightVerdicts } from '../reference/verdicts';
import type { Violations } from '../violations';
import { comparisonAt, fewestMinutes } from './comparison';
import type { Disturbances } from './disturbances';
import type { Answered } from './invocations';
import { effectiveAt, isAsLeft } from './route-truth';

/** What the watch of evaluations needs. */
export interface HealthWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: LockWatch;
  readonly commands: CommandWatch;
  readonly disturbances: Disturbances;
  readonly cutover: (execution: string) => CutoverWatch;
  readonly violations: Violations;
}

interface Evaluated {
  readonly execution: string;
  readonly soakState: SoakState;
}

/** What an evaluation has answered, that of a stage whose next deployment is under way included. */
interface Answer {
  readonly verdict: Verdict;
  readonly move: Move;
  readonly soakState: SoakState;
  readonly waitSeconds: number;
}

/** How far a soak has come, by the answers that the machine got. */
interface Progress {
  readonly key: string;
  since: number;
  phase: 'soak' | 'hold';
  errors: number;
  inconclusiveSince: SoakFacts['inconclusiveSince'];
  awaitingSince: SoakFacts['awaitingSince'];
}

const NEVER = { certain: null, possible: null } as const;

/** The evaluation ends the history before these are used up. */
const MANY_ITERATIONS = 1_000;

/** Compares each evaluation of health, and what it decides, with the reference. */
export class HealthWatch {
  private readonly progress = new Map<string, Progress>();

  constructor(private readonly options: HealthWatchOptions) {}

  /** An evaluation begins. */
  readonly invoked = (task: string, payload: unknown): ((answer: Answered) => void) | null => {
    const { execution, soakState } = payload as Evaluated;
    if ((task !== 'EvaluateHealth' && task !== 'CheckDeployment') || soakState == null) {
      return null;
    }
    const from = this.options.world.clock.now();
    const before = this.verdicts(execution, soakState, from);
    const asked = { ...this.options.commands.asked(execution) };
    return ({ output }) => {
      const answer = task === 'EvaluateHealth' ? (output as Answer) : answerOf(output);
      if (answer === null) {
        this.progress.delete(execution);
      } else {
        this.answered({ execution, soakState }, { answer, from, before, asked });
      }
    };
  };

  private answered(
    { execution, soakState }: Evaluated,
    {
      answer,
      from,
      before,
      asked,
    }: { answer: Answer; from: number; before: readonly Verdict[]; asked: Asked },
  ): void {
    const { world, disturbances, plan } = this.options;
    const to = world.clock.now();
    if (
      soakState.iterations > MANY_ITERATIONS ||
      disturbances.hasBeenActiveSince('stuck-pending', from) ||
      disturbances.hasBeenActiveSince('clock-off', from)
    ) {
      return;
    }
    if (this.options.lock.holds(execution) && isAsLeft(world, this.options.cutover(execution))) {
      this.checkEffective(soakState);
    }
    const possible = [...before, ...this.verdicts(execution, soakState, to)];
    const mayFail = disturbances.mayHaveFailedSince(from);
    this.require(
      possible.includes(answer.verdict) || (mayFail && answer.verdict === 'error'),
      'verdict-is-right',
      `the verdict at ${plan.stages[soakState.stage]?.percent} % was ${answer.verdict}, ` +
        `and ${[...new Set(possible)].join(' or ')} is right`,
    );
    this.checkMove({ execution, soakState }, answer, { from, to, asked });
  }

  /** Verdicts that are right now. */
  private verdicts(execution: string, soakState: SoakState, now: number): readonly Verdict[] {
    const { world, plan, lock, cutover } = this.options;
    const percent = gainedAt(plan, plan.stages[soakState.stage]?.percent ?? 0);
    const claimed = Date.parse(soakState.effectiveAt);
    const rangeMs = 1_000 * this.rangeSeconds();
    const readings = world.alarms.read(plan.health.alarms);
    world.advance();
    const isHeld = lock.holds(execution) && isAsLeft(world, cutover(execution));
    const minute = 60_000;
    const { minRequests } = plan.health;
    const seen =
      minRequests === undefined
        ? 0
        : (world.metrics.read(monitoredPath(plan), Math.ceil(claimed / minute) * minute, now, now)
            ?.requests ?? 0);
    const soak = { percent, startedAt: Date.parse(soakState.startedAt), effectiveAt: claimed };
    // A clock that is a little off may see one minute more, or less.
    const comparisons =
      plan.health.compare === undefined
        ? (['fine'] as const)
        : [-SKEW_MS, 0, SKEW_MS].map((off) => comparisonAt(world, plan, soak, now + off));
    const facts = {
      percent,
      isHeld,
      alarms: plan.health.alarms.map(
        (name) => readings.find((one) => one.name === name)?.state ?? ('missing' as const),
      ),
      insufficientData: plan.health.insufficientData,
      hasRequests: seen >= (minRequests?.count ?? 0),
    };
    return [-SKEW_MS, SKEW_MS].flatMap((off) =>
      comparisons.flatMap((comparison: HealthFacts['comparison']) =>
        rightVerdicts({ ...facts, comparison, isTooEarly: now + off - claimed < rangeMs }),
      ),
    );
  }

  /** How far back the states of the alarms reach. */
  private rangeSeconds(): number {
    const { periodSeconds, evaluationPeriods } = this.options.world.scenario.world.alarms;
    return (evaluationPeriods + 1) * periodSeconds + (periodSeconds < 60 ? 10 : 60);
  }

  /** A soak counts from when the world has the raise effective. */
  private checkEffective({ effectiveAt: claimed }: SoakState): void {
    const effective = effectiveAt(this.options.world);
    const early = (effective - Date.parse(claimed)) / 1_000;
    const detail = `a soak counts from ${early} s before its raise was effective`;
    this.require(1_000 * early <= SKEW_MS, 'soak-counts-from-effective', detail);
  }

  private checkMove(
    { execution, soakState }: Evaluated,
    answer: Answer,
    { from, to, asked }: { from: number; to: number; asked: Asked },
  ): void {
    const { plan } = this.options;
    const facts = this.advance({ execution, soakState }, answer, { from, to, asked });
    const right = rightMoves(facts);
    const at = `at ${plan.stages[soakState.stage]?.percent} %`;
    if (right.mustRevert !== null) {
      this.require(answer.move === 'revert', 'reverts-when-it-must', `${at}: ${right.mustRevert}`);
    } else if (answer.move === 'revert') {
      this.require(right.mayRevert, 'reverts-for-a-reason', `${at}: reverted, and nothing was wrong`);
    }
    const goesOn = answer.move !== 'revert' && (answer.move !== 'wait' || isHolding(soakState, answer));
    if (goesOn) {
      const wait = right.mustWait;
      this.require(wait === null, 'goes-on-after-the-soak', `${at}: ${answer.move}, although ${wait}`);
    }
    const interval = soakState.phase === 'hold' ? plan.hold?.everySeconds : plan.health.everySeconds;
    const longest = Math.max(60, interval ?? 0, plan.hold?.everySeconds ?? 0);
    this.require(
      answer.move !== 'wait' ||
        answer.waitSeconds <= (isHolding(soakState, answer) ? longest : (interval ?? 0) + 45),
      'evaluated-as-often-as-planned',
      `${at}: the next evaluation is in ${answer.waitSeconds} s`,
    );
  }

  /** Takes an evaluation into account. */
  private advance(
    { execution, soakState }: Evaluated,
    { verdict, soakState: after }: Answer,
    { from, to, asked }: { from: number; to: number; asked: Asked },
  ): SoakFacts {
    const { plan } = this.options;
    const key = `${soakState.stage} ${soakState.startedAt}`;
    const known = this.progress.get(execution);
    const progress: Progress =
      known?.key === key
        ? known
        : {
            ...{ key, since: Date.parse(soakState.since), phase: 'soak', errors: 0 },
            ...{ inconclusiveSince: NEVER, awaitingSince: NEVER },
          };
    this.progress.set(execution, progress);
    const { compare } = plan.health;
    const minutes = compare?.measures.includes('latency') ? fewestMinutes(compare.confidence) : 1;
    const rangeSeconds = Math.max(this.rangeSeconds(), compare === undefined ? 0 : 60 * (minutes + 2));
    const percent = gainedAt(plan, plan.stages[soakState.stage]?.percent ?? 0);
    const judgeableAt = Date.parse(soakState.effectiveAt) + (percent === 0 ? 0 : 1_000 * rangeSeconds);
    progress.errors = verdict === 'error' ? progress.errors + 1 : 0;
    if (verdict !== 'error') {
      const { certain, possible } = progress.inconclusiveSince;
      const isDoubt = (at: number) => verdict === 'inconclusive' && at >= judgeableAt;
      progress.inconclusiveSince = {
        certain: isDoubt(from - SKEW_MS) ? (certain ?? to) : null,
        possible: isDoubt(to + SKEW_MS) ? (possible ?? from) : null,
      };
    }
    const now = this.options.commands.asked(execution);
    const facts: SoakFacts = {
      ...{ plan, stage: soakState.stage, phase: progress.phase, verdict, since: progress.since, now: to },
      ...{ errors: progress.errors, inconclusiveSince: progress.inconclusiveSince },
      awaitingSince: progress.awaitingSince,
      isApproved: {
        certain: isApproved(plan, soakState, asked),
        possible: isApproved(plan, soakState, now),
      },
      isAborted: { certain: asked.isAborted, possible: now.isAborted },
      isPaused: asked.isPaused && now.isPaused,
      promotedSeconds: promotedSeconds(plan, soakState, now),
      toleranceMs: to - from + SKEW_MS,
    };
    if (isHolding(soakState, { soakState: after })) {
      progress.phase = 'hold';
      progress.since = from;
    }
    const { certain, possible } = progress.awaitingSince;
    const isCertain = isAwaiting({ ...facts, toleranceMs: -facts.toleranceMs });
    progress.awaitingSince = {
      certain: certain ?? (isCertain ? from : null),
      possible: possible ?? (isAwaiting(facts) ? from : null),
    };
    return facts;
  }

  private require(holds: boolean, invariant: InvariantId, detail: string): void {
    this.options.violations.require(holds, invariant, detail);
  }
}

/** Nothing but the approval is missing. */
function isAwaiting(facts: SoakFacts): boolean {
  const isApproved = { certain: true, possible: true };
  const open = rightMoves({ ...facts, isApproved, isPaused: false }).mustWait;
  return open === null && !facts.isApproved.certain;
}

/** The hold begins with this evaluation. */
function isHolding(before: SoakState, { soakState }: Pick<Answer, 'soakState'>): boolean {
  return before.phase === 'soak' && soakState.phase === 'hold';
}

/** The evaluation of a stage whose next deployment is under way; null when there was none. */
function answerOf(output: unknown): Answer | null {
  const { status, verdict, soakState } = output as {
    readonly status: string;
    readonly verdict: Verdict | null;
    readonly soakState: SoakState;
  };
  return verdict === null
    ? null
    : { verdict, soakState, move: status === 'failed' ? 'revert' : 'wait', waitSeconds: 0 };
}

/** As many persons as the plan asks for have approved this soak. */
function isApproved(plan: Plan, { stage, startedAt, deployment }: SoakState, asked: Asked): boolean {
  const { approval, percent } = plan.stages[stage] ?? {};
  const persons = asked.approvals
    .filter(({ at, atPercent }) => atPercent === percent && Date.parse(at) >= Date.parse(startedAt))
    .map(({ person }) => person);
  return approval === undefined || deployment !== null || new Set(persons).size >= (approval.count ?? 1);
}

/** How long the soak, or the hold, has to last since somebody has promoted it; null: nobody has. */
function promotedSeconds(plan: Plan, soakState: SoakState, asked: Asked): number | null {
  const { stage, phase, since, startedAt } = soakState;
  const from = Date.parse(phase === 'hold' ? since : startedAt);
  const found = asked.promotions.find(
    ({ at, atPercent }) => atPercent === plan.stages[stage]?.percent && Date.parse(at) >= from,
  );
  return found === undefined ? null : phase === 'hold' ? found.minHoldSeconds : found.minSoakSeconds;
}
