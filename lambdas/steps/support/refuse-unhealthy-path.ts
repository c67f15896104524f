import { OldPathUnhealthyError } from '../../core/shared/errors';
import type { Lock, TargetHealth } from '../../ports';

/**
 * Keeps traffic from moving back to a path that cannot serve, as long as the new path can.
 * @throws OldPathUnhealthyError when the plan names target groups of the old path, none of their targets is
 * healthy, and at least one target of the new path is
 */
export async function refuseUnhealthyPath(targets: TargetHealth, lock: Lock | null): Promise<void> {
  const groups = lock?.targetGroupArns ?? { old: [], new: [] };
  if (groups.old.length === 0 || (await healthyTargets(targets, groups.old)) !== 0) {
    return;
  }
  const healthy = await healthyTargets(targets, groups.new);
  if (healthy !== null && healthy > 0) {
    throw new OldPathUnhealthyError(
      `the old path has no healthy targets and the new path has ${healthy},` +
        ' so the traffic was not moved back;' +
        ' repair the old path, then start the revert again',
    );
  }
}

/**
 * The number of healthy targets in the groups; null when it cannot be read, which must not delay the revert.
 */
async function healthyTargets(targets: TargetHealth, arns: readonly string[]): Promise<number | null> {
  try {
    const groups = await Promise.all(arns.map((arn) => targets.targets(arn)));
    return groups.flatMap((group) => group ?? []).filter((target) => target.state === 'healthy').length;
  } catch {
    return null;
  }
}
