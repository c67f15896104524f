import type { Plan } from '../core/plan/plan';
import type { AcquireResult, Clock, Ledger } from '../ports';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  /** Whether the execution was redriven: it may then continue with its lock, but not acquire one. */
  redriven: boolean;
}

interface Output {
  acquired: boolean;
  /** Null when the lock was not acquired. */
  fence: number | null;
  reason: string;
}

/** Acquires the lock of the route for this execution. A route has one cutover at a time. */
export const acquireLock =
  (ports: { readonly ledger: Ledger; readonly clock: Clock }) =>
  async (input: Input): Promise<Output> => {
    const { route } = input;
    const result = input.redriven ? await heldLock(ports.ledger, input) : await acquire(ports, input);
    if (result === null) {
      return refused(
        `the execution was redriven and does not hold the lock of ${route} any more; start a new execution`,
      );
    }
    if (result.acquired) {
      const { fence } = result;
      return { acquired: true, fence, reason: `lock of ${route} acquired (fence ${fence})` };
    }
    const { execution, planName, acquiredAt, reverting } = result.holder;
    return refused(
      `${route} has been locked since ${acquiredAt} by plan "${planName}", execution ${execution}` +
        `${reverting ? ', which is being reverted' : ''}; wait until it has ended`,
    );
  };

function refused(reason: string): Output {
  return { acquired: false, fence: null, reason };
}

function acquire(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { plan, execution, route }: Input,
): Promise<AcquireResult> {
  const { targetGroupArns, oldTargetGroupArns } = plan.preflight;
  return ledger.acquire(route, plan.router, {
    execution,
    planName: plan.name,
    acquiredAt: new Date(clock.now()).toISOString(),
    alarms: plan.health.alarms,
    targetGroupArns: { old: oldTargetGroupArns, new: targetGroupArns },
    ...(plan.direction === 'down' ? { direction: 'down' } : {}),
  });
}

/**
 * The lock that a redriven execution may still hold. It must not acquire a new one: its revert is named after
 * the execution and runs only once, so that a second cutover could not be reverted.
 * @returns null when the route is not locked
 */
async function heldLock(ledger: Ledger, { execution, route }: Input): Promise<AcquireResult | null> {
  const lock = (await ledger.read(route))?.lock ?? null;
  if (lock === null) {
    return null;
  }
  return lock.execution === execution && !lock.reverting
    ? { acquired: true, fence: lock.fence }
    : { acquired: false, holder: lock };
}
