import { takesAll } from '../health/remaining-traffic';
import { givingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { estimate } from './estimate';

/** A part of a cutover in time, as estimated, or a milestone before or after it. */
export interface CalendarEntry {
  readonly phase: 'milestone' | 'preparation' | 'deployment' | 'stage' | 'hold' | 'end';
  /** Such as `10 % on the new path` or `hold at 100 %`. */
  readonly what: string;
  /** The command of a milestone that has one. */
  readonly command?: string;
  /** ISO 8601. */
  readonly from: string;
  /** ISO 8601; equal to `from` for the end and for a milestone. */
  readonly to: string;
}

/**
 * When the parts of a cutover begin and end that starts at `start`, if all goes well. Approvals make whatever
 * follows them later.
 * @param start epoch milliseconds
 */
export function calendarOf(plan: Plan, start: number): readonly CalendarEntry[] {
  const { phases, preparationSeconds } = estimate(plan);
  const entries: CalendarEntry[] = [];
  let at = start;
  const add = (phase: CalendarEntry['phase'], what: string, seconds: number) => {
    const from = at;
    at += 1_000 * Math.round(seconds);
    entries.push({ phase, what, from: new Date(from).toISOString(), to: new Date(at).toISOString() });
  };
  if (preparationSeconds > 0) {
    add('preparation', 'records prepared, and the lead of a lowered TTL', preparationSeconds);
  }
  for (const { phase, percent, seconds } of phases) {
    add(phase, describePhase(phase, percent), seconds);
  }
  const unused = `; the ${givingPath(plan)} path can go when the proof says so`;
  add('end', `end${takesAll(plan) ? unused : ''}`, 0);
  return entries;
}

function describePhase(phase: 'stage' | 'deployment' | 'hold', percent: number | null): string {
  switch (phase) {
    case 'stage':
      return `${percent} % on the new path`;
    case 'deployment':
      return `deployment${percent === null ? '' : `, with ${percent} % on the new path`}`;
    case 'hold':
      return `hold at ${percent} %`;
  }
}
