import type { Problem } from '../../../lambdas/core/validation/problems';
import { isKnownLater } from '../../shared/lookups';
import type { CutoverDashboardProps } from './cutover-dashboard-props';
import { pathSourcesProblems } from './path-sources';

/** CloudWatch shows at most 100 alarms in a widget, and the workflow has some of its own. */
const MAX_ALARMS = 90;

/** What is wrong with the props of a dashboard. */
export function dashboardProblems(props: CutoverDashboardProps): Problem[] {
  const { alarms = [] } = props;
  const message = `has ${alarms.length} alarms; must have at most ${MAX_ALARMS}`;
  return [
    ...routeProblems(props),
    ...pathSourcesProblems(props),
    ...(alarms.length > MAX_ALARMS ? [{ path: 'alarms', message }] : []),
  ];
}

/** A route of another name would leave every decision out. */
function routeProblems({ workflow, route }: CutoverDashboardProps): Problem[] {
  const { routes } = workflow;
  const list = routes.join(', ');
  if (route === undefined) {
    const message = `is missing; must be one of the routes of the workflow: ${list}`;
    return routes.length === 1 ? [] : [{ path: 'route', message }];
  }
  const isOne = routes.includes(route) || isKnownLater(route) || routes.some(isKnownLater);
  return isOne
    ? []
    : [{ path: 'route', message: `is "${route}"; must be one of the routes of the workflow: ${list}` }];
}
