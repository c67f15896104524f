import type { Plan } from '../../../lambdas/core/plan/plan';
import type { PolicyApprovals } from '../../../lambdas/core/policy/policy';
import type { DrawnFault } from './bounded-pauses';

/** One policy in this many lets whoever started a cutover approve it. */
const BY_STARTER_ONE_IN = 5;
/** One policy in this many names who may approve. */
const NAMED_ONE_IN = 3;
/** One policy in this many takes each session of the role for a person. */
const SESSIONS_ONE_IN = 7;

/** One plan with approvals in this many is started by somebody who approves it, or by another session. */
const APPROVER_ONE_IN = 3;

/** Those that a policy may name: not everybody who approves in a case. */
const NAMED = [['arn:aws:sts::*:assumed-role/release/*'], ['arn:aws:iam::*:user/b*']];
const RELEASE = 'arn:aws:iam::*:role/release';

/**
 * The rule for approvals of the strictest policy that allows the stages of a plan; undefined where the policy
 * can have none, because the last raise needs no approval.
 * @param start percent on the new path before anything happens
 * @param seed of the scenario
 */
export function policyOfApprovals(plan: Plan, start: number, seed: number): PolicyApprovals | undefined {
  const raises = plan.stages.flatMap(({ percent }, i) => {
    const before = plan.stages[i - 1];
    return percent > (before?.percent ?? start) ? [{ percent, approval: before?.approval }] : [];
  });
  const isOpen = ({ approval }: (typeof raises)[number]) => approval === undefined;
  const highestOpen = Math.max(0, ...raises.filter(isOpen).map(({ percent }) => percent));
  const approved = raises.filter(({ percent }) => percent > highestOpen);
  if (plan.direction === 'down' || approved.length === 0) {
    return undefined;
  }
  const named = seed % NAMED_ONE_IN === 0 ? NAMED[seed % NAMED.length] : undefined;
  return {
    fromPercent: Math.ceil(Math.min(...approved.map(({ percent }) => percent))),
    count: Math.min(...approved.map(({ approval }) => approval?.count ?? 1)),
    notByStarter: seed % BY_STARTER_ONE_IN !== 0,
    ...(named === undefined ? {} : { by: named }),
    ...(seed % SESSIONS_ONE_IN === 0 ? { namedSessions: [RELEASE] } : {}),
  };
}

/**
 * Who starts the cutovers of a plan with approvals: sometimes somebody who approves it too, or another
 * session of the role that does; undefined: somebody else.
 * @param faults of the case, with its approvals
 * @param seed of the scenario
 */
export function starterOf(faults: readonly DrawnFault[], seed: number): string | undefined {
  const { by } = faults.find(({ says }) => says === 'approve') ?? {};
  if (by === undefined || Math.floor(seed / 8) % APPROVER_ONE_IN !== 0) {
    return undefined;
  }
  const [role, session] = by.split('/');
  return session === undefined ? by : `${role}/eve`;
}
