import { MAX_ITERATIONS } from '../../core/estimate/estimate';
import { AbortedError, AbortedUnderWayError, PausedError } from '../../core/shared/errors';
import { requireLock } from '../../core/shared/lock';
import { type CommandState, describeCommand } from '../../core/shared/operator-command';
import type { Clock, Ledger, RouteEntry } from '../../ports';
import { readCommands } from './read-commands';

/** The step that begins something new, as the rule of leases needs to know it. */
export interface LeaseInput {
  readonly route: string;
  readonly execution: string;
  readonly fence: number;
  /** Iterations of all loops so far: a pause must not fill the history. */
  readonly iterations: number;
}

/** What a step begins. */
export interface Lease {
  /** The ledger's entry as the step has read it. */
  readonly entry: RouteEntry;
  /** What stays undone while it is held back, for the message: `nothing was shifted`. */
  readonly notDone: string;
  /** Whether an earlier try has begun it, and may have changed something: a pause holds after that. */
  readonly isUnderWay: boolean;
  /** Takes the lease. @returns false when commands have arrived beyond the number that is given */
  readonly take: (commands: number) => Promise<boolean>;
}

/**
 * Takes the lease of a step, unless an operator has paused or aborted the cutover. The write is conditional
 * on the commands that were read, so that none that arrives in between is missed.
 * @throws PausedError, AbortedError, AbortedUnderWayError when nothing new was begun
 */
export async function takeLease(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  input: LeaseInput,
  lease: Lease,
): Promise<void> {
  let { entry } = lease;
  for (;;) {
    requireNoHold(await readCommands(ports, input, entry), input, lease);
    if (await lease.take(entry.commands.stored.length)) {
      return;
    }
    entry = requireLock(await ports.ledger.read(input.route), input, lease.notDone);
  }
}

function requireNoHold(
  { aborted, paused }: CommandState,
  { iterations }: LeaseInput,
  { notDone, isUnderWay }: Lease,
): void {
  if (aborted !== null) {
    const message = describeCommand('aborted', aborted);
    throw isUnderWay ? new AbortedUnderWayError(message) : new AbortedError(message);
  }
  if (paused === null || isUnderWay) {
    return;
  }
  const message = describeCommand('paused', paused);
  if (iterations >= MAX_ITERATIONS) {
    const full = `the execution history is nearly full after ${iterations} iterations`;
    throw new AbortedError(`${message}; ${full} (limit ${MAX_ITERATIONS}); ${notDone}`);
  }
  throw new PausedError(`${message}; ${notDone}`);
}
