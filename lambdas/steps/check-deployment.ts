import { judgeDeployment, deploymentName, type OrderedDeployment } from '../core/deployments/deployment';
import { restartMeasurement, type SoakState } from '../core/health/soak';
import type { Verdict } from '../core/health/verdict';
import { deployOf, type Plan } from '../core/plan/plan';
import type { Deployments } from '../ports';
import { type EvaluatePorts, evaluateHealth } from './evaluate-health';
import { record } from './support/record-decision';

/** What a look at a deployment looks at: also all that a look during a soak does. */
export interface CheckDeploymentPorts extends EvaluatePorts {
  readonly deployments: Deployments;
}

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  deployment: OrderedDeployment;
  /** Turns of all loops so far. */
  iterations: number;
  /** Of the stage that goes on meanwhile; null before the first one. */
  soakState: SoakState | null;
}

interface Output {
  status: 'done' | 'pending' | 'failed';
  reason: string;
  iterations: number;
  soakState: SoakState | null;
  /** Of the stage that goes on meanwhile; null when its health was not looked at. */
  verdict: Verdict | null;
}

/**
 * One look at a deployment that is under way. A stage that has traffic goes on being watched as in its soak: lock, route, alarms, requests and the
 * operator's word end the wait at once. Before the first stage there is only the lock and the operator.
 */
export const checkDeployment =
  (ports: CheckDeploymentPorts) =>
  async (input: Input): Promise<Output> => {
    const { deployment, iterations, soakState } = input;
    // The order was kept with its id before this step was first run.
    const progress = await ports.deployments.read(deployment.id as string);
    const now = ports.clock.now();
    const waited = (now - Date.parse(deployment.orderedAt)) / 1_000;
    const { timeoutSeconds } = deployOf(input.plan, deployment.stage);
    const { verdict, reason } = judgeDeployment(deployment, progress, waited, timeoutSeconds);
    const common = { reason, iterations: iterations + 1, soakState, verdict: null };
    if (verdict === 'fail') {
      return { ...common, status: 'failed' };
    }
    if (verdict === 'pass') {
      const doneAt = new Date(now).toISOString();
      await ports.ledger.saveDeployment(input.route, input.fence, { ...deployment, doneAt });
      await record(ports, input, { key: `deployed-${deployment.stage}`, what: 'deployed', reason });
      const watched = { name: deploymentName(deployment), done: true };
      const anew =
        soakState === null
          ? null
          : restartMeasurement({ ...soakState, iterations: iterations + 1 }, watched, doneAt);
      return { ...common, status: 'done', soakState: anew };
    }
    return soakState === null
      ? { ...common, ...(await lookAtOrders(ports, input, reason)) }
      : lookAtStage(ports, input, soakState);
  };

/** Nothing has any traffic yet: whether it may go on at all. */
async function lookAtOrders(
  { ledger }: CheckDeploymentPorts,
  { route, execution, fence }: Input,
  pending: string,
): Promise<Pick<Output, 'status' | 'reason'>> {
  const [entry, request] = await Promise.all([ledger.read(route), ledger.lastCommand(route, execution)]);
  if (entry?.lock?.fence !== fence || entry.lock.reverting) {
    return { status: 'failed', reason: `the lock of ${route} is no longer held under fence ${fence}` };
  }
  return request?.kind === 'abort'
    ? { status: 'failed', reason: `aborted by ${request.by}: ${request.reason}` }
    : { status: 'pending', reason: pending };
}

async function lookAtStage(ports: CheckDeploymentPorts, input: Input, soakState: SoakState): Promise<Output> {
  const deployment = { name: deploymentName(input.deployment), done: false };
  const decision = await evaluateHealth(ports)({
    ...input,
    soakState: { ...soakState, iterations: input.iterations, deployment },
  });
  return {
    status: decision.move === 'wait' ? 'pending' : 'failed',
    reason: decision.reason,
    iterations: decision.soakState.iterations,
    soakState: decision.soakState,
    verdict: decision.verdict,
  };
}
