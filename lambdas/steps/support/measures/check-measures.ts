import {
  type MeasuredBalancer,
  otherRuleFindings,
  sharedBalancerFindings,
  wholeBalancers,
} from '../../../core/measures/measure-findings';
import type { Plan } from '../../../core/plan/plan';
import type { Finding } from '../../../core/preflight/finding';
import { balancerOfRoute, forwardArnOf } from '../../../core/routers/route';
import type { Balancers } from '../../../ports';

/**
 * Reads what the load balancers forward to that the plan measures as a whole, and the one that splits the
 * traffic: each must serve no more than the plan counts it for.
 */
export async function checkMeasures(balancers: Balancers, plan: Plan): Promise<Finding[]> {
  const own = balancerOfRoute(plan.router);
  const whole = wholeBalancers(plan);
  const names = [...new Set([...whole, ...(own === null ? [] : [own])])];
  const read = await Promise.all(
    names.map(
      async (loadBalancer): Promise<MeasuredBalancer> => ({
        loadBalancer,
        forwards: await balancers.forwards(
          loadBalancer,
          loadBalancer === own ? forwardArnOf(plan.router) : null,
        ),
      }),
    ),
  );
  return read.flatMap((one) => [
    ...(whole.includes(one.loadBalancer) ? sharedBalancerFindings(plan, one) : []),
    ...(one.loadBalancer === own ? otherRuleFindings(plan, one.forwards ?? []) : []),
  ]);
}
