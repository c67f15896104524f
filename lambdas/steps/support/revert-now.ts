import { shorten } from '../../core/health/verdict';
import { accepted, type OperateAnswer, refused } from '../../core/operate/operate-answer';
import { ServiceBusyError } from '../../core/shared/errors';
import { describeCommand, type OperatorCommand } from '../../core/shared/operator-command';
import type { Clock, Executions, Ledger, Lock } from '../../ports';
import { startRevert } from './start-revert';

interface Ports {
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly clock: Clock;
}

/** The error with which an execution ends that an operator has aborted. */
const ABORTED = 'AbortedByOperator';
/** A write of the ledger is tried so often, at this interval. The traffic must not wait longer for it. */
const TRIES = 3;
const RETRY_MS = 200;

/**
 * Reverts the cutover that holds the lock, whatever it is doing. The revert is started before the execution
 * is stopped: if this ends in between, the execution finds its lock taken over.
 * @param status of an execution that has ended; null while it runs
 */
export async function revertNow(
  ports: Ports,
  { route, lock, status }: { readonly route: string; readonly lock: Lock; readonly status: string | null },
  command: OperatorCommand,
): Promise<OperateAnswer> {
  const { execution } = lock;
  if (command.kind === 'abort' && (lock.reverting || status !== null)) {
    const now = status === null ? 'is being reverted already' : `has ended (${status})`;
    return refused('conflict', `${execution} ${now}; send revert if its revert has failed`);
  }
  const cause = describeCause(command);
  if (!(await retried(ports, () => ports.ledger.sendToHolder(route, execution, command)))) {
    return refused(
      'conflict',
      `${execution} has ended meanwhile, so that nothing would read the command; if it has succeeded, ` +
        'cutover undo moves the traffic back in stages',
    );
  }
  const isNew = await startRevert(ports, { execution, route, failure: { Cause: cause } }, { again: true });
  if (status === null) {
    await ports.executions.stop(execution, ABORTED, cause);
  }
  const { kind, by, at } = command;
  const next = isNew ? 'the revert was started' : 'a revert of the cutover is under way already';
  return accepted({ kind, route, execution, by, at, next });
}

/** Stops an execution that has no lock: it has moved nothing. */
export async function stopBeforeLock(
  ports: Ports,
  { route, execution }: { readonly route: string; readonly execution: string },
  command: OperatorCommand,
): Promise<OperateAnswer> {
  const status = await ports.executions.status(execution);
  if (status !== 'RUNNING') {
    const now = status === null ? 'does not exist' : `is ${status}`;
    return refused('conflict', `${execution} ${now}, and does not hold the lock of ${route}`);
  }
  await retried(ports, async () => {
    await ports.ledger.sendCommand(route, execution, command);
    return true;
  });
  await ports.executions.stop(execution, ABORTED, describeCause(command));
  const { kind, by, at } = command;
  const next = 'the execution was stopped before it had locked the route, so that nothing was moved';
  return accepted({ kind, route, execution, by, at, next });
}

function describeCause(command: OperatorCommand): string {
  return shorten(describeCommand(command.kind === 'revert' ? 'reverted' : 'aborted', command));
}

/**
 * Writes a command, so that a step that still runs begins nothing new. What it cannot write, it leaves:
 * stopping the execution is what counts, and its cause has who asked for it.
 * @returns false when the command was refused
 */
async function retried({ clock }: Ports, write: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ServiceBusyError)) {
        throw error;
      }
      await clock.sleep(RETRY_MS);
    }
  }
  return true;
}
