import { causesOf } from '../../rehearsal/causes';
import type { RehearsalResult } from '../../rehearsal/result';
import type { ApprovalEvent, TimelineEntry } from '../../rehearsal/timeline/timeline-event';

/** A vertical line in the charts. */
export interface Mark {
  readonly at: number;
  readonly label: string;
  readonly kind: 'bad' | 'good' | 'plain';
}

/** A range of time that the charts shade. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A range of time that the charts can show. */
export interface View {
  readonly id: 'stages' | 'revert' | 'whole';
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Faults, operators' actions and alarms of the timeline, and the parts of the revert if there was one. */
export function marksOf({ timeline, revert }: RehearsalResult): Mark[] {
  const marks: readonly { at: number | null | undefined; label: string; kind: Mark['kind'] }[] = [
    ...timeline.flatMap(worldMark),
    { at: revert?.decidedAt, label: 'decided', kind: 'plain' },
    { at: revert?.insyncAt, label: 'propagated', kind: 'good' },
    { at: revert?.drainedAt, label: 'last client back', kind: 'good' },
  ];
  return marks
    .filter((mark): mark is Mark => mark.at !== null && mark.at !== undefined)
    .filter((mark, i, all) => all.findIndex((one) => isSame(one, mark)) === i)
    .sort((a, b) => a.at - b.at);
}

const APPROVAL_MARKS: Readonly<Record<ApprovalEvent['change'], Omit<Mark, 'at'>>> = {
  awaited: { label: 'waits for approval', kind: 'plain' },
  given: { label: 'approved', kind: 'good' },
  'timed-out': { label: 'not approved in time', kind: 'bad' },
};

function worldMark(entry: TimelineEntry): Mark[] {
  const { at } = entry;
  switch (entry.kind) {
    case 'fault-began':
      return [{ at, label: 'fault began', kind: 'bad' }];
    case 'fault-ended':
      return [{ at, label: 'fault ended', kind: 'plain' }];
    case 'operator':
      return [{ at, label: `operator: ${entry.action}`, kind: 'plain' }];
    case 'approval':
      return [{ at, ...APPROVAL_MARKS[entry.change] }];
    case 'alarm':
      return entry.state === 'ALARM' ? [{ at, label: 'alarm', kind: 'bad' }] : [];
    default:
      return [];
  }
}

/** When the hold of the first cutover began, in seconds; null if it did not get that far. */
export function holdStart({ timeline }: RehearsalResult): number | null {
  const first = timeline.find(
    (entry) => entry.kind === 'evaluation' && entry.phase === 'hold' && entry.cutover === undefined,
  );
  return first?.at ?? null;
}

/** Each stage from its shift to the next shift or the revert, and the hold. */
export function bandsOf(result: RehearsalResult): Band[] {
  const hold = holdStart(result);
  const end = result.revert?.acceptedAt ?? result.revert?.decidedAt ?? result.durationSeconds;
  const starts = [
    ...result.stages.map((stage) => ({ from: stage.shiftedAt, label: `${stage.percent} %` })),
    ...(hold === null ? [] : [{ from: hold, label: 'hold' }]),
  ];
  return starts
    .map((start, i) => ({ ...start, to: starts[i + 1]?.from ?? end }))
    .filter((band) => band.to > band.from);
}

/**
 * The views of the charts, the default first. Next to a hold of days the stages would be a few pixels wide,
 * and so would a revert next to a long soak: each gets a view of its own if it needs one.
 */
export function viewsOf(result: RehearsalResult, endsAt: number): View[] {
  const whole: View = { id: 'whole', label: 'Whole run', from: 0, to: endsAt };
  const wanted = [revertView(result, endsAt), stagesView(result, endsAt)];
  return [...wanted.filter((view) => view !== null), whole];
}

function stagesView(result: RehearsalResult, endsAt: number): View | null {
  const hold = holdStart(result);
  // With the start of the hold, to show how the stages ended.
  const to = (hold ?? endsAt) * 1.1;
  return to * 2 > endsAt ? null : { id: 'stages', label: 'Stages', from: 0, to };
}

function revertView(result: RehearsalResult, endsAt: number): View | null {
  const { revert } = result;
  if (revert === null || revert.decidedAt === null) {
    return null;
  }
  const { alarmAt, decidedAt, insyncAt, drainedAt } = revert;
  const { firstFaultAt, operatorAt } = causesOf(result);
  // From the fault, the operator's action or the alarm, unless that was long before the revert.
  const recent = [firstFaultAt, operatorAt, alarmAt].find((at) => at !== null && decidedAt - at <= 3_600);
  const from = Math.max(0, (recent ?? decidedAt) - 300);
  const to = Math.min(endsAt, (drainedAt ?? insyncAt ?? endsAt) + 60);
  return (to - from) * 3 > endsAt ? null : { id: 'revert', label: 'Revert', from, to };
}

function isSame(one: Mark, other: Mark): boolean {
  return one.label === other.label && Math.abs(one.at - other.at) < 1;
}
