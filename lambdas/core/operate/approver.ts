import type { PolicyApprovals } from '../policy/policy';
import { matchesAny } from './arn-pattern';
import { type CommandCaller, personOf } from './caller';
import type { Starter } from './starter';

/** Why this caller may not approve under the policy of the deployment; null when it may. */
export function approverProblem(
  { by, notByStarter = false, namedSessions }: PolicyApprovals,
  caller: CommandCaller,
  starter: Starter | null,
): string | null {
  if (by !== undefined && !matchesAny(caller.arn, by)) {
    return `${caller.arn} may not approve: the deployment's policy names who may (approvals.by)`;
  }
  if (!notByStarter) {
    return null;
  }
  if (starter === null) {
    return 'the ledger does not have who started this cutover, so that no approval counts';
  }
  return starter.person === personOf(caller, namedSessions)
    ? `${caller.arn} started this cutover, and the deployment's policy wants somebody else to approve ` +
        '(approvals.notByStarter)'
    : null;
}
