import { highestRisk, type StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import { attachmentsOf } from './table/table';

/**
 * An addition of a change set, with a note if it would not be safe where it attaches to something that
 * exists. CloudFormation lists it with its type alone.
 */
export function withHiddenTarget(change: StackChange): StackChange {
  const risk = highestRisk(attachmentsOf(change.type).map((attachment) => attachment.risk));
  if (change.action !== 'Add' || risk === 'safe') {
    return change;
  }
  const note = 'A change set does not show what it attaches to: compare the two templates as well.';
  return { ...change, notes: [...change.notes, note] };
}
