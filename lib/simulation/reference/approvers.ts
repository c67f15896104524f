import type { PolicyApprovals } from '../../../lambdas/core/policy/policy';

/** Who may approve. */
export interface Approvers {
  /** By the plan: patterns in which `*` stands for any characters; undefined: anybody. */
  readonly named: readonly string[] | undefined;
  /** Of the deployment; undefined: it has no rule for approvals. */
  readonly policy: PolicyApprovals | undefined;
  /** ARN of who started the cutover. */
  readonly starter: string;
}

/**
 * The person behind an approval, by the ARN of who sent it; null where the plan or the policy names others,
 * or where the policy wants somebody other than who started the cutover.
 */
export function approverOf(by: string, { named, policy, starter }: Approvers): string | null {
  const isNamed = [named, policy?.by].every(
    (patterns) => patterns?.some((pattern) => matches(by, pattern.split('*'))) ?? true,
  );
  const person = personBehind(by, policy?.namedSessions);
  const isStarter = policy?.notByStarter === true && person === personBehind(starter, policy.namedSessions);
  return isNamed && !isStarter ? person : null;
}

/**
 * Whoever assumes a role chooses the name of the session, so that a role is one person, however many sessions
 * it has, unless the policy says that its sessions are named after persons.
 */
function personBehind(arn: string, namedSessions: readonly string[] = []): string {
  const [kind = '', role = ''] = arn.split('/');
  const isNamed = namedSessions.some((pattern) => pattern.endsWith(`:role/${role}`));
  return kind.endsWith(':assumed-role') && !isNamed ? `${kind}/${role}` : arn;
}

/** Whether a text has these parts in this order, the first at its beginning and the last at its end. */
function matches(text: string, [first = '', ...others]: readonly string[]): boolean {
  const rest = text.slice(first.length);
  if (!text.startsWith(first) || others.length === 0) {
    return text === first;
  }
  return Array.from(rest, (_, i) => rest.slice(i))
    .concat('')
    .some((end) => matches(end, others));
}
