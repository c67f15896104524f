import * as v from 'valibot';
import type { Decision, RouteEntry } from '../../lambdas/ports';
import type { FinalPhase } from './phase';
import type { ExecutionRecord } from './source';

/** How an execution has ended, and why. */
export interface ExecutionOutcome {
  /** `reverting` while an execution that was stopped still has its lock: the revert is under way. */
  readonly phase: FinalPhase | 'reverting';
  readonly reason: string;
}

/** The errors of the `Fail` states. */
const BY_ERROR: Readonly<Record<string, FinalPhase>> = {
  Rejected: 'rejected',
  Reverted: 'reverted',
  RevertFailed: 'revert-failed',
};

const output = v.looseObject({ reason: v.string() });

/**
 * How an execution ended that does not run any more. One that was stopped, or timed out, says nothing of its
 * revert: the ledger does.
 * @param decisions those of the execution
 */
export function executionOutcome(
  record: ExecutionRecord,
  entry: RouteEntry | null,
  decisions: readonly Pick<Decision, 'key' | 'what' | 'reason'>[],
): ExecutionOutcome {
  const { status, error, cause } = record;
  const said = (key: string) => decisions.find((one) => one.key === key);
  if (status === 'SUCCEEDED') {
    const parsed = v.safeParse(output, record.output);
    return { phase: 'succeeded', reason: parsed.success ? parsed.output.reason : '' };
  }
  const known = status === 'FAILED' ? BY_ERROR[error ?? ''] : undefined;
  // A revert that an operator started after a failed one may have succeeded since.
  if (known !== undefined && known !== 'revert-failed') {
    return { phase: known, reason: cause ?? '' };
  }
  const isLocked = entry?.lock?.execution === record.arn;
  const failed = said('revert-failed');
  const why = [cause, error].find((text) => text !== null && text !== '') ?? status;
  if (isLocked) {
    return known === 'revert-failed' || failed !== undefined
      ? { phase: 'revert-failed', reason: failed?.reason ?? why }
      : { phase: 'reverting', reason: why };
  }
  const end = said('end');
  if (end === undefined) {
    return { phase: known ?? 'stopped', reason: why };
  }
  // A stop that comes while the lock of a cutover that has succeeded is released changes nothing any more.
  if (end.what === 'succeeded') {
    return {
      phase: 'succeeded',
      reason: `${end.reason}; the execution ended as ${status} after that: ${why}`,
    };
  }
  const hasMoved = decisions.some(({ key }) => /^(shift-|revert)/.test(key));
  return { phase: hasMoved ? 'reverted' : 'rejected', reason: end.reason };
}
