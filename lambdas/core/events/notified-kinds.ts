import type { DecisionKind } from './decision';

/** What people are notified of unless a deployment says otherwise: it begins, ends or needs something. */
export const NOTIFIED_KINDS = [
  'started',
  'stage-passed',
  'waiting-for-approval',
  'approval-reminder',
  'approved',
  'promoted',
  'paused',
  'resumed',
  'aborted',
  'revert-requested',
  'reverting',
  'reverted',
  'rejected',
  'succeeded',
  'revert-failed',
  'unattended',
] as const satisfies readonly DecisionKind[];
