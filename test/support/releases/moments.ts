import type { FunctionName } from '../../../lib/workflow/tasks';
import type { RecordedRehearsal } from '../../../tools/release-fixtures/recorded-rehearsal';

/** A moment at which the stack is upgraded. */
export interface Moment {
  readonly name: string;
  readonly rehearsal: RecordedRehearsal;
  /** Index of the first step of the new release. */
  readonly at: number;
  readonly task: FunctionName;
}

/** Before each step of each rehearsal. */
export function everyMoment(rehearsals: readonly RecordedRehearsal[]): readonly Moment[] {
  return rehearsals.flatMap((rehearsal) =>
    rehearsal.steps.map(({ task }, at) => ({ name: rehearsal.name, rehearsal, at, task })),
  );
}

/**
 * For each router, once before the first step of each function, in the rehearsal with the fewest steps; and
 * in each rehearsal once in the middle and once before the last step.
 */
export function chosenMoments(rehearsals: readonly RecordedRehearsal[]): readonly Moment[] {
  const covered = new Set<string>();
  const byLength = [...rehearsals].sort((one, other) => one.steps.length - other.steps.length);
  return byLength.flatMap((rehearsal) => {
    const { steps, plan } = rehearsal;
    const first = steps.flatMap(({ task }, i) => {
      const what = `${plan.router.kind} ${task}`;
      const isNew = !covered.has(what);
      covered.add(what);
      return isNew ? [i] : [];
    });
    const chosen = new Set([...first, Math.floor(steps.length / 2), steps.length - 1]);
    return everyMoment([rehearsal]).filter(({ at }) => chosen.has(at));
  });
}
