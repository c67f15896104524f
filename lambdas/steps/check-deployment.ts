import { deploymentName, judgeDeployment, type OrderedDeployment } from '../core/deployments/deployment';
import { restartMeasurement, type SoakState } from '../core/health/soak-state';
import type { Verdict } from '../core/health/verdict';
import type { Plan } from '../core/plan/plan';
import { deployOf } from '../core/plan/stage-of';
import { holdsLock, lockLost } from '../core/shared/lock';
import { describeCommand } from '../core/shared/operator-command';
import type { Deployments } from '../ports';
import { type EvaluatePorts, evaluateHealth } from './evaluate-health';
import { currentCommands } from './support/read-commands';
import { currentTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

/** What the check reads: the deployment, and what an evaluation reads while nothing may begin. */
export interface CheckDeploymentPorts extends Omit<EvaluatePorts, 'calendars'> {
  readonly deployments: Deployments;
}

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  deployment: OrderedDeployment;
  /** Iterations of all loops so far. */
  iterations: number;
  /** The soak of the stage that has traffic meanwhile; null before the first stage. */
  soakState: SoakState | null;
}

interface Output {
  status: 'done' | 'pending' | 'failed';
  reason: string;
  iterations: number;
  soakState: SoakState | null;
  /** Of the stage that has traffic meanwhile; null when its health was not evaluated. */
  verdict: Verdict | null;
}

/**
 * Checks a deployment that is under way. A stage that has traffic is evaluated meanwhile as in its soak:
 * lock, route, alarms, requests or an operator's abort end the deployment at once. Before the first stage
 * only the lock and the operator's command are checked.
 */
export const checkDeployment =
  (ports: CheckDeploymentPorts) =>
  async (input: Input): Promise<Output> => {
    const { deployment, iterations, soakState } = input;
    // The ledger has had the id since before the first run of this step.
    const progress = await ports.deployments.read(deployment.id as string);
    const now = currentTime(ports);
    const waitedSeconds = (now - Date.parse(deployment.orderedAt)) / 1_000;
    const { timeoutSeconds } = deployOf(input.plan, deployment.stage);
    const { verdict, reason } = judgeDeployment(deployment, progress, waitedSeconds, timeoutSeconds);
    const common = { reason, iterations: iterations + 1, soakState, verdict: null };
    if (verdict === 'fail') {
      return { ...common, status: 'failed' };
    }
    if (verdict === 'pass') {
      const doneAt = new Date(now).toISOString();
      await ports.ledger.saveDeployment(input.route, input.fence, { ...deployment, doneAt }, null);
      const key = `deployed-${deployment.stage}`;
      await recordDecision(ports, input, {
        ...{ key, kind: 'deployed', what: 'deployed', reason },
        stage: deployment.stage,
      });
      const done = { name: deploymentName(deployment), done: true };
      const restarted =
        soakState === null
          ? null
          : restartMeasurement({ ...soakState, iterations: iterations + 1 }, done, doneAt);
      return { ...common, status: 'done', soakState: restarted };
    }
    return soakState === null
      ? { ...common, ...(await checkMayContinue(ports, input, reason)) }
      : evaluateStage(ports, input, soakState);
  };

/** Whether the cutover may continue, before any stage has traffic. */
async function checkMayContinue(
  ports: CheckDeploymentPorts,
  input: Input,
  pending: string,
): Promise<Pick<Output, 'status' | 'reason'>> {
  const { route, fence } = input;
  const [entry, { aborted }] = await Promise.all([ports.ledger.read(route), currentCommands(ports, input)]);
  if (!holdsLock(entry, fence)) {
    return { status: 'failed', reason: lockLost(route, fence) };
  }
  return aborted === null
    ? { status: 'pending', reason: pending }
    : { status: 'failed', reason: describeCommand('aborted', aborted) };
}

async function evaluateStage(
  ports: CheckDeploymentPorts,
  input: Input,
  soakState: SoakState,
): Promise<Output> {
  const deployment = { name: deploymentName(input.deployment), done: false };
  const decision = await evaluateHealth({ ...ports, calendars: null })({
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
