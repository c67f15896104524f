import { checkHookPlan, type HookPlan } from '../../lambdas/core/deployment-hook/hook-plan';
import type { HookPlanInput } from '../../lambdas/core/deployment-hook/hook-plan-input';
import type { Checked } from '../../lambdas/core/validation/problems';
import { isKnownLater } from '../shared/lookups';

/** Valid values in place of those that are known only at deployment, by the name of their field. */
const STAND_INS: Readonly<Record<string, string>> = {
  host: 'known-later.example.com',
  endpoint: 'http://known-later.example.com:8080',
  secret: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:known-later-AbCdEf',
};

/**
 * Checks the hook's plan at synth. The host, the endpoint and the ARNs of secrets may be tokens: the function
 * checks them when it starts.
 */
export function checkHookPlanProp(plan: HookPlanInput): Checked<HookPlan> {
  return checkHookPlan(known(plan));
}

function known(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(known);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' && isKnownLater(inner) ? (STAND_INS[name] ?? inner) : known(inner),
    ]),
  );
}
