import { type FirstViolation, firstViolation, type RunsOfCases } from '../draws/first-violation';
import { hookCases } from './drawn-hook-cases';
import type { HookCase } from './hook-case';
import type { HookViolation } from './hook-invariants';
import type { HookRun } from './hook-record';
import { hookAnswerOf } from './oracle/hook-facts';
import { judgeHook } from './oracle/hook-oracle';
import { type HookTamper, runHook } from './run-hook';

/** What a case of a deployment hook came to. */
export interface CheckedHookCase {
  readonly violations: readonly HookViolation[];
  /** The last answer that the service got: `codedeploy pass`, `ecs fail`, `ecs none`. */
  readonly outcome: string;
}

/** The smallest hook case that violates an invariant. */
export interface HookCounterexample extends FirstViolation<HookCase> {
  readonly violations: readonly HookViolation[];
}

/** What to simulate. */
export interface HookSimulation extends RunsOfCases {
  /** A planted bug; see `hook-mutants.ts`. */
  readonly tamper?: HookTamper | undefined;
  /** Called after every run, and after each of those that find a smaller case. */
  readonly progress?: (drawn: HookCase, checked: CheckedHookCase) => void;
}

/** Runs a case and judges it. */
export async function checkHookCase(drawn: HookCase, tamper?: HookTamper): Promise<CheckedHookCase> {
  const run = await runHook(drawn, tamper);
  return { violations: judgeHook(drawn, run), outcome: `${drawn.contract} ${lastAnswer(drawn, run)}` };
}

function lastAnswer(drawn: HookCase, { invocations, accepted }: HookRun): string {
  const last = invocations.at(-1);
  return drawn.contract === 'codedeploy'
    ? (accepted?.status ?? 'none')
    : ((last && hookAnswerOf(last, drawn).answer) ?? 'none');
}

/** Runs random cases until one violates an invariant. @returns null when none did */
export async function simulateHooks(input: HookSimulation): Promise<HookCounterexample | null> {
  const holds = async (drawn: HookCase) => {
    const checked = await checkHookCase(drawn, input.tamper);
    input.progress?.(drawn, checked);
    return checked.violations.length === 0;
  };
  const first = await firstViolation(hookCases, holds, input);
  return first && { ...first, violations: (await checkHookCase(first.found, input.tamper)).violations };
}
