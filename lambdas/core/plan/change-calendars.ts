import { listOf, textLike } from '../validation/fields';

/** A calendar by its name in the Region of the workflow, or by its ARN. */
const calendarName =
  /^(?:[A-Za-z0-9_.-]{3,128}|arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:document\/[A-Za-z0-9_.-]{3,128})$/;

/**
 * Change calendars of AWS Systems Manager. While one of them is closed, no cutover begins, and no more
 * traffic moves; a revert never waits for them.
 */
export const changeCalendarsSchema = listOf(
  textLike(
    calendarName,
    'must be the name of a change calendar in the Region of the workflow, or the ARN of its SSM document',
  ),
  1,
  5,
  'change calendars',
);
