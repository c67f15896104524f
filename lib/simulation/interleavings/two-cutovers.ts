import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { validated } from '../../../lambdas/core/validation/validated';
import { SOME_ROUTERS } from '../other-router';
import { ALARM } from './healthy-ports';
import type { Schedule } from './schedule';

const checked = new Map<string, Plan>();

/** The plan that both cutovers of a schedule have. */
export function planOf({ router, stages, propagationSeconds }: Schedule): Plan {
  const key = JSON.stringify([router, stages, propagationSeconds]);
  const plan = checked.get(key) ?? makePlan({ router, stages, propagationSeconds });
  checked.set(key, plan);
  return plan;
}

type Planned = Pick<Schedule, 'router' | 'stages' | 'propagationSeconds'>;

function makePlan({ router, stages, propagationSeconds }: Planned): Plan {
  const some = SOME_ROUTERS[router];
  const route = 'keyValueStoreArn' in some ? { ...some, propagationSeconds } : some;
  const plan = {
    name: 'interleaved',
    router: route,
    stages: stages.map(({ approvalSeconds, ...stage }) => ({
      ...stage,
      ...(approvalSeconds === null ? {} : { approval: { timeoutSeconds: approvalSeconds } }),
    })),
    smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] },
    health: { alarms: [ALARM], everySeconds: 10 },
  };
  return validated('the plan of an interleaving is not valid', checkPlan(plan));
}
