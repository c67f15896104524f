import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import type { Violations } from '../violations';
import type { InvocationListener } from './invocations';

/** What the watch of deployments needs. */
interface DeploymentWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly violations: Violations;
}

/** How late the check may be that ends a wait, in milliseconds: the interval, slow calls, and other tries. */
const LATE_MS = 300_000;

/** Checks that no stage waits for its deployment for longer than its plan says. */
export function watchDeployments({ world, plan, violations }: DeploymentWatchOptions): InvocationListener {
  /** When the deployment of a stage was checked first, in epoch milliseconds. */
  const begun = new Map<string, number>();
  return (task, payload) => {
    if (task !== 'CheckDeployment') {
      return null;
    }
    const { execution, deployment } = payload as { execution: string; deployment: { stage: number } };
    const { timeoutSeconds = 0, everySeconds = 0 } = plan.stages[deployment.stage]?.deploy ?? {};
    const from = world.clock.now();
    const key = `${execution} ${deployment.stage}`;
    const since = begun.get(key) ?? from;
    begun.set(key, since);
    return ({ output }) => {
      const { status } = output as { readonly status: string };
      violations.require(
        status !== 'pending' || from - since <= 1_000 * (timeoutSeconds + everySeconds) + LATE_MS,
        'waits-no-longer-than-planned',
        `a deployment is waited for after ${(from - since) / 1_000} s (limit ${timeoutSeconds} s)`,
      );
    };
  };
}
