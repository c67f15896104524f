import type { ClosedCalendars } from '../../../core/health/soak-state';
import type { Plan } from '../../../core/plan/plan';
import { closedReason } from '../../../core/preflight/change-calendar';
import type { ChangeCalendars } from '../../../ports';

/**
 * Which of the plan's change calendars hold back more traffic now; null when all of them are open. One that
 * cannot be read holds back too: nobody knows that it is open. It is no error of the path that is monitored.
 */
export async function closedCalendars(
  calendars: ChangeCalendars,
  { changeCalendars = [] }: Pick<Plan, 'changeCalendars'>,
): Promise<ClosedCalendars | null> {
  const all = await Promise.all(changeCalendars.map((calendar) => closedCalendar(calendars, calendar)));
  const closed = all.filter((one) => one !== null);
  if (closed.length === 0) {
    return null;
  }
  const times = closed.map(({ opensAt }) => opensAt).filter((at) => at !== null);
  return {
    reason: closed.map(({ reason }) => reason).join('; '),
    opensAt: times.length === closed.length ? Math.max(...times) : null,
  };
}

async function closedCalendar(calendars: ChangeCalendars, calendar: string): Promise<ClosedCalendars | null> {
  try {
    const reading = await calendars.read(calendar);
    const reason = closedReason(calendar, reading);
    const changesAt = reading?.changesAt ?? null;
    return reason === null ? null : { reason, opensAt: changesAt === null ? null : Date.parse(changesAt) };
  } catch (error) {
    const { name, message } = error as Error;
    return {
      reason: `the change calendar "${calendar}" could not be read: ${name}: ${message}`,
      opensAt: null,
    };
  }
}
