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

/** When each part of a cutover begins, in UTC, with the commands of milestones where any has one. */
export function calendarTable(entries: readonly CalendarEntry[], columns: number): string {
  const rows = entries.map(({ what, command = '', from }) => [dayAndTime(from), what, command]);
  const heads = [{ head: 'from (UTC)' }, { head: 'if all goes well' }, { head: 'command' }];
  const shown = entries.some(({ command }) => command !== undefined) ? 3 : 2;
  return textTable(
    heads.slice(0, shown),
    rows.map((row) => row.slice(0, shown)),
    columns,
  );
}

/** `Tue 2027-01-12 06:00`. */
function dayAndTime(iso: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(new Date(iso));
  return `${day} ${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/**
 * The same as iCalendar (RFC 5545). An event keeps its identity when the plan starts at another time, or a
 * milestone comes or goes, so that a calendar moves it.
 */
export function calendarText(plan: Plan, entries: readonly CalendarEntry[]): string {
  const identities = identitiesOf(entries);
  const events = entries.map((entry, i): EventAttributes => {
    const { what, from, to } = entry;
    const uid = createHash('sha256').update(`${plan.name} ${identities[i]}`).digest('hex').slice(0, 32);
    const start = { start: Date.parse(from), startOutputType: 'utc' } as const;
    const event = {
      ...{ uid: `${uid}@cutover`, productId: PRODUCT, title: `${plan.name}: ${what}` },
      description: descriptionOf(plan, entry),
    };
    // An end must be later than its start (section 3.6.1); an event without one ends as it begins.
    return from === to
      ? ({ ...event, ...start } as EventAttributes)
      : { ...event, ...start, end: Date.parse(to), endOutputType: 'utc' };
  });
  const { error, value } = createEvents(events);
  if (typeof value !== 'string') {
    throw new Error(`the calendar could not be written: ${error?.message}`);
  }
  return value;
}

/** What each entry is known by: a milestone by its text, and a part of the cutover by its place in it. */
function identitiesOf(entries: readonly CalendarEntry[]): readonly string[] {
  const parts = entries.filter(({ phase }) => phase !== 'milestone');
  return entries.map((entry) =>
    entry.phase === 'milestone' ? `milestone ${entry.what}` : `${parts.indexOf(entry)} ${entry.what}`,
  );
}

function descriptionOf({ router }: Plan, { phase, command }: CalendarEntry): string {
  const cutover = `Cutover of ${describeRoute(router)}, as estimated by cutover plan.`;
  const milestone = `Around the cutover of ${describeRoute(router)}, whose dates cutover plan estimates.`;
  return `${phase === 'milestone' ? milestone : cutover}${command === undefined ? '' : `\n${command}`}`;
}
