import type { CalendarReading } from '../../../../lambdas/ports';

/** An event of a calendar that closes it. Times are epoch milliseconds. */
interface Closing {
  readonly calendar: string;
  readonly from: number;
  /** When it opens again, as the calendar says; null: no event opens it. */
  readonly opensAt: number | null;
  /** When it has ended; infinite while it has not. */
  endedAt: number;
}

/** The change calendars of a plan. All of them are open until one is closed. */
export class SimulatedCalendars {
  private readonly closings: Closing[] = [];

  /** @param now epoch milliseconds */
  constructor(
    private readonly names: readonly string[],
    private readonly now: () => number,
  ) {}

  /**
   * Closes a calendar of the plan until this is ended. An index that the plan does not have closes nothing.
   * @param forSeconds how long its event lasts; undefined: it has no end
   */
  close(index: number, forSeconds: number | undefined): { end(): void } {
    const calendar = this.names[index];
    if (calendar === undefined) {
      return { end: () => undefined };
    }
    const from = this.now();
    const opensAt = forSeconds === undefined ? null : from + 1_000 * forSeconds;
    const closing: Closing = { calendar, from, opensAt, endedAt: Number.POSITIVE_INFINITY };
    this.closings.push(closing);
    return {
      end: () => {
        closing.endedAt = this.now();
      },
    };
  }

  /** Since when one calendar has been closed, if it was so from `from` to `to`; null: none was. */
  closedSince(from: number, to: number): number | null {
    const found = this.closings.filter((one) => one.from <= from && one.endedAt > to);
    return found.length === 0 ? null : Math.min(...found.map((one) => one.from));
  }

  /** Whether one is closed at any time from `from` to `to`. */
  isClosedWithin(from: number, to: number): boolean {
    return this.closings.some((one) => one.from <= to && one.endedAt >= from);
  }

  read(name: string): CalendarReading {
    const now = this.now();
    const closed = this.closings.filter(({ calendar, endedAt }) => calendar === name && endedAt > now);
    const times = closed.map(({ opensAt }) => opensAt);
    const isKnown = times.length > 0 && times.every((at) => at !== null);
    return {
      isOpen: closed.length === 0,
      changesAt: isKnown ? new Date(Math.max(...(times as number[]))).toISOString() : null,
    };
  }
}
