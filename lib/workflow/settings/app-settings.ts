import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { readDocument } from '../../shared/read-file';
import type { CutoverSchedule } from '../cutover-schedule';
import type { GivenSettings } from './app-settings-schema';

/** What the stack of a workflow is given, by the names of its props: the construct fills in defaults. */
export interface AppSettings extends Omit<GivenSettings, 'gates' | 'notifications' | 'schedules'> {
  /** The setting `gates`: the construct has functions where the settings have ARNs. */
  readonly existingGates?: NonNullable<GivenSettings['gates']>;
  /** The setting `notifications`: the construct has topics where the settings have ARNs. */
  readonly existingTopics?: NonNullable<GivenSettings['notifications']>;
  readonly schedules?: readonly CutoverSchedule[];
}

/**
 * Settings that have been checked, by the names of the props.
 * @param planFile where a plan is that a schedule names by its path
 * @throws UsageError when the file of such a plan cannot be read
 */
export function appSettings(given: GivenSettings, planFile: (path: string) => string): AppSettings {
  const { gates, notifications, schedules, ...others } = given;
  const scheduleOf = ({ name, at, plan }: NonNullable<GivenSettings['schedules']>[number]) => ({
    name,
    plan: typeof plan === 'string' ? readDocument(planFile(plan), 'plan') : plan,
    schedule: ScheduleExpression.at(new Date(at)),
  });
  return {
    ...others,
    ...(gates === undefined ? {} : { existingGates: gates }),
    ...(notifications === undefined ? {} : { existingTopics: notifications }),
    ...(schedules === undefined ? {} : { schedules: schedules.map(scheduleOf) }),
  };
}
