import { type CutoverReading, readCutover } from '../../../operator/cutover-view';
import { type FoundRoute, findRoute, latestCutover, nameOfRoute } from '../../../operator/find-cutover';
import type { FinalPhase } from '../../../operator/phase';
import type { CutoverSource } from '../../../operator/source';
import { UsageError } from '../../../shared/usage-error';
import { EXIT } from '../../output/terminal';

/**
 * The cutover of a route that somebody names, as it is now.
 * @throws UsageError when there is no such route, or it has had no cutover
 */
export async function readNamedCutover(
  source: CutoverSource,
  given: string | undefined,
): Promise<CutoverReading> {
  // The ARN of an execution, as commands print it.
  const isArn = given !== undefined && /^arn:[^:]+:states:[^:]*:\d*:execution:/.test(given);
  const record = isArn
    ? await source.execution(given)
    : await latestOf(source, await findRoute(source, given));
  if (record === null) {
    throw new UsageError(`there is no execution ${given}; cutover list shows those that there are`);
  }
  return readCutover(source, record);
}

async function latestOf(source: CutoverSource, found: FoundRoute) {
  const record = await latestCutover(source, found);
  if (record === null) {
    throw new UsageError(
      `${nameOfRoute(found)} has had no cutover, or its history has expired (Step Functions keeps 90 days);` +
        ' start one with cutover start PLAN',
    );
  }
  return record;
}

const CODES: Readonly<Record<FinalPhase, number>> = {
  succeeded: EXIT.succeeded,
  rejected: EXIT.rejected,
  stopped: EXIT.rejected,
  reverted: EXIT.reverted,
  'revert-failed': EXIT['revert-failed'],
};

/** The exit code of a cutover that has ended; null while it, or its revert, is under way. */
export function exitCodeOf({ view }: CutoverReading): number | null {
  return Object.hasOwn(CODES, view.phase) ? CODES[view.phase as FinalPhase] : null;
}
