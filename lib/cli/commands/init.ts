import { existsSync } from 'node:fs';
import { UsageError } from '../../shared/usage-error';
import type { Ask } from '../init/ask';
import { draftAnswers, type InitOptions } from '../init/draft-answers';
import { checkDraft, draftPlan, planFileText } from '../init/draft-plan';
import type { RecordSource } from '../init/read-record';
import type { Terminal } from '../output/terminal';
import { writeWhole } from '../output/write-file';

/** What the command needs beside its options. */
export interface InitDependencies {
  /** Null where there is no terminal to ask in. */
  readonly ask: Ask | null;
  /** Reads Route 53. @throws AwsError when there are no credentials */
  readonly records: () => Promise<RecordSource>;
}

/** Nothing is written over: a plan that is there may be somebody's work. */
const A_PLAN = { noun: 'a plan', isOne: () => false };

/**
 * Writes a first plan, by asking for what the options do not say, or from what Route 53 has.
 * @throws UsageError without a terminal when an option is missing, for answers that make no valid plan, and
 *   for a file that is there already
 * @throws AwsError when AWS could not be reached or refused a call
 */
export async function initCommand(
  options: InitOptions,
  terminal: Terminal,
  { ask, records }: InitDependencies,
): Promise<void> {
  const { output } = options;
  if (output !== '-' && existsSync(output)) {
    throw new UsageError(`${output} is there already; give another file with --output, or remove it`);
  }
  const answers = await draftAnswers(options, ask, records);
  const draft = draftPlan(answers);
  const checked = checkDraft(draft, answers.url);
  if (!checked.ok) {
    throw new UsageError('the answers make no valid plan', checked.problems);
  }
  const text = planFileText(draft, output);
  if (output === '-') {
    terminal.out(text);
    return;
  }
  writeWhole(output, text, A_PLAN);
  terminal.err(`Plan: ${output}. Next: cutover plan ${output}, then cutover rehearse ${output}\n`);
}
