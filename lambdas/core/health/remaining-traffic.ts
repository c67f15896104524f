import { givingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { plural } from '../shared/plural';
import { shorten } from './verdict';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** CloudWatch has a minute about a minute after its end. */
const COUNTED_AFTER_MS = 120_000;
/** Clients that come once a day are seen in the last day. */
const MAX_HOURS = 24;
/** So that a source without any data is noticed. */
const BEFORE_MS = 86_400_000;

/** From when until when requests are counted, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The hours up to now, oldest first: whole hours that end with the last minute that CloudWatch has. A time of
 * less than an hour is one shorter span; with less than a minute there is none.
 * @param from epoch milliseconds
 */
export function countedHours(from: number, now: number): readonly Span[] {
  const begin = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const end = Math.floor((now - COUNTED_AFTER_MS) / MINUTE_MS) * MINUTE_MS;
  const whole = Math.min(MAX_HOURS, Math.floor((end - begin) / HOUR_MS));
  if (whole < 1) {
    return end > begin ? [{ from: begin, to: end }] : [];
  }
  return Array.from({ length: whole }, (_, i) => {
    const to = end - (whole - 1 - i) * HOUR_MS;
    return { from: to - HOUR_MS, to };
  });
}

/** The day before the traffic left the path, in which it must have had requests. */
export function dayBefore(startedAt: string): Span {
  const to = Date.parse(startedAt);
  return { from: to - BEFORE_MS, to };
}

/** Requests in a span. */
export interface CountedSpan extends Span {
  readonly requests: number;
}

/** What was counted on the path that has given its traffic up. */
export interface RemainingCount {
  /** Oldest first. */
  readonly hours: readonly CountedSpan[];
  /** By source, over all of those hours. */
  readonly bySource: readonly { readonly source: string; readonly requests: number }[];
}

/** Whether an hour had more requests than the plan accepts. A shorter span counts by its pace. */
export function isAboveLimit({ remainingTraffic }: Plan, { hours }: RemainingCount): boolean {
  return hours.some(
    ({ from, to, requests }) => (requests * HOUR_MS) / (to - from) > remainingTraffic.maxRequestsPerHour,
  );
}

/** What was counted, for messages: each hour, and where the requests arrive. */
export function describeRemaining(plan: Plan, { hours, bySource }: RemainingCount): string {
  const path = `the ${givingPath(plan)} path`;
  const { maxRequestsPerHour } = plan.remainingTraffic;
  const [first, ...others] = hours;
  if (first === undefined) {
    return `${path} has not been counted yet`;
  }
  const minutes = (first.to - first.from) / MINUTE_MS;
  const hour = minutes < 60 ? plural(minutes, 'minute') : 'hour';
  const counted =
    others.length === 0
      ? `${plural(first.requests, 'request')} on ${path} in the last ${hour}`
      : `requests on ${path} in each of the last ${hours.length} hours:` +
        ` ${hours.map(({ requests }) => requests).join(', ')}`;
  const arrived = bySource.filter(({ requests }) => requests > 0);
  const where =
    arrived.length === 0
      ? ''
      : `, at ${arrived.map(({ source, requests }) => `${describeSource(source)}: ${requests}`).join('; ')}`;
  return shorten(`${counted} (limit ${maxRequestsPerHour} per hour)${where}`, 800);
}

/** A source as people name it. */
function describeSource(source: string): string {
  const [kind, name, id] = source.split('/');
  return kind === 'api'
    ? `HTTP API ${name}${id === undefined ? '' : `, stage ${id}`}`
    : `load balancer ${source}`;
}
