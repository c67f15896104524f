import type { SoakDecision, SoakState } from '../../lambdas/core/health/soak';
import type { checkPreparation } from '../../lambdas/steps/check-preparation';
import type { Shift } from '../../lambdas/steps/shift-traffic';
import type { TraceEvent } from './asl/execution';
import type { RevertResult, StageResult, TimelineEntry } from './result';

type LeadLook = Pick<Awaited<ReturnType<ReturnType<typeof checkPreparation>>>, 'move' | 'reason' | 'lead'>;
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Deployed {
  readonly status: string;
  readonly reason: string;
}

/** Turns what the machines and the world do into the story that a person reads. */
export class Recorder {
  readonly timeline: TimelineEntry[] = [];
  readonly stages: Writable<StageResult>[] = [];
  readonly revert: Writable<RevertResult> = {
    faultAt: null,
    alarmAt: null,
    decidedAt: null,
    acceptedAt: null,
    insyncAt: null,
    drainedAt: null,
  };
  private soakState: SoakState | null = null;
  private inEffectAt: string | null = null;

  constructor(
    private readonly seconds: () => number,
    private readonly secondsOf: (iso: string) => number,
    private readonly onEntry: (entry: TimelineEntry) => void,
  ) {}

  /** Tells of a further cutover in the same story, under its name. */
  another(name: string): Recorder {
    return new Recorder(this.seconds, this.secondsOf, ({ event, detail }) =>
      this.tell(`${name} ${event}`, detail),
    );
  }

  tell(event: string, detail: string): void {
    const entry = { at: this.seconds(), event, detail };
    if (event === 'fault began') {
      this.revert.faultAt ??= entry.at;
    }
    if (event === 'alarm ALARM') {
      this.revert.alarmAt ??= entry.at;
    }
    const stage = this.stages.at(-1);
    if (event === 'GuardAlarm' && stage !== undefined) {
      stage.verdict = 'fail';
      stage.reason = detail;
    }
    this.timeline.push(entry);
    this.onEntry(entry);
  }

  /** Follows the forward machine. */
  forward(event: TraceEvent): void {
    if (event.kind === 'entered' && event.state === 'StartRevert') {
      this.revert.decidedAt ??= this.seconds();
    }
    if (event.kind === 'left') {
      this.forwardLeft(event.state, event.result);
    } else {
      this.common(event);
    }
  }

  /** Follows the revert machine. */
  back(event: TraceEvent): void {
    if (event.kind !== 'left') {
      this.revert.decidedAt ??= this.seconds();
      this.common(event);
      return;
    }
    const result = event.result as { reason?: string; action?: string; status?: string; shift?: Shift };
    if (event.state === 'RevertTraffic') {
      this.revert.acceptedAt = result.shift === undefined ? null : this.secondsOf(result.shift.shiftedAt);
      this.tell('RevertTraffic', describeRevert(result));
    } else if (event.state === 'ReleaseLock') {
      this.tell('ReleaseLock', 'the route is free');
    } else if (event.state !== 'CheckPropagation') {
      this.tell(event.state, result.reason ?? '');
    } else if (result.status !== 'pending') {
      this.revert.insyncAt = result.status === 'effective' ? this.seconds() : null;
      this.tell('CheckPropagation', `${result.status}: ${result.reason}`);
    }
  }

  private forwardLeft(state: string, result: unknown): void {
    switch (state) {
      case 'ShiftTraffic':
        this.shifted(result as Shift);
        break;
      case 'CheckPropagation':
        this.propagated(result as { status: string; reason: string; soakState: SoakState });
        break;
      case 'EvaluateHealth':
        this.evaluated(result as SoakDecision & { verdict: Exclude<StageResult['verdict'], null> });
        break;
      case 'CheckDeployment':
        this.deployed(result as Pick<StageResult, 'verdict'> & Deployed);
        break;
      case 'StartRevert':
        this.tell(state, 'the revert machine takes over');
        break;
      case 'ReleaseLock':
        this.tell(state, 'the route is free');
        break;
      case 'CheckPreparation':
        this.lookedAtLead(result as LeadLook);
        break;
      case 'CheckRevert':
        break;
      default:
        this.tell(state, (result as { reason: string }).reason);
    }
  }

  /** A look that only waits on is not told again. */
  private lookedAtLead({ move, reason, lead }: LeadLook): void {
    const isNews = move !== 'wait' || lead.inEffectAt !== this.inEffectAt;
    this.inEffectAt = lead.inEffectAt;
    if (isNews) {
      this.tell('CheckPreparation', `${move}: ${reason}`);
    }
  }

  private shifted({ percent, shiftedAt, change }: Shift): void {
    const at = this.secondsOf(shiftedAt);
    this.stages.push({ percent, shiftedAt: at, settledAt: null, verdict: null, reason: null });
    this.soakState = null;
    this.tell('ShiftTraffic', `${percent} % on the new path accepted (change ${change.id})`);
  }

  /** The stage that goes on meanwhile keeps what was last said of its health. */
  private deployed({ status, reason, verdict }: Pick<StageResult, 'verdict'> & Deployed): void {
    const stage = this.stages.at(-1);
    if (verdict !== null && stage !== undefined) {
      stage.verdict = verdict;
      stage.reason = reason;
    }
    if (status !== 'pending') {
      this.tell('CheckDeployment', `${status}: ${reason}`);
    }
  }

  private propagated({
    status,
    reason,
    soakState,
  }: {
    status: string;
    reason: string;
    soakState: SoakState;
  }): void {
    const stage = this.stages.at(-1);
    if (status === 'pending' || stage === undefined) {
      return;
    }
    if (status === 'effective') {
      stage.settledAt = this.secondsOf(soakState.effectiveAt);
    } else {
      stage.reason = reason;
    }
    this.tell('CheckPropagation', `${status}: ${reason}`);
  }

  /** A look that says what the one before said is not told again. */
  private evaluated(decision: SoakDecision & { verdict: Exclude<StageResult['verdict'], null> }): void {
    const { move, verdict, reason, soakState } = decision;
    const stage = this.stages.at(-1);
    if (stage !== undefined) {
      stage.verdict = verdict;
      stage.reason = reason;
    }
    const isNews =
      move !== 'wait' || verdict !== this.soakState?.lastVerdict || soakState.phase !== this.soakState.phase;
    if (isNews || soakState.paused !== this.soakState?.paused) {
      const phase = soakState.phase === 'hold' ? 'hold' : `soak ${stage?.percent} %`;
      this.tell(
        'EvaluateHealth',
        `${phase}: ${verdict}${soakState.paused ? ', paused' : ''}, ${move}: ${reason}`,
      );
    }
    this.soakState = soakState;
  }

  private common(event: Exclude<TraceEvent, { kind: 'left' }>): void {
    if (event.kind === 'retry') {
      this.tell('retry', `${event.state}, attempt ${event.attempt + 1} after ${event.error}`);
    } else if (event.kind === 'branch' && event.branch.startsWith('Catch')) {
      this.tell('caught', `a failure of ${event.state}`);
    }
  }
}

function describeRevert({ action, shift }: { readonly action?: string; readonly shift?: Shift }): string {
  switch (action) {
    case 'moved':
      return `back to ${shift?.percent} % on the new path accepted (change ${shift?.change.id})`;
    case 'unlock':
      return 'the traffic is where it was: nothing to move';
    case 'wait':
      return 'a first shift may still be on its way: waiting for it';
    default:
      return 'the cutover holds nothing any more';
  }
}
