import { givingPath } from '../../../core/plan/direction';
import { canServe } from '../../../core/preflight/target-state';
import { targetGroupsWith } from '../../../core/routers/route';
import type { Router } from '../../../core/routers/router-schema';
import { PathUnhealthyError } from '../../../core/shared/errors';
import type { Lock, TargetHealth } from '../../../ports';

/**
 * Keeps traffic from moving back to a path that cannot serve, as long as the other one can. A revert moves it
 * to the path that the cutover has taken it from: the old one, with `direction: down` the new one.
 * @param router whose own target groups are asked beside those that the plan names
 * @throws PathUnhealthyError when the target groups of that path are known, none of their targets can serve,
 * and at least one target of the other path can
 */
export async function refuseUnhealthyPath(targets: TargetHealth, lock: Lock, router: Router): Promise<void> {
  const groups = targetGroupsWith(router, lock.targetGroupArns ?? { old: [], new: [] });
  const back = givingPath({ direction: lock.direction ?? 'up' });
  const other = back === 'old' ? 'new' : 'old';
  if (groups[back].length === 0 || (await healthyTargets(targets, groups[back])) !== 0) {
    return;
  }
  const healthy = await healthyTargets(targets, groups[other]);
  if (healthy !== null && healthy > 0) {
    throw new PathUnhealthyError(
      `the ${back} path has no healthy targets and the ${other} path has ${healthy},` +
        ' so the traffic was not moved back;' +
        ` repair the ${back} path, then start the revert again`,
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
