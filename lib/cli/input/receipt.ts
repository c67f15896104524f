import * as v from 'valibot';
import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import { planText } from '../../../lambdas/core/operate/starter';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { listOf, oneOf, text, textLike, wholeNumber } from '../../../lambdas/core/validation/fields';
import { check } from '../../../lambdas/core/validation/problems';
import { readChecked } from '../../shared/read-file';
import type { WrittenKind } from '../output/write-file';

const outcome = oneOf('succeeded', 'rejected', 'reverted', 'revert-failed');
const hash = textLike(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal, 64 characters');

const receiptSchema = v.strictObject({
  /** Version of Cutover that rehearsed. */
  version: text(64, 'the version of Cutover'),
  /** See `planHash`. */
  planHash: hash,
  /** The same of the policy; absent where there was none. */
  policyHash: v.exactOptional(hash),
  scenarios: listOf(
    v.strictObject({
      name: text(4_096, 'the name or the file of the scenario'),
      outcome,
      /** The end that the scenario expects; null where it expects none. */
      expected: v.nullable(outcome),
      seed: wholeNumber(0, 2_147_483_647, 'seed of the random source'),
    }),
    1,
    1_000,
    'rehearsed scenarios',
  ),
  /** When it was written. */
  at: v.pipe(v.string('must be a time'), v.isoTimestamp('must be a time, such as 2026-01-05T00:00:00.000Z')),
});

/** What `cutover rehearse --receipt FILE` writes, and `cutover start --receipt FILE` reads. */
export type Receipt = v.InferOutput<typeof receiptSchema>;

/**
 * Reads a receipt.
 * @throws UsageError when it cannot be read or is none
 */
export function readReceipt(file: string): Receipt {
  return readChecked(file, 'receipt', (value) => check(receiptSchema, value));
}

/** The text of a receipt. */
export function receiptText(receipt: Receipt): string {
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/** A receipt may be written over an earlier one, and over nothing else. */
export const RECEIPT: WrittenKind = { noun: 'a receipt', isOne: isReceipt };

function isReceipt(content: string): boolean {
  try {
    return check(receiptSchema, JSON.parse(content)).ok;
  } catch {
    return false;
  }
}

/**
 * The digest of a checked plan, with all its defaults, or of a policy: the same for all equal ones, whatever
 * the order of their fields.
 */
export function planHash(plan: Plan | Policy): string {
  return sha256(planText(plan));
}
