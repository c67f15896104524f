import {
  AbortedUnderWayError,
  FencedError,
  LeaseRunningError,
  RouteBrokenError,
} from '../core/shared/errors';
import { describeFailure, type Failure } from '../core/shared/failure';
import { serviceNow } from '../core/shared/lease';
import { describeCommand } from '../core/shared/operator-command';
import type { Clock, Ledger } from '../ports';
import { readCommands } from './support/read-commands';
import { readTime } from './support/read-time';
import { decisionOf, type NewDecision, type RouteExecution, recordDecision } from './support/record-decision';

/** How a cutover or a revert ended. */
export interface RouteOutcome {
  outcome: 'succeeded' | 'rejected' | 'reverted';
  reason: string;
  /** The failure that a Catch saw; given instead of a reason in words. */
  failure?: Failure;
}

interface Input {
  execution: string;
  route: string;
  fence: number;
  ended: RouteOutcome;
  /** What a revert could not put back, in words; empty or absent: nothing. */
  unrestored?: string;
  /** When the execution of a revert started (ISO 8601), for its metric; absent for a cutover. */
  revertStartedAt?: string;
}

/**
 * Records the outcome and releases the lock, so that the next cutover of the route can start.
 * @throws AbortedUnderWayError when an operator has aborted a cutover that would otherwise have succeeded:
 *   the lock is kept
 * @throws FencedError when a revert has taken the lock over, unless the cutover was rejected anyway, or an
 *   earlier try has recorded its success
 * @throws LeaseRunningError while a write of this one may still reach the router: the lock is kept
 * @throws RouteBrokenError when a revert could not put everything back: the lock is kept
 */
export const releaseLock =
  (ports: { readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({
    execution,
    route,
    fence,
    ended,
    unrestored = '',
  }: Input): Promise<Omit<RouteOutcome, 'failure'>> => {
    if (unrestored !== '') {
      throw new RouteBrokenError(
        `what could be put back is back, and this is not: ${unrestored}; ` +
          'repair it by hand, then start the revert again',
      );
    }
    const { outcome } = ended;
    const reason = ended.failure === undefined ? ended.reason : describeFailure(ended.failure);
    const end = { key: 'end', kind: outcome, what: outcome, reason } as const;
    const until = await (outcome === 'succeeded' ? finish : release)(ports, { route, execution, fence }, end);
    if (until !== null) {
      throw new LeaseRunningError(
        `a write of the cutover may still reach ${route} until ${until}; the lock is kept until then`,
      );
    }
    return { outcome, reason };
  };

interface Ports {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

type Owner = RouteExecution & { readonly fence: number };

/** @returns null; or ISO 8601, until when the lock must be kept */
async function release(ports: Ports, owner: Owner, end: NewDecision): Promise<string | null> {
  await recordDecision(ports, owner, end);
  try {
    // The answer to the decision has given AWS's time.
    return await ports.ledger.release(owner.route, owner.fence, serviceTime(ports));
  } catch (error) {
    // Nothing has moved; whoever has the lock now releases it.
    if (end.kind === 'rejected' && error instanceof FencedError) {
      return null;
    }
    throw error;
  }
}

/** The same for a cutover that has succeeded, unless an operator has aborted it since its last evaluation. */
async function finish(ports: Ports, owner: Owner, end: NewDecision): Promise<string | null> {
  const { route, execution, fence } = owner;
  for (;;) {
    const entry = await ports.ledger.read(route);
    const { aborted } = await readCommands(ports, owner, entry);
    if (aborted !== null) {
      throw new AbortedUnderWayError(describeCommand('aborted', aborted));
    }
    const ending = {
      decision: decisionOf(ports.clock, execution, end),
      commands: entry?.commands.stored.length ?? 0,
    };
    const until = await ports.ledger
      .finish(route, fence, serviceTime(ports), ending)
      .catch((error) => requireRecorded(ports, owner, end, error));
    if (until === null) {
      // Without a lock, which the reconciler may have released, nothing was recorded with it.
      await recordDecision(ports, owner, end);
    }
    if (until !== false) {
      return until;
    }
  }
}

/**
 * A cutover may have been released by an earlier try, whose answer was lost. Then another one may have taken
 * the lock since.
 * @throws the error unless that try has recorded the outcome
 */
async function requireRecorded(
  { ledger }: Ports,
  { route, execution }: Owner,
  { key, kind }: NewDecision,
  error: unknown,
): Promise<null> {
  const recorded = error instanceof FencedError ? await ledger.decision(route, execution, key) : null;
  if (recorded?.kind !== kind) {
    throw error;
  }
  return null;
}

function serviceTime(ports: Ports): string {
  return new Date(serviceNow(readTime(ports))).toISOString();
}
