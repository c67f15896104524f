import { createHash } from 'node:crypto';
import { createEvents, type EventAttributes } from 'ics';
import type { CalendarEntry } from '../../../lambdas/core/estimate/calendar';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { describeRoute } from '../../../lambdas/core/routers/route';
import { textTable } from './text-table';
import type { WrittenKind } from './write-file';

const PRODUCT = 'Cutover';

/** A file of iCalendar that `calendarText` has written. */
export const CALENDAR_FILE: WrittenKind = {
  noun: 'a calendar',
  isOne: (content) => content.startsWith('BEGIN:VCALENDAR') && content.includes(`PRODID:${PRODUCT}\r\n`),
};

/** When each part of a cutover begins, in UTC. */
export function calendarTable(entries: readonly CalendarEntry[], columns: number): string {
  const rows = entries.map(({ what, from }) => [dayAndTime(from), what]);
  return textTable([{ head: 'from (UTC)' }, { head: 'if all goes well' }], rows, columns);
}

/** `Tue 2027-01-12 06:00`. */
function dayAndTime(iso: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(new Date(iso));
  return `${day} ${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/**
 * The same as iCalendar (RFC 5545). An event keeps its identity when the plan starts at another time, so that
 * a calendar moves it.
 */
export function calendarText(plan: Plan, entries: readonly CalendarEntry[]): string {
  const events = entries.map(({ what, from, to }, i): EventAttributes => {
    const uid = createHash('sha256').update(`${plan.name} ${i} ${what}`).digest('hex').slice(0, 32);
    return {
      ...{ uid: `${uid}@cutover`, productId: PRODUCT, title: `${plan.name}: ${what}` },
      ...{ start: Date.parse(from), end: Date.parse(to), startOutputType: 'utc', endOutputType: 'utc' },
      description: `Cutover of ${describeRoute(plan.router)}, as estimated by cutover plan.`,
    };
  });
  const { error, value } = createEvents(events);
  if (typeof value !== 'string') {
    throw new Error(`the calendar could not be written: ${error?.message}`);
  }
  return value;
}
