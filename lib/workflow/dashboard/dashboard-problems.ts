import type { Problem } from '../../../lambdas/core/validation/problems';
import type { CutoverDashboardProps } from './cutover-dashboard-props';
import { pathSourcesProblems } from './path-sources';
import { routeProblems } from './route-prop';

/** CloudWatch shows at most 100 alarms in a widget, and the workflow has some of its own. */
const MAX_ALARMS = 90;

/** What is wrong with the props of a dashboard. */
export function dashboardProblems(props: CutoverDashboardProps): Problem[] {
  const { alarms = [] } = props;
  const message = `has ${alarms.length} alarms; must have at most ${MAX_ALARMS}`;
  return [
    ...routeProblems(props.workflow.routes, props.route),
    ...pathSourcesProblems(props),
    ...(alarms.length > MAX_ALARMS ? [{ path: 'alarms', message }] : []),
  ];
}
