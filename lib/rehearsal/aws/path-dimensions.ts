import { allSources } from '../../../lambdas/core/measures/all-sources';
import { pathSources, requestSources } from '../../../lambdas/core/measures/measures';
import { type MeasuredRemaining, remainingSources } from '../../../lambdas/core/measures/remaining-sources';
import { readSource } from '../../../lambdas/core/measures/source';
import { gainingPath, givingPath, type PathName } from '../../../lambdas/core/plan/direction';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';

/**
 * Which paths have the metrics of a source, as the plan says. Both have those of the load balancer that
 * splits the traffic, and none has those of anything that the plan does not name.
 */
export function pathsCountedBy(source: string, plan: MeasuredRemaining): readonly PathName[] {
  const { old, new: fresh } = pathSources(plan);
  const isShared = source === balancerOfRoute(plan.router);
  const named = { old, new: fresh };
  const isCounted = requestSources(plan)?.includes(source) === true;
  const isGiving = remainingSources(plan)?.includes(source) === true;
  return (['old', 'new'] as const).filter(
    (path) =>
      isShared ||
      named[path]?.includes(source) === true ||
      (isCounted && path === gainingPath(plan)) ||
      (isGiving && path === givingPath(plan)),
  );
}

/** The paths whose target groups are behind the load balancers of these sources; none for other sources. */
export function pathsBehind(sources: readonly string[], plan: MeasuredRemaining): readonly PathName[] {
  const balancers = new Set(sources.flatMap(balancerOfGroup));
  const paths = allSources(plan)
    .filter((source) => balancerOfGroup(source).some((one) => balancers.has(one)))
    .flatMap((source) => pathsCountedBy(source, plan));
  return [...new Set(paths)];
}

/** The load balancer of a source that is one target group of it; none of any other source. */
function balancerOfGroup(source: string): readonly string[] {
  const read = readSource(source);
  return read.kind === 'app' && read.targetGroup !== null ? [read.loadBalancer] : [];
}
