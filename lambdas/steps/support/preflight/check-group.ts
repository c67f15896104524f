import { gainingPath } from '../../../core/plan/direction';
import type { PlannedGroup } from '../../../core/plan/instances';
import type { Plan } from '../../../core/plan/plan';
import type { Finding } from '../../../core/preflight/finding';
import { instanceFindings } from '../../../core/preflight/instance-findings';
import { scalingFindings, sizeFindings } from '../../../core/preflight/scaling-findings';
import { targetGroupsWith } from '../../../core/routers/route';
import type { AutoScalingGroups } from '../../../ports';

/** A group of the path that gains traffic, and the one that gives its traffic up. */
interface GainingGroup {
  readonly gains: string;
  readonly gives?: string | undefined;
}

/** The groups of the path that gains: with `direction: down`, the old groups that the plan names. */
export function gainingGroups(plan: Plan): readonly GainingGroup[] {
  const { autoScalingGroups } = plan.preflight;
  return gainingPath(plan) === 'new'
    ? autoScalingGroups.map(({ name, oldName }) => ({ gains: name, gives: oldName }))
    : autoScalingGroups.flatMap(({ name, oldName }: PlannedGroup) =>
        oldName === undefined ? [] : [{ gains: oldName, gives: name }],
      );
}

/** Checks that a group can serve what it gains, and grow with it. */
export async function checkGroup(
  port: AutoScalingGroups,
  plan: Plan,
  { gains, gives }: GainingGroup,
): Promise<Finding[]> {
  const { preflight, router } = plan;
  const groups = targetGroupsWith(router, {
    old: preflight.oldTargetGroupArns,
    new: preflight.targetGroupArns,
  });
  const expectation = {
    reference: gains,
    targetGroupArns: groups[gainingPath(plan)],
    waitSeconds: preflight.instanceWaitSeconds,
  };
  const [group, other] = await Promise.all([
    port.describe(gains),
    gives === undefined ? null : port.describe(gives),
  ]);
  const findings = instanceFindings(expectation, group);
  if (group === null || group.isDeleting) {
    return findings;
  }
  return [
    ...findings,
    ...scalingFindings(group),
    ...(gives === undefined ? [] : sizeFindings(group, gives, other)),
  ];
}
