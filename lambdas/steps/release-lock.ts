import { describeFailure, type Failure } from '../core/shared/failure';
import type { Clock, Ledger } from '../ports';
import { record } from './support/record-decision';

/** How a cutover or a revert ends: in words, or as the failure that a Catch saw. */
export interface RouteOutcome {
  outcome: 'succeeded' | 'rejected' | 'reverted';
  reason: string;
  failure?: Failure;
}

interface Input {
  execution: string;
  route: string;
  fence: number;
  ending: RouteOutcome;
}

/** Records how it ended and frees the route for the next cutover. */
export const releaseLock =
  (ports: { readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({
    execution,
    route,
    fence,
    ending,
  }: Input): Promise<{ outcome: RouteOutcome['outcome']; reason: string }> => {
    const reason = ending.failure === undefined ? ending.reason : describeFailure(ending.failure);
    await record(ports, { route, execution }, { key: 'end', what: ending.outcome, reason });
    await ports.ledger.release(route, fence);
    return { outcome: ending.outcome, reason };
  };
