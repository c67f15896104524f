import type { CalendarReading } from '../shared/readings';
import { type Finding, stopFinding } from './finding';

/** Why a calendar lets nothing begin; null when it is open. */
export function closedReason(calendar: string, reading: CalendarReading | null): string | null {
  if (reading === null) {
    return `there is no change calendar "${calendar}"`;
  }
  if (reading.isOpen) {
    return null;
  }
  const until =
    reading.changesAt === null ? ', and nothing in it opens it again' : ` until ${reading.changesAt}`;
  return `the change calendar "${calendar}" is closed${until}`;
}

/** What of a calendar stops a cutover before it begins. */
export function calendarFindings(calendar: string, reading: CalendarReading | null): Finding[] {
  const reason = closedReason(calendar, reading);
  if (reason === null) {
    return [];
  }
  const remedy =
    reading === null
      ? 'name a change calendar of AWS Systems Manager in changeCalendars, or leave it out'
      : 'start the cutover while the calendar is open, or change the events of the calendar';
  return [stopFinding('calendar', reason, remedy)];
}
