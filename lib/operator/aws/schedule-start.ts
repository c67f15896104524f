import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { arnParts } from '../../../lambdas/core/shared/arn';
import { onceAt } from '../../shared/start-time';

/** A start that EventBridge Scheduler is to make. */
export interface ScheduledStart {
  /** Of the schedule and of the execution: 1 to 64 letters, digits, ".", "-" and "_". */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The input of the execution. */
  readonly input: object;
}

/** Whose cutovers are scheduled. */
export interface ScheduledMachine {
  readonly cutoverMachineArn: string;
  /** The role with which EventBridge Scheduler starts an execution. */
  readonly schedulerRoleArn: string;
}

/** A cutover that could not start on time must not start later, when no operator expects it. */
const LATEST_SECONDS = 900;

/**
 * Has EventBridge Scheduler start a cutover once. It delivers at least once; the execution has a name, so
 * that a second delivery starts nothing. The schedule deletes itself afterwards.
 * Source: EventBridge Scheduler User Guide, "Using universal targets" and "Schedule types".
 * @returns the ARN of the schedule; null when another one has the name
 */
export async function scheduleStart(
  client: Pick<SchedulerClient, 'send'>,
  { cutoverMachineArn, schedulerRoleArn }: ScheduledMachine,
  { name, at, input }: ScheduledStart,
): Promise<string | null> {
  const { partition = 'aws' } = arnParts(cutoverMachineArn) ?? {};
  const start = { StateMachineArn: cutoverMachineArn, Name: name, Input: JSON.stringify(input) };
  try {
    const { ScheduleArn = '' } = await client.send(
      new CreateScheduleCommand({
        ...{ Name: name, ScheduleExpression: onceAt(at), ScheduleExpressionTimezone: 'UTC' },
        Description: 'Cutover: starts a plan, by cutover start --at',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: `arn:${partition}:scheduler:::aws-sdk:sfn:startExecution`,
          RoleArn: schedulerRoleArn,
          Input: JSON.stringify(start),
          RetryPolicy: { MaximumEventAgeInSeconds: LATEST_SECONDS },
        },
      }),
    );
    return ScheduleArn;
  } catch (error) {
    if (error instanceof ConflictException) {
      return null;
    }
    throw error;
  }
}
