import type { GateAnswer } from '../../core/gates/gate-answer';
import type { GateQuestion } from '../../core/gates/gate-question';

/** The functions of gates, which the deployment names. */
export interface Gates {
  /**
   * Asks one, once. Silence is an answer and not an exception: a function that crashes, that is refused, that
   * does not answer in time, or whose answer cannot be read.
   * @param timeoutMs milliseconds for which the answer is waited for
   */
  ask(question: GateQuestion, timeoutMs: number): Promise<GateAnswer>;
}
