/**
 * The ARN of an alarm in the account and region of an execution. A plan names its alarms by name, and
 * evaluations read them where the execution runs.
 * @param execution the ARN of the execution that monitors the alarm
 */
export function alarmArnFor(execution: string, alarmName: string): string {
  const [, partition, , region, account] = execution.split(':');
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${alarmName}`;
}
