import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { isDeploying } from '../deployment-invariants';
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

/**
 * Checks that no stage waits for its deployment for longer than its plan says, and that no revert releases
 * the route before it has tried to stop the deployment that its cutover has left under way.
 */
export function watchDeployments({ world, plan, violations }: DeploymentWatchOptions): InvocationListener {
  /** When the deployment of a stage was checked first, in epoch milliseconds. */
  const begun = new Map<string, number>();
  /** Executions whose reverts have tried to stop their deployments. */
  const stopped = new Set<string>();
  return (task, payload) => {
    const { execution } = payload as { readonly execution: string };
    if (task === 'StopDeployment') {
      stopped.add(execution);
    }
    if (task === 'ReleaseLock' && 'revertStartedAt' in (payload as object)) {
      const isLeft = isDeploying(world, execution) && !stopped.has(execution);
      const detail = 'a revert releases the route before it has tried to stop the deployment of its cutover';
      violations.require(!isLeft, 'ends-at-snapshot-or-fails-loudly', detail);
    }
    if (task !== 'CheckDeployment') {
      return null;
    }
    const { deployment } = payload as { readonly deployment: { readonly stage: number } };
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
