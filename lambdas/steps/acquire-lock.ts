import type { Plan } from '../core/plan';
import type { Clock, Ledger } from '../ports';

/** Takes the route for this execution. A route has one cutover at a time. */
export const acquireLock =
  (ports: { readonly ledger: Ledger; readonly clock: Clock }) =>
  async (input: {
    plan: Plan;
    execution: string;
    route: string;
  }): Promise<{ acquired: boolean; fence: number | null; reason: string }> => {
    const { plan, execution, route } = input;
    const acquiredAt = new Date(ports.clock.now()).toISOString();
    const { targetGroupArns, oldTargetGroupArns } = plan.preflight;
    const result = await ports.ledger.acquire(route, plan.router, {
      execution,
      planName: plan.name,
      acquiredAt,
      alarms: plan.health.alarms,
      targetGroupArns: { old: oldTargetGroupArns, new: targetGroupArns },
    });
    if (result.acquired) {
      return {
        acquired: true,
        fence: result.fence,
        reason: `the lock of ${route} is ours (fence ${result.fence})`,
      };
    }
    const { holder } = result;
    return {
      acquired: false,
      fence: null,
      reason: `${route} is locked since ${holder.acquiredAt} by plan "${holder.planName}", execution ${holder.execution}${
        holder.reverting ? ', which is being reverted' : ''
      }; wait for its end`,
    };
  };
