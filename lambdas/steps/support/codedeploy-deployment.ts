import { CHECK_EVERY_SECONDS, endOfWait, type HookOutcome } from '../../core/deployment-hook/hook-answer';
import type { CodeDeployEvent } from '../../core/deployment-hook/hook-event';
import { REPORT_RESERVE_SECONDS } from '../../core/deployment-hook/hook-plan';
import type { CodeDeployHook } from '../../ports';
import { type NewTaskPorts, testNewTasks } from './test-new-tasks';

/** Before the function's end, so that a failure to report is thrown and not cut off. */
const LAST_WORDS_MS = 2_000;
const FIRST_PAUSE_MS = 1_000;

/** What a deployment of CodeDeploy is answered through. */
export interface CodeDeployPorts extends NewTaskPorts {
  readonly codeDeploy: CodeDeployHook;
}

/** Looks at the new tasks until they pass, fail, or the wait is over. */
export async function judgeForCodeDeploy(
  ports: CodeDeployPorts,
  event: CodeDeployEvent,
  functionEndMs: number,
): Promise<HookOutcome> {
  const { clock, plan } = ports;
  const sinceMs = clock.now();
  const endMs = functionEndMs - REPORT_RESERVE_SECONDS * 1_000;
  // A function that was given less than its plan needs ends the wait for it.
  const atMostSeconds = Math.min(plan.waitHealthySeconds, Math.floor((endMs - sinceMs) / 1_000));
  const read = () => ports.codeDeploy.read(event);
  for (;;) {
    const looked = await testNewTasks(ports, 'codedeploy', read, { endMs });
    const outcome = endOfWait(looked, { sinceMs, nowMs: clock.now(), atMostSeconds });
    if (outcome.verdict !== 'wait') {
      return outcome;
    }
    // No further than to the end, so that the reserve stays whole.
    await clock.sleep(Math.min(CHECK_EVERY_SECONDS * 1_000, Math.max(0, endMs - clock.now())));
  }
}

/**
 * Tells CodeDeploy, again and again until it has heard or the function's time is up.
 * @throws the last failure, so that Lambda counts an error and, where the call was asynchronous, makes it again
 */
export async function reportToCodeDeploy(
  { codeDeploy, clock }: CodeDeployPorts,
  event: CodeDeployEvent,
  status: 'Succeeded' | 'Failed',
  functionEndMs: number,
): Promise<'reported' | 'already'> {
  const endMs = functionEndMs - LAST_WORDS_MS;
  const late = clock.sleep(Math.max(0, endMs - clock.now())).then(() => 'late' as const);
  const tell = async (pauseMs: number): Promise<'reported' | 'already'> => {
    try {
      const said = await Promise.race([codeDeploy.report(event, status), late]);
      if (said !== 'late') {
        return said;
      }
      throw new Error('CodeDeploy has not answered in time');
    } catch (error) {
      if (clock.now() + pauseMs >= endMs) {
        throw error;
      }
    }
    await clock.sleep(pauseMs);
    return tell(pauseMs * 2);
  };
  return tell(FIRST_PAUSE_MS);
}
