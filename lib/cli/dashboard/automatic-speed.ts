import type { Plan } from '../../../lambdas/core/plan/plan';
import type { TraceEvent } from '../../rehearsal/asl/execution';

/** Seconds of real time that each part of a rehearsed cutover takes, so that somebody can see it and act. */
const SECONDS = { soak: 20, hold: 20, lead: 8, approval: 90 };
/** How many times faster than real time everything else is. */
const OTHERWISE = 15;
/** Evaluations, and the wait until a shift is effective, come on top of the soak. */
const AROUND_SECONDS = 180;

/** The speed that suits what a machine has just done; null to go on as before. */
export function suitableSpeed(plan: Plan, event: TraceEvent): number | null {
  if (event.kind === 'entered') {
    const lead = plan.ttl?.leadSeconds ?? 0;
    return event.state === 'AwaitPreparation'
      ? Math.max(OTHERWISE, lead / SECONDS.lead)
      : ['ShiftTraffic', 'StartDeployment', 'StartRevert', 'RevertTraffic'].includes(event.state)
        ? OTHERWISE
        : null;
  }
  if (event.kind !== 'left' || event.state !== 'EvaluateHealth') {
    return null;
  }
  const { move, soakState } = event.result as {
    readonly move: string;
    readonly soakState: {
      readonly phase: string;
      readonly stage: number;
      readonly awaitingSince: string | null;
    };
  };
  if (move !== 'wait') {
    return OTHERWISE;
  }
  const stage = plan.stages[soakState.stage];
  if (soakState.awaitingSince !== null) {
    return Math.max(1, (stage?.approval?.timeoutSeconds ?? 0) / SECONDS.approval);
  }
  return soakState.phase === 'hold'
    ? Math.max(OTHERWISE, (plan.hold?.seconds ?? 0) / SECONDS.hold)
    : Math.max(OTHERWISE, ((stage?.soakSeconds ?? 0) + AROUND_SECONDS) / SECONDS.soak);
}
