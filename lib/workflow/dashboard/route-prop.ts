import type { Problem } from '../../../lambdas/core/validation/problems';
import { isKnownLater } from '../../shared/lookups';

/**
 * Problems of the prop `route`, which names one of the routes of a workflow: with the name of another one,
 * nothing would be found in CloudWatch.
 * @param routes the routes of the workflow; some may be known only at deployment
 */
export function routeProblems(routes: readonly string[], route: string | undefined): Problem[] {
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
