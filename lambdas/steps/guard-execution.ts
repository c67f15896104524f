import type { Executions, Ledger } from '../ports';
import { eachLockedRoute } from './support/locked-routes';
import { startRevert } from './support/start-revert';

interface Input {
  /** As EventBridge tells it: "Step Functions Execution Status Change". */
  detail: { executionArn: string; status: string; error?: string | null; cause?: string | null };
}

interface Output {
  /** Routes for which a revert was started now. */
  started: string[];
  reason: string;
}

/**
 * A forward execution has ended other than in success. No Catch runs when one is stopped or times out, so whatever it still holds is reverted
 * from here. One that ended in order holds nothing any more.
 */
export const guardExecution =
  (ports: { readonly ledger: Ledger; readonly executions: Executions; readonly routes: readonly string[] }) =>
  async ({ detail }: Input): Promise<Output> => {
    const { executionArn, status } = detail;
    const failure = { Error: detail.error ?? status, Cause: detail.cause ?? `the execution is ${status}` };
    const routes = await eachLockedRoute(ports.ledger, ports.routes, async ({ route, lock }) =>
      lock.execution === executionArn &&
      (await startRevert(ports.executions, { execution: executionArn, route, failure }))
        ? [route]
        : [],
    );
    const started = routes.flat();
    return { started, reason: `${executionArn} is ${status}; ${started.length} reverts started` };
  };
