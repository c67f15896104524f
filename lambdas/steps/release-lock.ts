import { LeaseRunningError, RouteBrokenError } from '../core/shared/errors';
import { describeFailure, type Failure } from '../core/shared/failure';
import { serviceNow } from '../core/shared/lease';
import type { Clock, Ledger } from '../ports';
import { readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

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
    await recordDecision(ports, { route, execution }, { key: 'end', kind: outcome, what: outcome, reason });
    // The answer to the decision has given AWS's time.
    const at = new Date(serviceNow(readTime(ports))).toISOString();
    const until = await ports.ledger.release(route, fence, at);
    if (until !== null) {
      throw new LeaseRunningError(
        `a write of the cutover may still reach ${route} until ${until}; the lock is kept until then`,
      );
    }
    return { outcome, reason };
  };
