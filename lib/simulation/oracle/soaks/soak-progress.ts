import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { World } from '../../../rehearsal/world/world';
import type { Asked } from '../../asked';
import type { CommandWatch } from '../../command-watch';
import { SKEW_MS } from '../../reference/bounds';
import { doubtFrom, writtenComparison } from '../../reference/compared';
import { type SoakFacts, secondsToLast } from '../../reference/soak';
import type { HealthFacts, HealthFinding } from '../../reference/verdicts';
import { doubtSince, isAwaiting, judgedAfterSeconds, NEVER, NO_ERRORS, oneMore, untilKnown } from '../doubts';
import { type Evaluated, type EvaluationAnswer, isHolding } from '../evaluation';
import type { GateWatch } from '../gates/gate-watch';
import { isApproved, promotedSeconds } from './asked-of-a-soak';

/** What the progress of soaks is read from. */
export interface SoakProgressOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly commands: CommandWatch;
  readonly gates: GateWatch;
}

/** An evaluation: when it began and ended, in epoch milliseconds, and what had been asked for as it began. */
export interface EvaluatedAt {
  readonly from: number;
  readonly to: number;
  readonly asked: Readonly<Asked>;
  /** What may have been found, of all that have its verdict. */
  readonly findings: readonly HealthFinding[];
}

/** How far a soak has come, by the answers that the machine got. */
interface Progress {
  readonly key: string;
  since: number;
  /** The same at the latest: a hold begins during an evaluation. */
  latestSince: number;
  phase: 'soak' | 'hold';
  errors: SoakFacts['errors'];
  inconclusiveSince: SoakFacts['inconclusiveSince'];
  undecidedSince: SoakFacts['undecidedSince'];
  awaitingSince: SoakFacts['awaitingSince'];
}

/** Follows the soaks of all cutovers, by the answers of their evaluations. */
export class SoakProgress {
  private readonly progress = new Map<string, Progress>();
  /** The last evaluation of each execution, by its iteration, and how far the soak had come before it. */
  private readonly last = new Map<string, { readonly iteration: number; readonly before: Progress }>();

  constructor(private readonly options: SoakProgressOptions) {}

  /** The next deployment of a cutover goes on without an evaluation. */
  forget(execution: string): void {
    this.progress.delete(execution);
  }

  /** What a comparison that is not known counts for at `now`: nothing, once the plan accepts it. */
  unknownAt(evaluated: Evaluated, now: number): readonly HealthFacts['comparison'][] {
    const { plan } = this.options;
    if (writtenComparison(plan)?.whenUnknown !== 'accept') {
      return ['unknown'];
    }
    const from = this.doubtFrom(evaluated);
    return [now - SKEW_MS, now + SKEW_MS].map((at) => (at >= from ? 'fine' : 'unknown'));
  }

  /** From when on a comparison that is not known is a doubt, in epoch milliseconds. */
  private doubtFrom({ execution, soakState }: Pick<Evaluated, 'execution' | 'soakState'>): number {
    const { plan, commands } = this.options;
    const { phase, since } = this.of({ execution, soakState });
    const promoted = promotedSeconds(plan, soakState, commands.asked(execution));
    const seconds = secondsToLast({ plan, phase, stage: soakState.stage, promotedSeconds: promoted });
    return doubtFrom({ since, effectiveAt: Date.parse(soakState.effectiveAt), seconds });
  }

  private of({ execution, soakState }: Pick<Evaluated, 'execution' | 'soakState'>): Progress {
    const key = `${soakState.stage} ${soakState.startedAt}`;
    const known = this.progress.get(execution);
    const progress: Progress =
      known?.key === key
        ? known
        : {
            ...{ key, since: Date.parse(soakState.since), latestSince: Date.parse(soakState.since) },
            ...{ phase: 'soak', errors: NO_ERRORS },
            ...{ inconclusiveSince: NEVER, undecidedSince: NEVER, awaitingSince: NEVER },
          };
    this.progress.set(execution, progress);
    return progress;
  }

  /**
   * An evaluation begins. One that runs again, because its execution was redriven, begins where it did
   * before: the machine did not get its first answer.
   */
  private begin(evaluated: Pick<Evaluated, 'execution' | 'soakState'>): Progress {
    const { execution, soakState } = evaluated;
    const last = this.last.get(execution);
    const before = last?.iteration === soakState.iterations ? last.before : this.of(evaluated);
    this.last.set(execution, { iteration: soakState.iterations, before });
    const progress = { ...before };
    this.progress.set(execution, progress);
    return progress;
  }

