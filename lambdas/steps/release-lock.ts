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
}

/** Records the outcome and releases the lock, so that the next cutover of the route can start. */
export const releaseLock =
  (ports: { readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({ execution, route, fence, ended }: Input): Promise<Omit<RouteOutcome, 'failure'>> => {
    const { outcome } = ended;
    const reason = ended.failure === undefined ? ended.reason : describeFailure(ended.failure);
    await recordDecision(ports, { route, execution }, { key: 'end', what: outcome, reason });
    await ports.ledger.release(route, fence);
    return { outcome, reason };
  };
