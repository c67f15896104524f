import type { Move } from '../../../lambdas/core/health/soak';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Verdict } from '../../../lambdas/core/health/verdict';

/** What an evaluation of health is given. */
export interface Evaluated {
  readonly execution: string;
  readonly soakState: SoakState;
  /** Whether the deployment of the next stage is under way. */
  readonly isDeploying: boolean;
}

/** What an evaluation has answered, that of a stage whose next deployment is under way included. */
export interface EvaluationAnswer {
  readonly verdict: Verdict;
  readonly move: Move;
  readonly soakState: SoakState;
  readonly waitSeconds: number;
}

/** The hold begins with this evaluation. */
export function isHolding(before: SoakState, { soakState }: Pick<EvaluationAnswer, 'soakState'>): boolean {
  return before.phase === 'soak' && soakState.phase === 'hold';
}

/** The evaluation of a stage whose next deployment is under way; null when there was none. */
export function deploymentAnswerOf(output: unknown): EvaluationAnswer | null {
  const { status, verdict, soakState } = output as {
    readonly status: string;
    readonly verdict: Verdict | null;
    readonly soakState: SoakState;
  };
  return verdict === null
    ? null
    : { verdict, soakState, move: status === 'failed' ? 'revert' : 'wait', waitSeconds: 0 };
}
