import type { RevertTurn } from '../../../lambdas/ports';

/** The execution of the revert machine in tests. */
export const revertExecution = 'arn:aws:states:eu-west-1:111122223333:execution:revert:revert-api-1';

/** The turn of that execution. */
export const TURN: RevertTurn = {
  by: revertExecution,
  at: '2026-11-20T12:00:00.000Z',
  until: '2026-11-20T12:00:45.000Z',
};
