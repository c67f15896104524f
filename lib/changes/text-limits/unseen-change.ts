import type { ChangeAction } from '../../../lambdas/core/stack-changes/stack-change';

/** A change that the texts of two templates do not show, but may have. */
export interface UnseenChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: Extract<ChangeAction, 'Add' | 'Modify' | 'Remove'>;
  readonly notes: readonly string[];
}
