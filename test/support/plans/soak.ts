import { decideSoak, type SoakDecision } from '../../../lambdas/core/health/soak';
import { type SoakInput, type SoakState, startSoak } from '../../../lambdas/core/health/soak-state';
import type { Judgement, Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { commandState, type OperatorCommand } from '../../../lambdas/core/shared/operator-command';

/** When the shift of the tests is effective. */
export const effectiveAt = '2026-11-20T12:00:00.000Z';
/** Epoch milliseconds, seconds after that. */
export const secondsIn = (seconds: number) => Date.parse(effectiveAt) + 1_000 * seconds;

export const say = (verdict: Verdict, reason: string = verdict): Judgement => ({ verdict, reason });

/** The state of the soak of the first stage, with what the test is about. */
export const soakStateOf = (over: Partial<SoakState> = {}): SoakState => ({
  ...startSoak(0, effectiveAt, 0),
  ...over,
});

/** What operators have asked for, as all of it or as one command; null where it could not be read. */
interface Asked {
  readonly command?: OperatorCommand | null;
}

/** One evaluation, `at` seconds after the shift is effective. */
export const evaluateAt = (
  at: number,
  plan: Plan,
  { command = null, commands, ...over }: Partial<Omit<SoakInput, 'now' | 'plan'>> & Asked = {},
): SoakDecision =>
  decideSoak({
    plan,
    soakState: soakStateOf(),
    judgement: say('pass'),
    evaluationRangeSeconds: 0,
    leaseSeconds: 0,
    commands: commands ?? (command === null ? null : commandState([command])),
    now: secondsIn(at),
    ...over,
  });

/** The measurement at a time, and the last command of an operator by then. */
export type Script = (
  at: number,
) => Partial<Pick<SoakInput, 'judgement' | 'evaluationRangeSeconds' | 'closed'>> & Asked;

/** Evaluates again and again, as the state machine does, until the move is not to wait. */
export function soakUntilMove(
  plan: Plan,
  script: Script,
  { soakState = soakStateOf(), from = 0 }: { readonly soakState?: SoakState; readonly from?: number } = {},
): { readonly end: SoakDecision; readonly at: number; readonly evaluations: readonly number[] } {
  const evaluations: number[] = [];
  let at = from;
  let decision = evaluateAt(at, plan, { ...script(at), soakState });
  for (;;) {
    evaluations.push(at);
    if (decision.move !== 'wait') {
      return { end: decision, at, evaluations };
    }
    at += decision.waitSeconds;
    decision = evaluateAt(at, plan, {
      ...script(at),
      soakState: JSON.parse(JSON.stringify(decision.soakState)),
    });
  }
}
