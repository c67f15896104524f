import { plural } from '../../core/shared/plural';
import type { Executions, Ledger } from '../../ports';
import { eachLockedRoute } from '../support/locked-routes';
import { startRevert } from '../support/start-revert';

interface Input {
  /** The detail of an EventBridge event "Step Functions Execution Status Change". */
  detail: { executionArn: string; status: string; error?: string | null; cause?: string | null };
}

interface Output {
  /** Routes whose revert was started now. */
  started: string[];
  reason: string;
}

/**
 * Handles a forward execution that ended without success. No Catch runs when an execution is stopped or times
 * out, so this starts the revert of every route that it still holds. An execution that ended in order holds
 * none.
 */
export const guardExecution =
  (ports: { readonly ledger: Ledger; readonly executions: Executions; readonly routes: readonly string[] }) =>
  async ({ detail }: Input): Promise<Output> => {
    const { executionArn, status } = detail;
    const failure = { Error: detail.error ?? status, Cause: detail.cause ?? `the execution is ${status}` };
    const routes = await eachLockedRoute(ports.ledger, ports.routes, async ({ route, lock }) =>
      lock.execution === executionArn &&
      (await startRevert(ports, { execution: executionArn, route, failure }))
        ? [route]
        : [],
    );
    const started = routes.flat();
    return { started, reason: `${executionArn} is ${status}; ${plural(started.length, 'revert')} started` };
  };
