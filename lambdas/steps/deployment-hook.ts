import {
  consoleLink,
  type EcsAnswer,
  ecsAnswer,
  endOfWait,
  type HookOutcome,
  waitingSince,
} from '../core/deployment-hook/hook-answer';
import {
  type CodeDeployEvent,
  contractOf,
  type EcsEvent,
  type HookContract,
  parseCodeDeployEvent,
  parseEcsEvent,
} from '../core/deployment-hook/hook-event';
import { REPORT_RESERVE_SECONDS } from '../core/deployment-hook/hook-plan';
import { isRollback } from '../core/deployment-hook/hook-stage';
import { describeError } from '../core/shared/failure';
import type { DeploymentHook, Log } from '../ports';
import {
  type CodeDeployPorts,
  judgeForCodeDeploy,
  reportToCodeDeploy,
} from './support/codedeploy-deployment';
import { testNewTasks } from './support/test-new-tasks';

/** What the hook does its work through, for whichever service calls. */
export interface HookPorts extends CodeDeployPorts {
  readonly ecs: DeploymentHook<EcsEvent>;
  readonly log: Log;
}

/** What Lambda says of a call. */
export interface HookCall {
  /** Milliseconds until Lambda ends the function. */
  readonly remainingMs: number;
  readonly functionArn: string;
}

/**
 * Tests the new tasks of a blue/green deployment over its test listener before production goes to them. CodeDeploy is told how that went; ECS
 * gets it as the answer.
 * @throws ValidationError for an event that cannot be answered; any error for which CodeDeploy could not be told
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
  const outcome = await judgeForCodeDeploy(ports, event, functionEndMs);
  const note = noteOf(ports.log, 'codedeploy', event.DeploymentId, call);
  const status = outcome.verdict === 'pass' ? 'Succeeded' : 'Failed';
  // Before the report: this line must be there even when CodeDeploy cannot be told.
  note(outcome);
  try {
    const reported = await reportToCodeDeploy(ports, event, status, functionEndMs);
    ports.log.info('reported to CodeDeploy', { deployment: event.DeploymentId, status, reported });
    return { status, reported };
  } catch (error) {
    note({
      ...outcome,
      verdict: 'fail',
      reason: `CodeDeploy could not be told ${status}: ${describeError(error)}`,
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
    noteOf(
      log,
      'ecs',
      'unknown',
      call,
    )({ verdict: 'fail', reason: describeError(error), stage: null, checks: [] });
    return { hookStatus: 'FAILED' };
  }
  const note = noteOf(log, 'ecs', event.resourceArn, call);
  const sinceMs = waitingSince(event, clock.now());
  if (isRollback(event)) {
    const reason = 'ECS rolls back and takes the test traffic from the new tasks: nothing to test';
    const outcome: HookOutcome = { verdict: 'pass', reason, stage: event.lifecycleStage, checks: [] };
    note(outcome);
    return ecsAnswer(outcome, event.hookDetails, sinceMs);
  }
  const endMs = functionEndMs - REPORT_RESERVE_SECONDS * 1_000;
  const looked = await testNewTasks(ports, 'ecs', () => ports.ecs.read(event), { endMs });
  const waited = { sinceMs, nowMs: clock.now(), atMostSeconds: plan.waitHealthySeconds };
  const outcome = endOfWait(looked, waited);
  note(outcome);
  return ecsAnswer(outcome, event.hookDetails, sinceMs);
}

const WORDS = {
  pass: 'deployment hook passed',
  fail: 'deployment hook failed',
  wait: 'deployment hook waits',
} as const;

/** Logs outcomes so that they are found by the deployment's id, with the link to its page. */
function noteOf(log: Log, contract: HookContract, deployment: string, { functionArn }: HookCall) {
  return ({ verdict, ...rest }: HookOutcome) => {
    const link = consoleLink(contract, deployment, functionArn);
    const level = verdict === 'fail' ? 'error' : 'info';
    log[level](WORDS[verdict], { contract, deployment, verdict, ...rest, console: link });
  };
}
