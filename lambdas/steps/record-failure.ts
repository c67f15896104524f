import { describeFailure, type Failure } from '../core/shared/failure';
import type { Clock, Ledger, Log } from '../ports';
import { record } from './support/record-decision';

interface Input {
  execution: string;
  route: string;
  failure: Failure;
}

/** A revert that failed: said loudly, kept in the ledger, and the lock stays where it is. */
export const recordFailure =
  (ports: { readonly ledger: Ledger; readonly clock: Clock; readonly log: Log }) =>
  async ({ execution, route, failure }: Input): Promise<{ reason: string }> => {
    const reason = describeFailure(failure);
    ports.log.error('the revert failed; the route is still locked and needs a person', {
      route,
      execution,
      reason,
    });
    await record(ports, { route, execution }, { key: 'revert-failed', what: 'revert failed', reason });
    return { reason };
  };
