import type { Plan } from '../../../lambdas/core/plan/plan';
import { START, type World } from '../../rehearsal/world/world';
import { isDeploying } from '../deployment-invariants';
import type { LockWatch } from '../lock-watch';
import { SKEW_MS } from '../reference/bounds';
import type { Violations } from '../violations';
import type { Disturbances } from './disturbances';
import type { InvocationListener } from './invocations';

/** What the watch of deployments needs. */
interface DeploymentWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: Pick<LockWatch, 'holds'>;
  readonly disturbances: Pick<Disturbances, 'hasBeenActiveSince'>;
  readonly violations: Violations;
}

/** A check of a deployment. */
interface Checked {
  readonly execution: string;
  readonly deployment: { readonly stage: number; readonly orderedAt: string };
}

/** How late the check may be that ends a wait, in milliseconds: the interval, slow calls, and other tries. */
const LATE_MS = 300_000;

/**
 * Checks that no stage waits for its deployment for longer than its plan says, nor gives it up before for no
 * reason, and that no revert releases the route before it has tried to stop the deployment that its cutover
 * has left under way.
 */
export function watchDeployments(options: DeploymentWatchOptions): InvocationListener {
  const { world, plan, violations } = options;
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
    const { deployment } = payload as Checked;
    const { timeoutSeconds = 0, everySeconds = 0 } = plan.stages[deployment.stage]?.deploy ?? {};
    const from = world.clock.now();
    const key = `${execution} ${deployment.stage}`;
    const since = begun.get(key) ?? from;
    begun.set(key, since);
    return ({ output }) => {
      const { status, verdict } = output as { readonly status: string; readonly verdict: string | null };
      // With a verdict, the health of the stage is judged that has traffic meanwhile.
      violations.require(
        status !== 'failed' || verdict !== null || mayGiveUp(options, payload as Checked, timeoutSeconds),
        'reverts-for-a-reason',
        'a deployment was given up, and nothing was wrong with it',
      );
      violations.require(
        status !== 'pending' || from - since <= 1_000 * (timeoutSeconds + everySeconds) + LATE_MS,
        'waits-no-longer-than-planned',
        `a deployment is waited for after ${(from - since) / 1_000} s (limit ${timeoutSeconds} s)`,
      );
    };
  };
}

/** Whether a deployment may have failed, is late, or its cutover ends for another reason. */
function mayGiveUp(
  { world, lock, disturbances }: DeploymentWatchOptions,
  { execution, deployment }: Checked,
  timeoutSeconds: number,
): boolean {
  const waitedMs = world.clock.now() - Date.parse(deployment.orderedAt);
  const isLate = waitedMs >= 1_000 * timeoutSeconds - SKEW_MS;
  const may = (['deployment', 'operator', 'clock-off'] as const).some((kind) =>
    disturbances.hasBeenActiveSince(kind, START),
  );
  return isLate || may || !lock.holds(execution);
}
