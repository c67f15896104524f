import colors from 'picocolors';
import { type DirectRevert, OUTCOME_EXIT } from '../commands/revert/direct-revert';
import { duration, labelled, wrap } from './format';

const LABEL_WIDTH = 10;

const WARNING =
  'This writes to the router alone. It stops no cutover, and the ledger does not record it. ' +
  'A cutover that runs on this route takes it for a change by someone else: at its next evaluation or ' +
  'shift, or when the reconciler runs (every 5 minutes), it reverts to its own snapshot, whatever weights ' +
  'you give. If its Region is down, it does so when the Region is back.';

/** What `cutover revert --direct` says before it writes. */
export function warningOf(columns: number): string {
  return wrap(WARNING, columns, '');
}

/** The result: the route, each pair before and after, and how it ended. */
export function printDirectRevert(result: DirectRevert, columns: number): string {
  const { route, oldPath, newPath, outcome, reason, ttlSeconds } = result;
  const line = (label: string, text: string) => labelled(label, text, LABEL_WIDTH, columns);
  const isDone = OUTCOME_EXIT[outcome] === 'succeeded';
  const written = result.changeId !== null;
  return [
    line('Route', route),
    line('Old path', oldPath),
    line('New path', newPath),
    ...[...result.leftAlone, ...result.notices].map((text) => line('Note', text)),
    line('Result', (isDone ? colors.green : colors.red)(`${outcome}: ${reason}`)),
    ...(written && ttlSeconds > 0
      ? [
          line(
            'Then',
            `clients may use an answer from before for up to ${duration(ttlSeconds)} after it has propagated`,
          ),
        ]
      : []),
    '',
  ].join('\n');
}
