import { FORWARD_ARN } from '../rehearsal/deployed-machines';
import type { World } from '../rehearsal/world/world';
import type { Violations } from './violations';

/** The account in the ARN of the machine. */
const ACCOUNT = FORWARD_ARN.split(':')[4] ?? '';

/** Watches the guard of alarms: an event from another account stops nothing. */
export function watchForeignAlarms({ functions }: World, violations: Violations): void {
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (task, payload) => {
    const answer = await invoke(task, payload);
    if (task === 'GuardAlarm' && !isOurs(payload as AlarmEvent)) {
      const { stopped } = answer as { stopped: readonly string[] };
      const detail = 'an alarm of another account has stopped a cutover';
      violations.require(stopped.length === 0, 'only-its-own-alarms', detail);
    }
    return answer;
  };
}

interface AlarmEvent {
  readonly resources: readonly string[];
}

function isOurs({ resources }: AlarmEvent): boolean {
  return resources.some((arn) => arn.split(':')[4] === ACCOUNT);
}
