import { describeFailure, type Failure } from '../core/shared/failure';
import type { Clock, Ledger, Log } from '../ports';
import { recordDecision } from './support/record-decision';

interface Input {
  execution: string;
  route: string;
  failure: Failure;
}

/** Logs a failed revert as an error and records it in the ledger. The route stays locked. */
export const recordFailure =
  (ports: { readonly ledger: Ledger; readonly clock: Clock; readonly log: Log }) =>
  async ({ execution, route, failure }: Input): Promise<{ reason: string }> => {
    const reason = describeFailure(failure);
    // First, so that it is in the log even when the ledger cannot be written.
    ports.log.error('the revert failed; the route stays locked until an operator has checked it', {
      route,
      execution,
      reason,
    });
    await recordDecision(
      ports,
      { route, execution },
      { key: 'revert-failed', kind: 'revert-failed', what: 'revert failed', reason },
    );
    return { reason };
  };
