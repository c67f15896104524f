import type { Plan } from '../core/plan/plan';
import type { AcquireResult, Clock, Ledger, Lock } from '../ports';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  /** Whether the execution has been redriven: it may go on with a lock, but take none again. */
  redriven: boolean;
}

/** Takes the route for this execution. A route has one cutover at a time. */
export const acquireLock =
  (ports: { readonly ledger: Ledger; readonly clock: Clock }) =>
  async (input: Input): Promise<{ acquired: boolean; fence: number | null; reason: string }> => {
    const { route } = input;
    const result = input.redriven ? await goOn(ports.ledger, input) : await acquire(ports, input);
    if (result === null) {
      return refused(
        `the execution was redriven and does not hold ${route} any more; start a new execution instead`,
      );
    }
    if (result.acquired) {
      return {
        acquired: true,
        fence: result.fence,
        reason: `the lock of ${route} is ours (fence ${result.fence})`,
      };
    }
    const { holder } = result;
    return refused(
      `${route} is locked since ${holder.acquiredAt} by plan "${holder.planName}", execution ${holder.execution}${
        holder.reverting ? ', which is being reverted' : ''
      }; wait for its end`,
    );
  };

function refused(reason: string) {
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
  });
}

/**
 * The lock that a redriven execution may still hold. It takes none anew: the revert bears the name of the execution and runs once, so a second one
 * would have no way back.
 * @returns null when nobody holds the route
 */
async function goOn(ledger: Ledger, { execution, route }: Input): Promise<AcquireResult | null> {
  const lock: Lock | null = (await ledger.read(route))?.lock ?? null;
  if (lock === null) {
    return null;
  }
  return lock.execution === execution && !lock.reverting
    ? { acquired: true, fence: lock.fence }
    : { acquired: false, holder: lock };
}
