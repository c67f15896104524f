import type { World } from '../../../rehearsal/world/world';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { EvaluationAnswer } from '../evaluation';
import type { InvocationListener } from '../invocations';

/** What the watch of the pace of evaluations needs. */
interface PaceWatchOptions {
  readonly world: Pick<World, 'clock'>;
  readonly disturbances: Pick<Disturbances, 'calmSince'>;
  readonly violations: Violations;
}

/** When the next evaluation of an execution is due; epoch milliseconds. */
interface DueEvaluation {
  readonly since: number;
  readonly at: number;
}

/** What comes between the answer of an evaluation and the next one, in milliseconds: functions begin late. */
const SLACK_MS = 30_000;

/** Functions that a soak may wait for: the next evaluation comes after their answers. */
const BETWEEN: ReadonlySet<string> = new Set(['AskGates', 'ProbeNewPath']);

/** Checks that an evaluation comes when the one before has said, or as soon as the gates have answered. */
export function watchEvaluationPace(options: PaceWatchOptions): InvocationListener {
  const { world, disturbances, violations } = options;
  const due = new Map<string, DueEvaluation>();
  return (task, payload) => {
    const { execution = '' } = payload as { readonly execution?: string };
    const next = due.get(execution);
    if (BETWEEN.has(task) && next !== undefined) {
      return () => due.set(execution, { ...next, at: Math.max(next.at, world.clock.now()) });
    }
    if (task !== 'EvaluateHealth') {
      return null;
    }
    due.delete(execution);
    const lateMs = next === undefined ? 0 : world.clock.now() - next.at;
    violations.require(
      lateMs <= SLACK_MS || disturbances.calmSince() > (next?.since ?? 0),
      'evaluated-as-often-as-planned',
      `an evaluation comes ${Math.round(lateMs / 1_000)} s after it was due`,
    );
    return ({ output }) => {
      const { move, waitSeconds } = output as EvaluationAnswer;
      const now = world.clock.now();
      if (move === 'wait') {
        due.set(execution, { since: now, at: now + 1_000 * waitSeconds });
      }
    };
  };
}
