import {
  decideSoak,
  type SoakDecision,
  type SoakInput,
  type SoakState,
  startSoak,
} from '../../../lambdas/core/health/soak';
import type { Judgement, Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';

/** When the shift of the tests took effect. */
export const effectiveAt = '2026-11-20T12:00:00.000Z';
/** Epoch milliseconds, seconds after that. */
export const secondsIn = (seconds: number) => Date.parse(effectiveAt) + 1_000 * seconds;

export const say = (verdict: Verdict, reason: string = verdict): Judgement => ({ verdict, reason });

/** A watch of the first stage, with what the test is about. */
export const soakStateOf = (over: Partial<SoakState> = {}): SoakState => ({
  ...startSoak(0, effectiveAt, 0),
  ...over,
});

/** One look, `at` seconds after the shift took effect. */
export const evaluateAt = (
  at: number,
  plan: Plan,
  over: Partial<Omit<SoakInput, 'now' | 'plan'>> = {},
): SoakDecision =>
  decideSoak({
    plan,
    soakState: soakStateOf(),
    judgement: say('pass'),
    evaluationRangeSeconds: 0,
    request: null,
    now: secondsIn(at),
    ...over,
  });

/** What a measurement at a time says, and what an operator has asked for by then. */
export type Script = (
  at: number,
) => Partial<Pick<SoakInput, 'judgement' | 'request' | 'evaluationRangeSeconds'>>;

/** Looks again and again, as the state machine does, until there is another move than to wait. */
export function soakUntilMove(
  plan: Plan,
  script: Script,
  { soakState = soakStateOf(), from = 0 }: { readonly soakState?: SoakState; readonly from?: number } = {},
): { readonly end: SoakDecision; readonly at: number; readonly looks: readonly number[] } {
  const looks: number[] = [];
  let at = from;
  let decision = evaluateAt(at, plan, { ...script(at), soakState });
  for (;;) {
    looks.push(at);
    if (decision.move !== 'wait') {
      return { end: decision, at, looks };
    }
    at += decision.waitSeconds;
    decision = evaluateAt(at, plan, { ...script(at), soakState: JSON.parse(JSON.stringify(decision.soakState)) });
  }
}
