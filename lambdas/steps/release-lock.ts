import { RouteBrokenError } from '../core/shared/errors';
import { describeFailure, type Failure } from '../core/shared/failure';
import type { Clock, Ledger } from '../ports';
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
}

/**
 * Records the outcome and releases the lock, so that the next cutover of the route can start.
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
    await recordDecision(ports, { route, execution }, { key: 'end', what: outcome, reason });
    await ports.ledger.release(route, fence);
    return { outcome, reason };
  };
