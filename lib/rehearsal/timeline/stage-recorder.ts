import type { SoakDecision } from '../../../lambdas/core/health/soak';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { askGates } from '../../../lambdas/steps/ask-gates';
import type { checkDeployment } from '../../../lambdas/steps/check-deployment';
import type { checkPreparation } from '../../../lambdas/steps/check-preparation';
import type { checkPropagation } from '../../../lambdas/steps/check-propagation';
import type { preflight } from '../../../lambdas/steps/preflight';
import type { probeNewPath } from '../../../lambdas/steps/probe-new-path';
import type { Shift } from '../../../lambdas/steps/shift-traffic';
import type { StageResult } from '../result';
import type { OutputOf, TimelineEvent } from './timeline-event';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Checked = Pick<OutputOf<typeof preflight>, 'verdict' | 'reason'>;
type Prepared = Pick<OutputOf<typeof checkPreparation>, 'move' | 'reason' | 'lead'>;
type DeploymentChecked = Pick<OutputOf<typeof checkDeployment>, 'status' | 'reason' | 'verdict'>;
type Evaluated = SoakDecision & { readonly verdict: Verdict };
type Probed = Pick<OutputOf<typeof probeNewPath>, 'verdict' | 'reason'>;
type Asked = Pick<OutputOf<typeof askGates>, 'verdict' | 'reason'>;
type Propagated = Pick<OutputOf<typeof checkPropagation>, 'status' | 'reason' | 'soakState'>;

/** Records the stages of one cutover from the results of the forward machine's states. */
export class StageRecorder {
  readonly stages: Writable<StageResult>[] = [];
  private soakState: SoakState | null = null;
  private lead: Pick<Prepared['lead'], 'inEffectAt' | 'closed'> = { inEffectAt: null };
  private waitingFor: string | null = null;
  private lastProbes: Verdict | null = null;
  private lastGates: Verdict | null = null;

  /** @param secondsOf seconds since the start, of an ISO 8601 time */
  constructor(private readonly secondsOf: (iso: string) => number) {}

  /** @returns the event that a state's result is for the timeline; null when it is none */
  left(state: string, result: unknown): TimelineEvent | null {
    switch (state) {
      case 'Preflight':
        return this.checked(state, result as Checked);
      case 'ShiftTraffic':
        return this.shifted(result as Shift);
      case 'CheckPropagation':
        return this.propagated(result as Propagated);
      case 'EvaluateHealth':
        return this.evaluated(result as Evaluated);
      case 'ProbeNewPath':
        return this.probed(result as Probed);
      case 'AskGates':
        return this.asked(result as Asked);
      case 'CheckDeployment':
        return this.deploymentChecked(result as DeploymentChecked);
      case 'CheckPreparation':
        return this.preparationChecked(result as Prepared);
      case 'StartRevert':
        return { kind: 'revert-started' };
      case 'ReleaseLock':
        return { kind: 'lock-released' };
      case 'CheckRevert':
        return null;
      default:
        return { kind: 'step', state, reason: (result as { reason: string }).reason };
    }
  }

  /** Null for a preflight that waits for the same as the one before. */
  private checked(state: string, { verdict, reason }: Checked): TimelineEvent | null {
    const isRepeated = verdict === 'wait' && reason === this.waitingFor;
    this.waitingFor = reason;
    return isRepeated ? null : { kind: 'step', state, reason };
  }

  /** A guard stopped the cutover on an alarm: the stage has failed. */
  alarmFired(reason: string): void {
    this.judge('fail', reason);
  }

  private judge(verdict: Verdict, reason: string): void {
    const stage = this.stages.at(-1);
    if (stage !== undefined) {
      stage.verdict = verdict;
      stage.reason = reason;
    }
  }

  private shifted({ percent, shiftedAt, change }: Shift): TimelineEvent {
    const at = this.secondsOf(shiftedAt);
    this.stages.push({ percent, shiftedAt: at, settledAt: null, verdict: null, reason: null });
    this.soakState = null;
    this.lastGates = null;
    return { kind: 'shift', percent, change: change.id };
  }

  private propagated({ status, reason, soakState }: Propagated): TimelineEvent | null {
    const stage = this.stages.at(-1);
    if (status === 'pending' || stage === undefined) {
      return null;
    }
    if (status === 'propagated') {
      stage.settledAt = this.secondsOf(soakState.effectiveAt);
    } else {
      stage.reason = reason;
    }
    return { kind: 'propagation', machine: 'cutover', status, reason };
  }

  /** Null for an evaluation that repeats the one before. */
  private evaluated({ move, verdict, reason, soakState }: Evaluated): TimelineEvent | null {
    this.judge(verdict, reason);
    const before = this.soakState;
    this.soakState = soakState;
    const { phase, paused } = soakState;
    const isRepeated =
      move === 'wait' &&
      verdict === before?.lastVerdict &&
      phase === before.phase &&
      paused === before.paused &&
      soakState.closedSince === before.closedSince;
    const percent = this.stages.at(-1)?.percent ?? null;
    const { remaining } = soakState;
    const isNews = remaining !== undefined && remaining.above !== before?.remaining?.above;
    if (isRepeated && isNews) {
      return { kind: 'step', state: 'EvaluateHealth', reason: remaining.text };
    }
    return isRepeated ? null : { kind: 'evaluation', phase, percent, verdict, paused, move, reason };
  }

  /** Null for probes that repeat the verdict of those before. */
  private probed({ verdict, reason }: Probed): TimelineEvent | null {
    const isRepeated = verdict === this.lastProbes;
    this.lastProbes = verdict;
    return isRepeated ? null : { kind: 'step', state: 'ProbeNewPath', reason: `${verdict}: ${reason}` };
  }

  /** Null for answers that come to the same verdict as those before, in the same stage. */
  private asked({ verdict, reason }: Asked): TimelineEvent | null {
    const isRepeated = verdict === this.lastGates;
    this.lastGates = verdict;
    return isRepeated ? null : { kind: 'step', state: 'AskGates', reason: `${verdict}: ${reason}` };
  }

  /** The stage keeps its last verdict where the check measured nothing. */
  private deploymentChecked({ status, reason, verdict }: DeploymentChecked): TimelineEvent | null {
    if (verdict !== null) {
      this.judge(verdict, reason);
    }
    return status === 'pending' ? null : { kind: 'deployment-check', status, reason };
  }

  /** Null for a check that repeats the one before. */
  private preparationChecked({ move, reason, lead }: Prepared): TimelineEvent | null {
    const { inEffectAt, closed } = lead;
    const isRepeated = move === 'wait' && inEffectAt === this.lead.inEffectAt && closed === this.lead.closed;
    this.lead = lead;
    return isRepeated ? null : { kind: 'preparation', move, reason };
  }
}
