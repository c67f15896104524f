import type { CalendarReading } from '../../core/shared/readings';

/** Change calendars. */
export interface ChangeCalendars {
  /**
   * Whether a calendar is open now; null when there is no change calendar of this name.
   * @param calendar a name, or the ARN of its document
   */
  read(calendar: string): Promise<CalendarReading | null>;
}