  /**
   * Takes an evaluation into account that cannot be judged, because a clock or the router misled it: its
   * verdict counts, and what it made of the time is possible and not certain.
   */
  unjudged(
    { execution, soakState }: Evaluated,
    { verdict, soakState: after }: EvaluationAnswer,
    from: number,
  ): void {
    const progress = this.begin({ execution, soakState });
    const begins = (since: SoakFacts['inconclusiveSince'], goesOn: boolean, isNew: boolean) =>
      goesOn ? { certain: since.certain, possible: since.possible ?? (isNew ? from : null) } : NEVER;
    const isError = verdict === 'error';
    const isInconclusive = verdict === 'inconclusive';
    const stays = isError || isInconclusive;
    progress.errors = isError ? oneMore(progress.errors) : NO_ERRORS;
    progress.inconclusiveSince = begins(progress.inconclusiveSince, stays, isInconclusive);
    progress.undecidedSince = begins(progress.undecidedSince, stays, isInconclusive);
    progress.awaitingSince = begins(progress.awaitingSince, true, verdict === 'pass');
    if (isHolding(soakState, { soakState: after })) {
      progress.phase = 'hold';
      progress.since = Date.parse(after.since);
      progress.latestSince = progress.since;
    }
  }

  /** Takes an evaluation into account. @returns what the reference judges it by */
  advance(
    { execution, soakState }: Evaluated,
    { verdict, soakState: after }: EvaluationAnswer,
    { from, to, asked, findings }: EvaluatedAt,
  ): SoakFacts {
    const { plan, world, commands, gates } = this.options;
    const progress = this.begin({ execution, soakState });
    const isUndecided = {
      certain: findings.length > 0 && findings.every((finding) => finding === 'undecided'),
      possible: findings.includes('undecided'),
    };
    const isDoubtful = {
      certain: verdict === 'inconclusive' && findings.every((finding) => finding === 'inconclusive'),
      // Without a finding of its verdict, the evaluation is wrong, and what follows from it is not judged.
      possible: verdict === 'inconclusive' && (findings.length === 0 || findings.includes('inconclusive')),
    };
    const judgeableAt =
      Date.parse(soakState.effectiveAt) + 1_000 * judgedAfterSeconds(world, plan, soakState.stage);
    const ofGates = gates.lasting({ execution, soakState });
    progress.errors = verdict === 'error' ? oneMore(progress.errors, ofGates.errors) : NO_ERRORS;
    if (verdict !== 'error') {
      const about = { isDoubtful, judgeableAt, ofGates: ofGates.doubtSince, from, to };
      progress.inconclusiveSince = doubtSince(progress.inconclusiveSince, about);
    }
    const stays = verdict === 'error' || verdict === 'inconclusive';
    const doubtfulFrom = this.doubtFrom({ execution, soakState });
    const begins = { certain: from - SKEW_MS >= doubtfulFrom, possible: to + SKEW_MS >= doubtfulFrom };
    const beginsNow = {
      certain: isUndecided.certain && begins.certain ? to : null,
      possible: isUndecided.possible && begins.possible ? from : null,
    };
    progress.undecidedSince = stays ? untilKnown(progress.undecidedSince, beginsNow) : NEVER;
    const now = commands.asked(execution);
    const facts: SoakFacts = {
      ...{ plan, stage: soakState.stage, phase: progress.phase, verdict, since: progress.since, now: to },
      ...{ errors: progress.errors, inconclusiveSince: progress.inconclusiveSince },
      ...{ isUndecided, undecidedSince: progress.undecidedSince },
      awaitingSince: progress.awaitingSince,
      isApproved: {
        certain: isApproved(world, soakState, asked),
        possible: isApproved(world, soakState, now),
      },
      isAborted: { certain: asked.isAborted, possible: now.isAborted },
      isPaused: asked.isPaused && now.isPaused,
      latestSince: progress.latestSince,
      mayBePaused: asked.isPaused || now.isPaused,
      closedSince: {
        certain: world.calendars.closedSince(from, to),
        possible: world.calendars.isClosedWithin(from, to)
          ? (world.calendars.closedSince(from, from) ?? to)
          : null,
      },
      promotedSeconds: promotedSeconds(plan, soakState, now),
      toleranceMs: to - from + SKEW_MS,
    };
    if (isHolding(soakState, { soakState: after })) {
      progress.phase = 'hold';
      progress.since = from;
      progress.latestSince = to;
    }
    const { certain, possible } = progress.awaitingSince;
    const isCertain = isAwaiting({ ...facts, toleranceMs: -facts.toleranceMs });
    progress.awaitingSince = {
      certain: certain ?? (isCertain ? to : null),
      possible: possible ?? (isAwaiting(facts) ? from : null),
    };
    return facts;
  }
}
