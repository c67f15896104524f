import * as v from 'valibot';
import { gateName } from '../../lambdas/core/gates/gate';
import { listOf, namesAndValues, oneOf, seconds, text } from '../../lambdas/core/validation/fields';

const ANSWERS = ['pass', 'fail', 'inconclusive', 'error', 'running', 'crash', 'malformed', 'none'] as const;

const answerSchema = v.strictObject({
  /** From when the gate answers so. */
  at: v.optional(seconds(0, 'after the start of the execution'), 0),
  /** A verdict; or `crash`, `malformed`, or `none` for a function that hangs. */
  answer: oneOf(...ANSWERS),
  reason: v.optional(text(300, 'the reason that the gate gives'), 'as the scenario says'),
  /** The function is waited for so long. */
  takesSeconds: v.optional(seconds(0, 'until the function answers', 900), 2),
  /** The suite runs for so long, counted from the first time that a question is asked. */
  runsSeconds: v.optional(seconds(0, 'for which it answers "running" first', 86_400), 0),
});

/** Field `gates` of a scenario: what each gate answers over time. */
export const gatesSetupSchema = namesAndValues(
  gateName,
  listOf(answerSchema, 1, 100, 'answers'),
  'gates and their answers',
);

/** What the gates answer. */
export type GatesSetup = v.InferOutput<typeof gatesSetupSchema>;
/** What a gate answers from a time on. */
export type GateSetup = GatesSetup[string][number];

/** What a gate answers that the scenario does not mention. */
export const PASSES: GateSetup = {
  at: 0,
  answer: 'pass',
  reason: 'it passes, because the scenario does not mention it',
  takesSeconds: 2,
  runsSeconds: 0,
};
