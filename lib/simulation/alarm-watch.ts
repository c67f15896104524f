import { alarmArnFor } from '../../lambdas/core/health/alarm-arn';
import { FORWARD_ARN } from '../rehearsal/deployed-machines';
import type { World } from '../rehearsal/world/world';
import type { Violations } from './violations';

/** Watches the guard of alarms: the event of an alarm that is not one of the plan stops nothing. */
export function watchForeignAlarms({ functions, plan }: World, violations: Violations): void {
  const ours = plan.health.alarms.map((alarm) => alarmArnFor(FORWARD_ARN, alarm));
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (task, payload, by) => {
    const answer = await invoke(task, payload, by);
    if (task === 'GuardAlarm' && !(payload as AlarmEvent).resources.some((arn) => ours.includes(arn))) {
      const { stopped } = answer as { stopped: readonly string[] };
      const detail = 'an alarm that is not one of the plan has stopped a cutover';
      violations.require(stopped.length === 0, 'only-its-own-alarms', detail);
    }
    return answer;
  };
}

interface AlarmEvent {
  readonly resources: readonly string[];
}
