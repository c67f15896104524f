import fc from 'fast-check';
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
export interface HookCounterexample {
  readonly found: HookCase;
  readonly violations: readonly HookViolation[];
  /** The run that found it, from 0. */
  readonly run: number;
}

/** What to simulate. */
export interface HookSimulation {
  readonly runs: number;
  readonly seed: number;
  /** A planted bug; see `hook-mutants.ts`. */
  readonly tamper?: HookTamper | undefined;
  /** Whether the case is reduced; default true. */
  readonly shrink?: boolean;
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
  const property = fc.asyncProperty(hookCases, async (drawn) => {
    const checked = await checkHookCase(drawn, input.tamper);
    input.progress?.(drawn, checked);
    return checked.violations.length === 0;
  });
  const details = await fc.check(property, {
    numRuns: input.runs,
    seed: input.seed,
    endOnFailure: input.shrink === false,
  });
  if (!details.failed) {
    return null;
  }
  if (details.counterexample === null) {
    throw details.errorInstance ?? new Error('the simulation of hooks could not run');
  }
  const [found] = details.counterexample;
  const { violations } = await checkHookCase(found, input.tamper);
  return { found, violations, run: Number(details.counterexamplePath?.split(':')[0]) };
}
