import type { Plan } from '../plan/plan';
import { newTargetProblems, recordRouteOf } from '../routers/route';
import type { Problem } from '../validation/problems';
import type { Policy } from './policy';
import { stagePolicyProblems } from './stage-problems';

/** Validates that a plan keeps to the policy of the deployment. A policy that is absent allows everything. */
export function policyProblems(plan: Plan, policy: Policy | undefined): Problem[] {
  return policy === undefined
    ? []
    : [
        ...(policy.newTargets === undefined ? [] : newTargetProblems(plan.router, policy.newTargets)),
        ...recordTypeProblems(plan, policy),
        ...stagePolicyProblems(plan, policy),
        ...familyProblems(plan, policy),
        ...methodProblems(plan, policy),
        ...alarmProblems(plan, policy),
        ...holdProblems(plan, policy),
      ];
}

function recordTypeProblems({ router }: Plan, { recordTypes }: Policy): Problem[] {
  const types: readonly string[] | undefined = recordTypes;
  const refused = (recordRouteOf(router)?.recordTypes ?? []).filter(
    (type) => types?.includes(type) === false,
  );
  const message =
    `has ${refused.join(' and ')}; must be of the types that the deployment's policy allows ` +
    `(recordTypes): ${types?.join(', ')}`;
  return refused.length === 0 ? [] : [{ path: 'router.recordTypes', message }];
}

function familyProblems({ stages }: Plan, { taskDefinitionFamilies: families }: Policy): Problem[] {
  return stages.flatMap(({ deploy }, i): Problem[] => {
    const family = deploy?.taskDefinitionArn.replace(/^.*\/|:\d+$/g, '');
    if (families === undefined || family === undefined || families.includes(family)) {
      return [];
    }
    const allowed = families.length === 0 ? 'none' : families.join(', ');
    const message =
      `is of the family "${family}"; must be of a family that the deployment's policy allows ` +
      `(taskDefinitionFamilies): ${allowed}`;
    return [{ path: `stages[${i}].deploy.taskDefinitionArn`, message }];
  });
}

function methodProblems({ smokeTest }: Plan, { httpMethods }: Policy): Problem[] {
  return smokeTest.checks.flatMap(({ method }, i): Problem[] => {
    const message =
      `is "${method}"; must be one of the methods that the deployment's policy allows ` +
      `(httpMethods): ${httpMethods?.join(', ')}`;
    return httpMethods === undefined || httpMethods.includes(method)
      ? []
      : [{ path: `smokeTest.checks[${i}].method`, message }];
  });
}

/** They are alarms of the new path: a plan that moves away from it must not be reverted by them. */
function alarmProblems({ health, direction }: Plan, { requiredAlarms = [] }: Policy): Problem[] {
  if (direction === 'down') {
    return [];
  }
  const missing = requiredAlarms.filter((name) => !health.alarms.includes(name));
  const message =
    `does not name ${missing.map((name) => `"${name}"`).join(', ')}; ` +
    "must name every alarm that the deployment's policy requires (requiredAlarms): add what is missing";
  return missing.length === 0 ? [] : [{ path: 'health.alarms', message }];
}

/** The least hold is for the old path once it serves nobody. Below 100 %, it serves. */
function holdProblems({ hold, stages }: Plan, { minHoldSeconds = 0, maxHoldSeconds }: Policy): Problem[] {
  const given = hold?.seconds ?? 0;
  const isComplete = stages.at(-1)?.percent === 100;
  if (isComplete && given < minHoldSeconds) {
    const least = `must be at least ${minHoldSeconds} by the deployment's policy (minHoldSeconds)`;
    return hold === undefined
      ? [{ path: 'hold', message: `is missing; its seconds ${least}` }]
      : [{ path: 'hold.seconds', message: `is ${given}; ${least}` }];
  }
  const most = `must be at most ${maxHoldSeconds} by the deployment's policy (maxHoldSeconds)`;
  return maxHoldSeconds !== undefined && given > maxHoldSeconds
    ? [{ path: 'hold.seconds', message: `is ${given}; ${most}` }]
    : [];
}
