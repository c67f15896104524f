import type { RehearsalResult } from '../../rehearsal/result';

/** A moment that the charts mark. */
export interface Mark {
  readonly at: number;
  readonly label: string;
  readonly kind: 'bad' | 'good' | 'plain';
}

/** A stretch of time that the charts shade. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A stretch of time that the charts can show. */
export interface View {
  readonly id: 'stages' | 'way-back' | 'whole';
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Faults and alarms from the timeline, so that a run without a revert has them too; then the way back. */
export function marksOf({ timeline, revert }: RehearsalResult): Mark[] {
  const told = (event: string, label: string, kind: Mark['kind']): Mark[] =>
    timeline.filter((entry) => entry.event === event).map(({ at }) => ({ at, label, kind }));
  const marks: readonly { at: number | null | undefined; label: string; kind: Mark['kind'] }[] = [
    ...told('fault began', 'fault began', 'bad'),
    ...told('fault ended', 'fault ended', 'plain'),
    ...told('alarm ALARM', 'alarm', 'bad'),
    { at: revert?.decidedAt, label: 'decided', kind: 'plain' },
    { at: revert?.insyncAt, label: 'in effect', kind: 'good' },
    { at: revert?.drainedAt, label: 'last client back', kind: 'good' },
  ];
  return marks
    .filter((mark): mark is Mark => mark.at !== null && mark.at !== undefined)
    .filter((mark, i, all) => all.findIndex((one) => isSame(one, mark)) === i)
    .sort((a, b) => a.at - b.at);
}

/** When the hold began; null if the cutover did not get so far. */
export function holdStart({ timeline }: RehearsalResult): number | null {
  const first = timeline.find(
    ({ event, detail }) => event === 'EvaluateHealth' && detail.startsWith('hold:'),
  );
  return first?.at ?? null;
}

/** Each stage from its shift to the next one or the way back, and the hold. */
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
 * What there is to look at, the default first. A hold of days would leave a few pixels to the stages, and a long soak as few to the way
 * back; each of them gets a view of its own where it needs one.
 */
export function viewsOf(result: RehearsalResult, endsAt: number): View[] {
  const whole: View = { id: 'whole', label: 'Whole run', from: 0, to: endsAt };
  const wanted = [wayBackView(result, endsAt), stagesView(result, endsAt)];
  return [...wanted.filter((view) => view !== null), whole];
}

function stagesView(result: RehearsalResult, endsAt: number): View | null {
  const hold = holdStart(result);
  // A little of the hold, so that one sees what the stages led to.
  const to = (hold ?? endsAt) * 1.1;
  return to * 2 > endsAt ? null : { id: 'stages', label: 'Stages', from: 0, to };
}

function wayBackView({ revert }: RehearsalResult, endsAt: number): View | null {
  if (revert === null || revert.decidedAt === null) {
    return null;
  }
  const { faultAt, alarmAt, decidedAt, insyncAt, drainedAt } = revert;
  // From the fault or the alarm, unless that was so long ago that it would dwarf the way back.
  const recent = [faultAt, alarmAt].find((at) => at !== null && decidedAt - at <= 3_600);
  const from = Math.max(0, (recent ?? decidedAt) - 300);
  const to = Math.min(endsAt, (drainedAt ?? insyncAt ?? endsAt) + 60);
  return (to - from) * 3 > endsAt ? null : { id: 'way-back', label: 'Way back', from, to };
}

function isSame(one: Mark, other: Mark): boolean {
  return one.label === other.label && Math.abs(one.at - other.at) < 1;
}
