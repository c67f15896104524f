import type { World } from '../../../rehearsal/world/world';
import type { LockWatch } from '../../lock-watch';
import type { Violations } from '../../violations';
import type { InvocationListener } from '../invocations';
import { revertsOf } from './reverts-of';

/** What the watch of locks that are left needs. */
interface LeftLockWatchOptions {
  readonly world: Pick<World, 'ledger' | 'stateMachines' | 'plan'>;
  readonly lock: Pick<LockWatch, 'owner'>;
  readonly violations: Violations;
}

/** Checks that the reconciler reports a lock whose cutover has ended, and whose reverts have all failed. */
export function watchLeftLocks({ world, lock, violations }: LeftLockWatchOptions): InvocationListener {
  const reported = new Set<string>();
  const { record } = world.ledger;
  world.ledger.record = async (route, decision) => {
    await record(route, decision);
    if (decision.kind === 'unattended') {
      reported.add(decision.execution);
    }
  };
  const isLeft = (execution: string) => {
    const reverts = revertsOf(world, execution);
    const haveFailed = reverts.every(({ end }) => end !== null && end.status !== 'SUCCEEDED');
    const end = world.stateMachines.execution(execution)?.end ?? null;
    return end !== null && reverts.length > 0 && haveFailed;
  };
  return (task) => {
    const { owner } = lock;
    if (task !== 'Reconcile' || owner === null || !isLeft(owner.execution)) {
      return null;
    }
    return () =>
      violations.require(
        reported.has(owner.execution) || lock.owner?.fence !== owner.fence || !isLeft(owner.execution),
        'ends-at-snapshot-or-fails-loudly',
        'a revert has failed and kept the lock, and the reconciler does not report it',
      );
  };
}
