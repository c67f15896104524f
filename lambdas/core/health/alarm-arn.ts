import { arnParts } from '../shared/arn';

/** An alarm that a plan names by its ARN. */
export interface AlarmElsewhere {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Where an alarm is that is named by its ARN; null for one that is named by its name. */
export function alarmElsewhere(reference: string): AlarmElsewhere | null {
  const parts = arnParts(reference);
  if (parts?.service !== 'cloudwatch' || !parts.resource.startsWith('alarm:')) {
    return null;
  }
  const { region, account, resource } = parts;
  return { region, account, name: resource.slice('alarm:'.length) };
}

/** The name of an alarm, however a plan names it. */
export function alarmNameOf(reference: string): string {
  return alarmElsewhere(reference)?.name ?? reference;
}

/**
 * The ARN of an alarm. One that a plan names by its name alone is in the account and Region of the execution,
 * where evaluations read it.
 * @param execution the ARN of the execution that monitors the alarm
 * @param reference the alarm as the plan names it
 */
export function alarmArnFor(execution: string, reference: string): string {
  if (alarmElsewhere(reference) !== null) {
    return reference;
  }
  const [, partition, , region, account] = execution.split(':');
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${reference}`;
}

/**
 * Where an alarm is. One that a plan names by its name alone is in the account and Region of the execution.
 * @param execution the ARN of the execution that monitors the alarm
 */
export function alarmPlaceFor(execution: string, reference: string): AlarmElsewhere {
  const [, , , region, account] = execution.split(':') as [string, string, string, string, string];
  return alarmElsewhere(reference) ?? { region, account, name: reference };
}

/** What an operator should know of the events of an alarm. */
export interface AlarmNotice {
  /** Index in the list of alarms. */
  readonly index: number;
  readonly notice: string;
}

/**
 * Alarms whose events do not arrive by themselves: CloudWatch sends the events of an alarm to the event bus
 * of the alarm's own account and Region.
 * @param everySeconds the time between two evaluations, which read every alarm
 */
export function alarmEventNotices(references: readonly string[], everySeconds: number): AlarmNotice[] {
  return references.flatMap((reference, index) => {
    const found = alarmElsewhere(reference);
    const notice = (place: AlarmElsewhere) =>
      `is in ${place.region} of account ${place.account}. Its events cannot arrive at a workflow of another ` +
      'Region or account unless a rule there forwards them (AlarmForwarding, docs/guide/other-places.md); ' +
      `without that rule, the alarm counts at the next evaluation, up to ${everySeconds} s later`;
    return found === null ? [] : [{ index, notice: notice(found) }];
  });
}
