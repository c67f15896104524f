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
