import { groupNameOf, type PlannedGroup } from '../plan/instances';
import type { Plan } from '../plan/plan';
import { forwardArnOf, oldPathOf, recordRouteOf, scanGapOf } from '../routers/route';
import type { OldPathParts, ScanGap } from '../routers/router-definition';
import type { Router } from '../routers/router-schema';
import type { OwnRecords } from './record-references';

/** What a scan searches for. */
export interface SearchScope {
  /** The route's own records; null when it has none. */
  readonly own: OwnRecords | null;
  /** The ARN of the route's own listener or rule; null when it has none. */
  readonly ownForward: string | null;
  /** The parts of the old path that the plan and its router name. The scan finds those that are missing. */
  readonly oldPath: OldPathParts;
}

/** What a plan names of its old path. Without `decommission` the scan finds everything from the route. */
export function searchScopeOf({ router, decommission, preflight }: Plan): SearchScope {
  const ofRouter = oldPathOf(router);
  const ofPlan = decommission?.oldPath ?? {};
  const targetGroupArns = [
    ...(ofRouter.targetGroupArns ?? []),
    ...(ofPlan.targetGroupArns ?? preflight.oldTargetGroupArns),
  ];
  const groups = oldGroupNames(preflight.autoScalingGroups, ofPlan.autoScalingGroups);
  const areNamed = targetGroupArns.length > 0 || ofPlan.targetGroupArns !== undefined;
  return {
    own: recordRouteOf(router),
    ownForward: forwardArnOf(router),
    oldPath: {
      ...ofRouter,
      ...ofPlan,
      ...(areNamed ? { targetGroupArns: [...new Set(targetGroupArns)] } : {}),
      ...(groups.length === 0 ? {} : { autoScalingGroups: groups }),
    },
  };
}

/** The names of the old path's Auto Scaling groups: those of the preflight, unless the plan lists them. */
function oldGroupNames(ofPreflight: readonly PlannedGroup[], given: readonly string[] | undefined): string[] {
  const names = given ?? ofPreflight.flatMap(({ oldName }) => oldName ?? []);
  return [...new Set(names.map(groupNameOf))];
}

/** What a scan of records and load balancers leaves open of the route itself. */
export function unreadRoute(router: Router): readonly ScanGap[] {
  const gap = scanGapOf(router);
  return gap === null ? [] : [gap];
}
