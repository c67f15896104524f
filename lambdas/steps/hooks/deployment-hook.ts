import {
  consoleLink,
  type EcsAnswer,
  ecsAnswer,
  endOfWait,
  type HookOutcome,
  waitingSince,
} from '../../core/deployment-hook/hook-answer';
import {
  type CodeDeployEvent,
  contractOf,
  type EcsEvent,
  type HookContract,
  parseCodeDeployEvent,
  parseEcsEvent,
} from '../../core/deployment-hook/hook-event';
import { REPORT_RESERVE_SECONDS } from '../../core/deployment-hook/hook-plan';
import { isRollback } from '../../core/deployment-hook/hook-stage';
import { describeError } from '../../core/shared/failure';
import type { DeploymentHook, Log } from '../../ports';
import { type CodeDeployPorts, reportToCodeDeploy, testForCodeDeploy } from '../support/codedeploy-hook';
import { testNewTasks } from '../support/test-new-tasks';

/** What the hook works through, whichever service calls it. */
export interface HookPorts extends CodeDeployPorts {
  readonly ecs: DeploymentHook<EcsEvent>;
  readonly log: Log;
}

/** The context of a Lambda call. */
export interface HookCall {
  /** Milliseconds until Lambda ends the function. */
  readonly remainingMs: number;
  readonly functionArn: string;
}

/**
 * Tests the new tasks of a blue/green deployment over its test listener, before production traffic shifts to
 * them. Reports the outcome to CodeDeploy, or returns it to ECS.
 * @throws ValidationError for an event that cannot be answered
 * @throws the error for which an outcome could not be reported to CodeDeploy
 */
export const deploymentHook =
  (ports: HookPorts) =>
  async (event: unknown, call: HookCall): Promise<EcsAnswer | Record<string, unknown>> => {
    const functionEndMs = ports.clock.now() + call.remainingMs;
    return contractOf(event) === 'codedeploy'
      ? answerCodeDeploy(ports, parseCodeDeployEvent(event), call, functionEndMs)
      : answerEcs(ports, event, call, functionEndMs);
  };

async function answerCodeDeploy(
  ports: HookPorts,
  event: CodeDeployEvent,
  call: HookCall,
  functionEndMs: number,
): Promise<Record<string, unknown>> {
  const outcome = await testForCodeDeploy(ports, event, functionEndMs);
  const logOutcome = outcomeLog(ports.log, 'codedeploy', event.DeploymentId, call);
  const status = outcome.verdict === 'pass' ? 'Succeeded' : 'Failed';
  // Before the report, so that it is in the log even when the report fails.
  logOutcome(outcome);
  try {
    const reported = await reportToCodeDeploy(ports, event, status, functionEndMs);
    ports.log.info('reported to CodeDeploy', { deployment: event.DeploymentId, status, reported });
    return { status, reported };
  } catch (error) {
    logOutcome({
      ...outcome,
      verdict: 'fail',
      reason: `${status} could not be reported to CodeDeploy: ${describeError(error)}`,
    });
    throw error;
  }
}

async function answerEcs(
  ports: HookPorts,
  given: unknown,
  call: HookCall,
  functionEndMs: number,
): Promise<EcsAnswer> {
  const { clock, plan, log } = ports;
  let event: EcsEvent;
  try {
    event = parseEcsEvent(given);
  } catch (error) {
    const logOutcome = outcomeLog(log, 'ecs', 'unknown', call);
    logOutcome({ verdict: 'fail', reason: describeError(error), stage: null, checks: [] });
    return { hookStatus: 'FAILED' };
  }
  const logOutcome = outcomeLog(log, 'ecs', event.resourceArn, call);
  const sinceMs = waitingSince(event, clock.now());
  if (isRollback(event)) {
    const reason =
      'ECS is rolling back and takes the test traffic from the new tasks, so there is nothing to test';
    const outcome: HookOutcome = { verdict: 'pass', reason, stage: event.lifecycleStage, checks: [] };
    logOutcome(outcome);
    return ecsAnswer(outcome, event.hookDetails, sinceMs);
  }
  const endMs = functionEndMs - REPORT_RESERVE_SECONDS * 1_000;
  const tested = await testNewTasks(ports, 'ecs', () => ports.ecs.read(event), { endMs });
  const waited = { sinceMs, nowMs: clock.now(), atMostSeconds: plan.waitHealthySeconds };
  const outcome = endOfWait(tested, waited);
  logOutcome(outcome);
  return ecsAnswer(outcome, event.hookDetails, sinceMs);
}

const MESSAGES = {
  pass: 'deployment hook passed',
  fail: 'deployment hook failed',
  wait: 'deployment hook waits',
} as const;

/** Logs outcomes with the deployment's id, by which they are found, and the link to its console page. */
function outcomeLog(log: Log, contract: HookContract, deployment: string, { functionArn }: HookCall) {
  return ({ verdict, ...rest }: HookOutcome) => {
    const link = consoleLink(contract, deployment, functionArn);
    const level = verdict === 'fail' ? 'error' : 'info';
    log[level](MESSAGES[verdict], { contract, deployment, verdict, ...rest, console: link });
  };
}
