import * as v from 'valibot';
import { type Plan, planSchema } from '../../../lambdas/core/plan/plan';
import { withStages } from '../../../lambdas/core/plan/ramp';
import type { Route53, route53Schema } from '../../../lambdas/core/routers/route53/schema';

/** A Route 53 plan as an author writes it. */
export type PlanInput = v.InferInput<typeof planSchema> & {
  readonly router: v.InferInput<typeof route53Schema>;
};
/** The same, validated. */
export type RecordPlan = Plan & { readonly router: Route53 };

/** A minimal plan, with what the test is about. */
export const planInput = (over: Partial<PlanInput> = {}): PlanInput => ({
  name: 'api',
  router: {
    kind: 'route53',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    recordName: 'api.example.com',
    oldSetIdentifier: 'old',
    newSetIdentifier: 'new',
  },
  stages: [
    { percent: 10, soakSeconds: 600 },
    { percent: 50, soakSeconds: 600 },
    { percent: 100, soakSeconds: 300 },
  ],
  smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] },
  health: { alarms: ['api-new-5xx-rate'] },
  ...over,
});

/** The same with every default filled in. */
export const planOf = (over: Partial<PlanInput> = {}): RecordPlan =>
  withStages(v.parse(planSchema, planInput(over))) as RecordPlan;
