import { GetCalendarStateCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ChangeCalendars } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/**
 * Errors of a name that is no change calendar (AWS Systems Manager API Reference, "GetCalendarState").
 */
const NO_CALENDAR = ['InvalidDocument', 'InvalidDocumentType', 'UnsupportedCalendarException'];

/** Reads the state of change calendars in the Region of the client. */
export const ssmChangeCalendars = (client: Pick<SSMClient, 'send'>): ChangeCalendars => ({
  read: async (calendar) => {
    try {
      const { State, NextTransitionTime } = await answerOf(
        client.send(new GetCalendarStateCommand({ CalendarNames: [calendar] })),
      );
      return { isOpen: State === 'OPEN', changesAt: NextTransitionTime ?? null };
    } catch (error) {
      if (NO_CALENDAR.some((name) => isNamed(error, name))) {
        return null;
      }
      throw error;
    }
  },
});
