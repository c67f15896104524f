import type { Plan } from '../plan/plan';
import type { Problem } from '../validation/problems';
import { alarmElsewhere } from './alarm-arn';

/**
 * Alarms whose events do not arrive by themselves, for an operator: CloudWatch sends the events of an alarm
 * to the event bus of the alarm's own account and Region (Amazon EventBridge User Guide, "Events from AWS
 * services"). A plan does not know where its workflow is, so each alarm with an ARN is named.
 */
export function alarmEventWarnings({ health, hold }: Pick<Plan, 'health' | 'hold'>): Problem[] {
  const everySeconds = Math.max(health.everySeconds, hold?.everySeconds ?? 0);
  return health.alarms.flatMap((reference, i): Problem[] => {
    const place = alarmElsewhere(reference);
    if (place === null) {
      return [];
    }
    const message =
      `is in ${place.region} of account ${place.account}: ` +
      'its events cannot arrive at a workflow in another Region or account unless a rule there forwards ' +
      'them (AlarmForwarding, docs/guide/other-places.md); ' +
      `without that rule it counts only when an evaluation reads it, up to ${everySeconds} s later`;
    return [{ path: `health.alarms[${i}]`, message }];
  });
}
