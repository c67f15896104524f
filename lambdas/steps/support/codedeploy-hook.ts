import { CHECK_EVERY_SECONDS, endOfWait, type HookOutcome } from '../../core/deployment-hook/hook-answer';
import type { CodeDeployEvent } from '../../core/deployment-hook/hook-event';
import { REPORT_RESERVE_SECONDS } from '../../core/deployment-hook/hook-plan';
import type { CodeDeployHook } from '../../ports';
import { type NewTaskPorts, testNewTasks } from './test-new-tasks';

/** Kept in reserve before the function's end, so that a failure to report is thrown rather than cut off. */
const THROW_RESERVE_MS = 2_000;
const FIRST_PAUSE_MS = 1_000;

/** What the hook of a CodeDeploy deployment reads and reports through. */
export interface CodeDeployPorts extends NewTaskPorts {
  readonly codeDeploy: CodeDeployHook;
}

/** Tests the new tasks until they pass, fail, or the wait is over. */
export async function testForCodeDeploy(
  ports: CodeDeployPorts,
  event: CodeDeployEvent,
  functionEndMs: number,
): Promise<HookOutcome> {
  const { clock, plan } = ports;
  const sinceMs = clock.now();
  const endMs = functionEndMs - REPORT_RESERVE_SECONDS * 1_000;
  // A function with less time than its plan needs waits for less.
  const atMostSeconds = Math.min(plan.waitHealthySeconds, Math.floor((endMs - sinceMs) / 1_000));
  const read = () => ports.codeDeploy.read(event);
  for (;;) {
    const tested = await testNewTasks(ports, 'codedeploy', read, { endMs });
    const outcome = endOfWait(tested, { sinceMs, nowMs: clock.now(), atMostSeconds });
    if (outcome.verdict !== 'wait') {
      return outcome;
    }
    // At most to the end, so that the reserve is not used up.
    await clock.sleep(Math.min(CHECK_EVERY_SECONDS * 1_000, Math.max(0, endMs - clock.now())));
  }
}

/**
 * Reports the outcome to CodeDeploy, with retries until it is accepted or the function's time is over.
 * @throws the last failure, so that Lambda counts an error and retries an asynchronous call
 */
export async function reportToCodeDeploy(
  { codeDeploy, clock }: CodeDeployPorts,
  event: CodeDeployEvent,
  status: 'Succeeded' | 'Failed',
  functionEndMs: number,
): Promise<'reported' | 'already'> {
  const endMs = functionEndMs - THROW_RESERVE_MS;
  const late = clock.sleep(Math.max(0, endMs - clock.now())).then(() => 'late' as const);
  const report = async (pauseMs: number): Promise<'reported' | 'already'> => {
    try {
      const answer = await Promise.race([codeDeploy.report(event, status), late]);
      if (answer !== 'late') {
        return answer;
      }
      throw new Error('CodeDeploy did not answer in time');
    } catch (error) {
      if (clock.now() + pauseMs >= endMs) {
        throw error;
      }
    }
    await clock.sleep(pauseMs);
    return report(pauseMs * 2);
  };
  return report(FIRST_PAUSE_MS);
}
