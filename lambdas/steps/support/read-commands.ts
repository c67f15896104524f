import { type CommandState, commandState, parseCommands } from '../../core/shared/operator-command';
import type { Clock, Ledger, RouteEntry } from '../../ports';
import { currentTime } from './read-time';
import { type RouteExecution, recordDecision } from './record-decision';

/** What operators have asked this execution for, as the ledger has it now. */
export async function currentCommands(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  input: RouteExecution,
): Promise<CommandState> {
  return readCommands(ports, input, await ports.ledger.read(input.route));
}

/**
 * What operators have asked this execution for, by an entry of the ledger. What cannot be read as a command
 * changes nothing: it is recorded once, with what is wrong, and marked, so that it does not count later.
 */
export async function readCommands(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  input: RouteExecution,
  entry: RouteEntry | null,
): Promise<CommandState> {
  const { route, execution } = input;
  if (entry?.lock?.execution !== execution || entry.commands.stored.length === 0) {
    return commandState([]);
  }
  const unread = parseCommands(entry.commands, { began: entry.lock.acquiredAt, now: currentTime(ports) });
  for (const one of unread) {
    if (!one.ok) {
      const reason = `command ${one.index + 1} was refused and changes nothing: ${one.problem}`;
      await recordDecision(ports, input, {
        key: `refused-command-${one.index + 1}`,
        kind: 'command-refused',
        what: 'command refused',
        reason,
      });
      await ports.ledger.refuseCommand(route, execution, one.index);
    }
  }
  return commandState(unread.flatMap((one) => (one.ok ? [one.command] : [])));
}
