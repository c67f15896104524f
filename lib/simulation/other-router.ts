import fc from 'fast-check';
import type { Plan } from '../../lambdas/core/plan/plan';
import type { Router, RouterKind, RouterOf } from '../../lambdas/core/routers/router-schema';
import { controlPlaneOf, operationsOf, simulatedRouters } from '../rehearsal/routers/registry';
import type { RouterOperations } from '../rehearsal/routers/simulated-router';
import type { Scenario } from '../rehearsal/scenario';

const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;

/** A router of each kind, for rehearsals that depend on its kind alone. */
export const SOME_ROUTERS: { readonly [Kind in RouterKind]: RouterOf<Kind> } = {
  route53: {
    kind: 'route53',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    recordName: 'api.example.com',
    recordTypes: ['A'],
    oldSetIdentifier: 'old',
    newSetIdentifier: 'new',
  },
  'cloudfront-kvs': {
    kind: 'cloudfront-kvs',
    keyValueStoreArn: 'arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0000-1111-2222-333344445555',
    key: 'traffic-split',
    configKeys: ['APIGW_A_URL', 'APIGW_B1_URL'],
    propagationSeconds: 60,
  },
  alb: {
    kind: 'alb',
    ruleArn: elb('listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff'),
    oldTargetGroupArn: elb('targetgroup/api-old/0123456789abcdef'),
    newTargetGroupArn: elb('targetgroup/api-new/fedcba9876543210'),
    acceptStickinessSeconds: 0,
  },
};

/** The longest target group stickiness that simulated worlds have, and that simulated plans accept. */
export const LONGEST_STICKINESS_SECONDS = 120;

/** Random routes that replace the records in a simulated plan. They allow for what the world may do. */
export const otherRoutes: {
  readonly [Kind in Exclude<RouterKind, 'route53'>]: fc.Arbitrary<RouterOf<Kind>>;
} = {
  'cloudfront-kvs': fc
    .constantFrom(30, 60)
    .map((propagationSeconds) => ({ ...SOME_ROUTERS['cloudfront-kvs'], propagationSeconds })),
  alb: fc.boolean().map((isListener) => {
    const { ruleArn, ...groups } = SOME_ROUTERS.alb;
    const listenerArn = elb('listener/app/api/0123456789abcdef/0011223344556677');
    return {
      ...groups,
      ...(isListener ? { listenerArn } : { ruleArn }),
      acceptStickinessSeconds: LONGEST_STICKINESS_SECONDS,
    };
  }),
};

/** Scenarios name the API calls of this kind of router. */
const WRITTEN_FOR = simulatedRouters.route53;

/** The same plan with a router of another kind. */
export function withRouter(plan: Plan, kind: RouterKind): Plan {
  return kind === plan.router.kind ? plan : { ...plan, router: SOME_ROUTERS[kind] };
}

/**
 * The same scenario for another kind of router: faults of calls of Route 53 become faults of the
 * corresponding calls.
 */
export function forRouter(scenario: Scenario, router: Router): Scenario {
  return {
    ...scenario,
    faults: scenario.faults.map((fault) =>
      'api' in fault ? { ...fault, api: apiFor(fault.api, router) } : fault,
    ),
  };
}

function apiFor(api: string, router: Router): string {
  const [service = '', call] = api.split(':');
  if (service !== WRITTEN_FOR.controlPlane) {
    return api;
  }
  const [controlPlane, operations] = [controlPlaneOf(router), operationsOf(router)];
  if (call === undefined) {
    return controlPlane;
  }
  const roles = Object.keys(operations) as (keyof RouterOperations)[];
  const role = roles.find((one) => WRITTEN_FOR.operations()[one] === call);
  return `${controlPlane}:${role === undefined ? call : operations[role]}`;
}
