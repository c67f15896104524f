import type { SoakDecision } from '../../../lambdas/core/health/soak';
import type { TraceEvent } from '../asl/execution';
import { ApprovalRecorder, type ApprovalRecorderOptions } from './approval-recorder';
import { RevertRecorder } from './revert-recorder';
import { StageRecorder } from './stage-recorder';
import type { Timeline } from './timeline';
import type { TimelineEvent } from './timeline-event';

/** What a recorder needs. */
export interface RecorderOptions extends ApprovalRecorderOptions {
  readonly timeline: Timeline;
  /** Number of the cutover that it follows, from 1. */
  readonly cutover: number;
}

/** Turns what the machines of one cutover do into entries of the timeline, stages and times of the revert. */
export class Recorder {
  private readonly stageRecorder: StageRecorder;
  private readonly revertRecorder: RevertRecorder;
  private readonly approvalRecorder: ApprovalRecorder;

  /** The state that a pause holds back; null when none does. */
  private held: string | null = null;

  constructor(private readonly options: RecorderOptions) {
    this.stageRecorder = new StageRecorder(options.secondsOf);
    this.revertRecorder = new RevertRecorder(options);
    this.approvalRecorder = new ApprovalRecorder(options);
  }

  get stages() {
    return this.stageRecorder.stages;
  }

  get revertTimes() {
    return this.revertRecorder.times;
  }

  /** Adds an event to the timeline. */
  add(event: TimelineEvent): void {
    const { timeline, cutover } = this.options;
    timeline.add(event, cutover === 1 ? undefined : cutover);
  }

  /** Follows the world around the cutover. */
  happened(event: TimelineEvent): void {
    this.revertRecorder.happened(event);
    if (event.kind === 'guard' && event.guard === 'GuardAlarm') {
      this.stageRecorder.alarmFired(event.reason);
    }
    this.add(event);
  }

  /** Follows the machines of the cutover. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent): void {
    if (machine === 'cutover') {
      this.traceCutover(event);
    } else {
      this.traceRevert(event);
    }
  }

  private traceCutover(event: TraceEvent): void {
    if (event.kind === 'entered' && event.state === 'StartRevert') {
      this.revertRecorder.decided();
    }
    if (this.isHeld(event)) {
      return;
    }
    this.addUnlessNull(
      event.kind === 'left' ? this.stageRecorder.left(event.state, event.result) : failureEvent(event),
    );
    if (event.kind === 'left' && event.state === 'EvaluateHealth') {
      this.addUnlessNull(this.approvalRecorder.evaluated(event.result as SoakDecision));
    }
  }

  /** Whether a state waits to be entered again: the timeline says so once. */
  private isHeld(event: TraceEvent): boolean {
    if (event.kind === 'left') {
      this.held = null;
    }
    const kept = heldEvent(event);
    if (kept !== null && this.held !== event.state) {
      this.held = event.state;
      this.add(kept);
    }
    return kept !== null;
  }

  private traceRevert(event: TraceEvent): void {
    if (this.isHeld(event)) {
      return;
    }
    if (event.kind === 'left') {
      this.addUnlessNull(this.revertRecorder.left(event.state, event.result));
    } else {
      this.revertRecorder.decided();
      this.addUnlessNull(failureEvent(event));
    }
  }

  private addUnlessNull(event: TimelineEvent | null): void {
    if (event !== null) {
      this.add(event);
    }
  }
}

function heldEvent(event: TraceEvent): TimelineEvent | null {
  const error = event.kind === 'branch' ? event.error : undefined;
  if (error === 'LeaseRunningError') {
    return { kind: 'lock-kept' };
  }
  return error === 'PausedError' ? { kind: 'held', state: event.state } : null;
}

function failureEvent(event: Exclude<TraceEvent, { kind: 'left' }>): TimelineEvent | null {
  if (event.kind === 'retry') {
    const { state, attempt, error } = event;
    return { kind: 'retry', state, attempt, error };
  }
  const isCaught = event.kind === 'branch' && event.branch.startsWith('Catch');
  return isCaught ? { kind: 'caught', state: event.state } : null;
}
