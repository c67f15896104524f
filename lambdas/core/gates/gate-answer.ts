import * as v from 'valibot';
import { shorten, type Verdict } from '../health/verdict';
import { oneOf, text } from '../validation/fields';
import { check, describeProblems } from '../validation/problems';

/** What a gate says: a verdict, or that its suite still runs. */
export type GateVerdict = Verdict | 'running';

/** The answer of a gate. */
export interface GateAnswer {
  readonly verdict: GateVerdict;
  readonly reason: string;
  /** Set when nothing came that can be read as an answer. What the gate does is then not known. */
  readonly silent?: true;
}

/** The state of a soak goes into every event of the history. */
const REASON_LENGTH = 300;

/** Other fields are allowed and ignored, so that a team may return more to its own logs. */
const answerSchema = v.object({
  verdict: oneOf('pass', 'fail', 'inconclusive', 'error', 'running'),
  reason: text(10_000, 'the reason in words'),
});

/** Reads what the function of a gate has returned. What is not an answer counts as silence. */
export function readAnswer(value: unknown): GateAnswer {
  const checked = check(answerSchema, value);
  return checked.ok
    ? { verdict: checked.value.verdict, reason: shorten(checked.value.reason, REASON_LENGTH) }
    : silence(`the answer is not valid: ${describeProblems(checked.problems).replaceAll('\n', '; ')}`);
}

/** The answer of a gate from which none came. */
export function silence(reason: string): GateAnswer {
  return { verdict: 'error', reason: shorten(reason, REASON_LENGTH), silent: true };
}
