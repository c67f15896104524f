import { canServe } from '../../../core/preflight/target-state';
import { targetGroupsWith } from '../../../core/routers/route';
import type { Router } from '../../../core/routers/router-schema';
import { OldPathUnhealthyError } from '../../../core/shared/errors';
import type { Lock, TargetHealth } from '../../../ports';

/**
 * Keeps traffic from moving back to a path that cannot serve, as long as the new path can.
 * @param router whose own target groups are asked beside those that the plan names
 * @throws OldPathUnhealthyError when the target groups of the old path are known, none of their targets can
 * serve, and at least one target of the new path can
 */
export async function refuseUnhealthyPath(
  targets: TargetHealth,
  lock: Lock | null,
  router: Router,
): Promise<void> {
  const groups = targetGroupsWith(router, lock?.targetGroupArns ?? { old: [], new: [] });
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
 * The number of targets in the groups that can serve; null when it cannot be read, which must not delay the
 * revert.
 */
async function healthyTargets(targets: TargetHealth, arns: readonly string[]): Promise<number | null> {
  try {
    const groups = await Promise.all(arns.map((arn) => targets.targets(arn)));
    return groups.flatMap((group) => group ?? []).filter(canServe).length;
  } catch {
    return null;
  }
}
