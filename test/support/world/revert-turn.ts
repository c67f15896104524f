import type { RevertTurn } from '../../../lambdas/ports';

/** The execution of the revert machine in tests. */
export const revertExecution = 'arn:aws:states:eu-west-1:111122223333:execution:revert:revert-api-1';

/** The turn of that execution. */
export const TURN: RevertTurn = {
  by: revertExecution,
  entered: '2026-11-20T12:00:00.000Z',
  at: '2026-11-20T12:00:00.000Z',
  until: '2026-11-20T12:00:45.000Z',
};

let entries = 0;

/** When a state of the revert machine is entered: another time with each call. */
export function nextEntry(): string {
  entries += 1;
  return new Date(Date.parse(TURN.entered) + entries).toISOString();
}
