import type { Plan } from '../core/plan/plan';
import { LEDGER_FORMAT } from '../core/shared/lock';
import type { AcquireResult, Clock, Ledger } from '../ports';
import { decisionOf, recordDecision } from './support/record-decision';

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
    const reason =
      `${route} has been locked since ${acquiredAt} by plan "${planName}", execution ${execution}` +
      `${reverting ? ', which is being reverted' : ''}; wait until it has ended`;
    // An execution that is being reverted has its own decisions, and its revert records how it ends.
    if (execution !== input.execution) {
      await recordDecision(ports, input, {
        ...{ key: 'rejected', kind: 'rejected', what: 'rejected', reason },
        plan: input.plan.name,
      });
    }
    return refused(reason);
  };

function refused(reason: string): Output {
  return { acquired: false, fence: null, reason };
}

function acquire(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { plan, execution, route }: Input,
): Promise<AcquireResult> {
  const { targetGroupArns, oldTargetGroupArns } = plan.preflight;
  const started = decisionOf(clock, execution, {
    ...{ key: 'started', kind: 'started', what: 'started', plan: plan.name },
    reason: `plan "${plan.name}": ${describeStages(plan)}`,
  });
  const owner = {
    execution,
    planName: plan.name,
    acquiredAt: started.at,
    alarms: plan.health.alarms,
    targetGroupArns: { old: oldTargetGroupArns, new: targetGroupArns },
    format: LEDGER_FORMAT,
    ...(plan.direction === 'down' ? { direction: plan.direction } : {}),
  };
  return ledger.acquire(route, plan.router, owner, started);
}

function describeStages({ stages, hold }: Plan): string {
  const percents = stages.map(({ percent }) => `${percent} %`).join(', ');
  return `the new path gets ${percents}${hold === undefined ? '' : `, then a hold of ${hold.seconds} s`}`;
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
