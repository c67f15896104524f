import { resolve } from 'node:path';
import { version } from '../../../../package.json';
import { UsageError } from '../../../shared/usage-error';
import { planHash, RECEIPT, type Receipt, receiptText } from '../../input/receipt';
import { checkWritable, writeWhole } from '../../output/write-file';
import { REPORT } from '../../report/page';
import type { RehearsalOrder, RehearsedScenario } from './run-scenario';

/** The files that a rehearsal writes. */
export interface RehearsalFiles {
  readonly report?: string;
  readonly receipt?: string;
}

/**
 * Checks before the run that the files can be written, so that nobody waits in vain.
 * @throws UsageError with the remedy
 */
export function checkFiles({ report, receipt }: RehearsalFiles): void {
  if (report !== undefined && receipt !== undefined && resolve(report) === resolve(receipt)) {
    throw new UsageError(`--report and --receipt are both ${report}; give each a file of its own`);
  }
  if (report !== undefined) {
    checkWritable(report, REPORT);
  }
  if (receipt !== undefined) {
    checkWritable(receipt, RECEIPT);
  }
}

/**
 * Writes the files that were asked for.
 * @param page the report
 * @returns a line for each file, for the terminal
 */
export function writeFiles(
  { report, receipt }: RehearsalFiles,
  contents: { readonly page: () => string; readonly receipt: Receipt },
): readonly string[] {
  if (report !== undefined) {
    writeWhole(report, contents.page(), REPORT);
  }
  if (receipt !== undefined) {
    writeWhole(receipt, receiptText(contents.receipt), RECEIPT);
  }
  return [
    ...(report === undefined ? [] : [`Report: ${report}`]),
    ...(receipt === undefined ? [] : [`Receipt: ${receipt}`]),
  ];
}

/** The receipt of what was rehearsed. @param at epoch milliseconds */
export function receiptOf(
  { plan, policy }: RehearsalOrder,
  rehearsed: readonly RehearsedScenario[],
  at: number,
): Receipt {
  return {
    version,
    planHash: planHash(plan),
    ...(policy === undefined ? {} : { policyHash: planHash(policy) }),
    scenarios: rehearsed.map(({ name, scenario, rehearsal, expected }) => ({
      name,
      outcome: rehearsal.result.outcome,
      expected,
      seed: scenario.seed,
    })),
    at: new Date(at).toISOString(),
  };
}
