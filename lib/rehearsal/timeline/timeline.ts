import type { TimelineEntry, TimelineEvent } from './timeline-event';

/** What a timeline needs. */
export interface TimelineOptions {
  /** Seconds of simulated time since the start. */
  readonly seconds: () => number;
  /** Called with each entry as it is added. */
  readonly onEntry: (entry: TimelineEntry) => void;
}

/** Everything that happened in a rehearsal, in order. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];

  constructor(private readonly options: TimelineOptions) {}

  /**
   * @param cutover the follow-up cutover that the event belongs to, from 2; absent for the first and the
   * world
   */
  add(event: TimelineEvent, cutover?: number): void {
    const { seconds, onEntry } = this.options;
    const entry = { at: seconds(), ...event, ...(cutover === undefined ? {} : { cutover }) };
    this.entries.push(entry);
    onEntry(entry);
  }
}
