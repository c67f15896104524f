import type { Plan } from '../../../../lambdas/core/plan/plan';
import { UsageError } from '../../../shared/usage-error';
import { planHash, readReceipt } from '../../input/receipt';

/**
 * Refuses a plan that is not the one of a receipt, and one whose rehearsals did not end as they should.
 * @param receiptFile what `cutover rehearse --receipt` has written
 * @throws UsageError that says what to do
 */
export function requireRehearsed(plan: Plan, file: string, receiptFile: string): void {
  const receipt = readReceipt(receiptFile);
  if (receipt.planHash !== planHash(plan)) {
    throw new UsageError(
      `${file} is not the plan that was rehearsed for ${receiptFile} at ${receipt.at}: its hash is` +
        ` ${planHash(plan)}, that of the receipt ${receipt.planHash}; rehearse it again, with` +
        ` cutover rehearse ${file} --receipt ${receiptFile}`,
    );
  }
  const unexpected = receipt.scenarios.filter(
    ({ outcome, expected }) => expected !== null && outcome !== expected,
  );
  if (unexpected.length > 0) {
    const list = unexpected.map(({ name, outcome, expected }) => `${name}: ${outcome}, not ${expected}`);
    throw new UsageError(
      `the rehearsals for ${receiptFile} did not all end as they should (${list.join('; ')}); change the` +
        ' plan, or the scenario, and rehearse it again',
    );
  }
}
