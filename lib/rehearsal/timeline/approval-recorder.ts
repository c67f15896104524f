import type { SoakDecision } from '../../../lambdas/core/health/soak';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { TimelineEvent } from './timeline-event';

/** What the recorder reads. */
export interface ApprovalRecorderOptions {
  /** The plan of the cutover; undefined before it is known. */
  readonly plan: () => Plan | undefined;
  /** Seconds of simulated time since the start. */
  readonly seconds: () => number;
  /** The same, of an ISO 8601 time. */
  readonly secondsOf: (iso: string) => number;
}

type Approval = NonNullable<Plan['stages'][number]['approval']>;

/** Records when a cutover waits for an operator's approval, and whether that was given. */
export class ApprovalRecorder {
  /** Since when the stage waits, as the soak has it; null while it does not. */
  private awaitingSince: string | null = null;
  /** The last stage whose approval was recorded as given. */
  private givenFor = -1;

  constructor(private readonly options: ApprovalRecorderOptions) {}

  /** @returns the event that an evaluation is for its approval; null when it is none */
  evaluated(decision: SoakDecision): TimelineEvent | null {
    const { stage: index, deployment } = decision.soakState;
    const stage = this.options.plan()?.stages[index];
    const approval = stage?.approval;
    // Once the deployment of the next stage has begun, the approval was given.
    if (stage === undefined || approval === undefined || deployment !== null) {
      this.awaitingSince = null;
      return null;
    }
    const about = { kind: 'approval', percent: stage.percent } as const;
    const before = this.awaitingSince;
    this.awaitingSince = decision.soakState.awaitingSince;
    if (isGiven(decision)) {
      const isRepeated = this.givenFor === index;
      this.givenFor = index;
      return isRepeated ? null : { ...about, change: 'given', by: decision.by };
    }
    if (this.hasTimedOut(decision, approval)) {
      return { ...about, change: 'timed-out', seconds: approval.timeoutSeconds };
    }
    const begins = before === null && decision.move === 'wait' ? this.awaitingSince : null;
    return begins === null ? null : { ...about, change: 'awaited', ...needOf(approval) };
  }

  /** An evaluation that fails, or an operator's abort, ends the wait for another reason. */
  private hasTimedOut({ move, verdict, by, soakState }: SoakDecision, approval: Approval): boolean {
    const { seconds, secondsOf } = this.options;
    return (
      move === 'revert' &&
      verdict === 'pass' &&
      by === 'cutover' &&
      soakState.awaitingSince !== null &&
      seconds() >= secondsOf(soakState.awaitingSince) + approval.timeoutSeconds
    );
  }
}

/** A stage goes on, or its hold begins, only with its approval. */
function isGiven({ move, soakState }: SoakDecision): boolean {
  return move === 'shift' || move === 'deploy' || move === 'finish' || soakState.phase === 'hold';
}

function needOf({ count = 1, by, timeoutSeconds }: Approval) {
  return { persons: count, seconds: timeoutSeconds, ...(by === undefined ? {} : { by: by.join(', ') }) };
}
