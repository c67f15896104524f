const DAY_MS = 86_400_000;

/**
 * The same time of day, a number of days later by the calendar of a place: a day there may have 23 or 25
 * hours. Where the clocks skip that time, it is as much later as they skip; where they show it twice, it is
 * the one with the offset from UTC of `at`.
 * @param at epoch milliseconds
 * @param days a whole number; negative for earlier
 * @param timeZone of the IANA database, such as `Europe/Berlin`
 * @returns epoch milliseconds
 * @throws RangeError for an unknown time zone
 */
export function daysLater(at: number, days: number, timeZone: string): number {
  const offsetAt = offsetsOf(timeZone);
  const own = offsetAt(at);
  const clock = at + own + days * DAY_MS;
  const near = [own, offsetAt(clock - own - DAY_MS), offsetAt(clock - own + DAY_MS)];
  return clock - (near.find((offset) => offsetAt(clock - offset) === offset) ?? Math.min(...near));
}

/** What the clocks of a time zone are ahead of UTC at a time, in milliseconds. */
function offsetsOf(timeZone: string): (at: number) => number {
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'iso8601', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (at) => {
    const parts = clock.formatToParts(at);
    const [year = 0, month = 0, ...rest] = (
      ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
    ).map((type) => Number(parts.find((part) => part.type === type)?.value));
    return Date.UTC(year, month - 1, ...rest) - Math.floor(at / 1_000) * 1_000;
  };
}
