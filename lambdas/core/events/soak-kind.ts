import type { SoakDecision } from '../health/soak';
import type { SoakState } from '../health/soak-state';

/** What an evaluation has decided. */
type SoakKind = 'evaluated' | 'stage-passed' | 'waiting-for-approval';

/**
 * The kind of what an evaluation has decided. A stage has passed once: when its soak ends, or, where the next
 * stage deploys first, when it has passed with the new tasks as well.
 * @param before the state before the evaluation
 */
export function soakKind({ move, soakState }: SoakDecision, before: SoakState): SoakKind {
  const holds = before.phase === 'soak' && soakState.phase === 'hold';
  const ends = before.phase === 'soak' && (move === 'shift' || move === 'finish');
  if (holds || ends) {
    return 'stage-passed';
  }
  return move === 'wait' && before.awaitingSince === null && soakState.awaitingSince !== null
    ? 'waiting-for-approval'
    : 'evaluated';
}
