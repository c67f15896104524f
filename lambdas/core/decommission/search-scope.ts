import type { Decommission } from '../plan/decommission';
import type { Plan } from '../plan/plan';
import { arnOf } from '../routers/alb/forward-action';
import { routeName } from '../routers/route';
import type { Router, RouterKind, RouterOf } from '../routers/router-schema';
import type { Gap } from './old-path';
import type { OwnRecords } from './record-references';

/** What is looked for. */
export interface SearchScope {
  /** The route's own records; null when it has none. */
  readonly own: OwnRecords | null;
  /** The route's own listener or rule; null when it has none. */
  readonly ownForward: string | null;
  /** Parts of the old path that the plan names; one that is missing is to be found, an empty one does not exist. */
  readonly oldPath: Decommission['oldPath'];
}

/** What each kind of router says of the old path by itself. */
const kinds: { readonly [Kind in RouterKind]: (router: RouterOf<Kind>) => SearchScope } = {
  route53: (router) => ({ own: router, ownForward: null, oldPath: {} }),
  'cloudfront-kvs': () => ({ own: null, ownForward: null, oldPath: {} }),
  // Both paths are behind one load balancer: of the old one its target group alone can go.
  alb: (router) => ({
    own: null,
    ownForward: arnOf(router),
    oldPath: { hosts: [], loadBalancerArns: [], targetGroupArns: [router.oldTargetGroupArn] },
  }),
};

/** What a plan says of its old path. Without `decommission` everything is found from the route. */
export function searchScopeOf({ router, decommission, preflight }: Plan): SearchScope {
  const ofRouter = (kinds[router.kind] as (router: Router) => SearchScope)(router);
  const said = decommission?.oldPath ?? {};
  const groups = [
    ...(ofRouter.oldPath.targetGroupArns ?? []),
    ...(said.targetGroupArns ?? preflight.oldTargetGroupArns),
  ];
  const isSaid = groups.length > 0 || said.targetGroupArns !== undefined;
  return {
    ...ofRouter,
    oldPath: { ...ofRouter.oldPath, ...said, ...(isSaid ? { targetGroupArns: [...new Set(groups)] } : {}) },
  };
}

/** What a look at records and load balancers leaves open of the route itself. */
export function unreadRoute(router: Router): readonly Gap[] {
  return router.kind === 'cloudfront-kvs'
    ? [
        {
          what: `the value of ${routeName(router)} was not read`,
          remedy: 'see that it is at 100 %, and read the decision "decommission" in the ledger',
        },
      ]
    : [];
}
