import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { plural } from '../../../lambdas/core/shared/plural';
import { duration } from './format';

type Approval = NonNullable<Plan['stages'][number]['approval']>;

/** What an approval needs: `2 persons of arn:…, within 1 h after the soak`. */
export function describeNeed({ count = 1, by, timeoutSeconds }: Approval): string {
  const whose = by === undefined ? '' : ` of ${by.join(', ')}`;
  return `${plural(count, 'person')}${whose}, within ${duration(timeoutSeconds)} after the soak`;
}

/**
 * The stages that wait for an approval: for whom, and how long.
 * @param policy the policy of the deployment, which says who may approve at all; undefined: none
 */
export function approvalLines({ stages }: Plan, policy: Policy | undefined): readonly string[] {
  const lines = stages.flatMap(({ percent, approval }, i) =>
    approval === undefined
      ? []
      : [`stage ${i + 1} (${percent} %) waits for ${describeNeed(approval)}; otherwise it reverts`],
  );
  const { by, notByStarter } = policy?.approvals ?? {};
  const rules = [
    ...(by === undefined ? [] : [`only ${by.join(', ')} may approve`]),
    ...(notByStarter === true ? ['whoever starts the cutover may not approve it'] : []),
  ];
  return lines.length === 0 || rules.length === 0
    ? lines
    : [...lines, `by the policy, ${rules.join(', and ')}`];
}

/** The longest time that approvals may take in all, in seconds. */
export function longestApprovals({ stages }: Plan): number {
  return stages.reduce((sum, { approval }) => sum + (approval?.timeoutSeconds ?? 0), 0);
}
