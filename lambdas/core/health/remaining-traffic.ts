import { readSource, unitOf } from '../measures/source';
import { gainedPercent, givingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { stageOf } from '../plan/stage-of';
import { plural } from '../shared/plural';
import { shorten } from './verdict';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** CloudWatch has a minute about a minute after its end. */
const COUNTED_AFTER_MS = 120_000;
/** What counts within the first hour. */
const LEAVING_MS = 300_000;
/** Clients that come once a day are seen in the last day. */
const MAX_HOURS = 24;
/** So that a source without any data is noticed. */
const BEFORE_MS = 86_400_000;

/**
 * Whether the plan takes all traffic from the path that gives it up, so that what remains there is reported.
 */
export function takesAll(plan: Plan): boolean {
  return gainedPercent(plan, stageOf(plan, plan.stages.length - 1).percent) === 100;
}

/** From when until when requests are counted, in epoch milliseconds. */
export interface CountedTime {
  readonly from: number;
  readonly to: number;
}

/**
 * The hours up to now, oldest first: whole hours that end with the last minute that CloudWatch has. Of less
 * than an hour only the last minutes count, because clients are still leaving; with less than a minute there
 * is none.
 * @param from epoch milliseconds
 */
export function countedHours(from: number, now: number): readonly CountedTime[] {
  const begin = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const end = Math.floor((now - COUNTED_AFTER_MS) / MINUTE_MS) * MINUTE_MS;
  const whole = Math.min(MAX_HOURS, Math.floor((end - begin) / HOUR_MS));
  if (whole < 1) {
    return end > begin ? [{ from: Math.max(begin, end - LEAVING_MS), to: end }] : [];
  }
  return Array.from({ length: whole }, (_, i) => {
    const to = end - (whole - 1 - i) * HOUR_MS;
    return { from: to - HOUR_MS, to };
  });
}

/**
 * The hours that the proof at the end rests on: those after the first one, in which clients are still
 * leaving, as far as there are any.
 * @param effectiveAt ISO 8601: when the last shift was effective
 */
export function provenHours(effectiveAt: string, now: number): readonly CountedTime[] {
  const from = Date.parse(effectiveAt);
  const later = countedHours(from + HOUR_MS, now);
  return later.length > 0 ? later : countedHours(from, now);
}

/** The day before the traffic left the path, in which it must have had requests. */
export function dayBefore(startedAt: string): CountedTime {
  const to = Date.parse(startedAt);
  return { from: to - BEFORE_MS, to };
}

/** Requests in a span. */
export interface CountedSpan extends CountedTime {
  readonly requests: number;
}

/** What was counted on the path that has given its traffic up. */
export interface RemainingCount {
  /** Oldest first. */
  readonly hours: readonly CountedSpan[];
  /** By source, over all of those hours. */
  readonly bySource: readonly { readonly source: string; readonly requests: number }[];
}

/** What the proof at the end says of the path that has given its traffic up. */
export interface RemainingProof {
  /** Whether nothing that was counted speaks against removing it. */
  readonly canGo: boolean;
  readonly reason: string;
}

/**
 * Judges whether the path can be removed by what was counted on it. Nothing counted is no proof where nothing
 * was counted before either: the plan may name a source that does not exist.
 * @param hadRequests whether it had requests in the day before its traffic left
 */
export function proveRemaining(plan: Plan, count: RemainingCount, hadRequests: boolean): RemainingProof {
  const { hours, bySource } = count;
  const text = describeRemaining(plan, count);
  if (hours.length === 0) {
    return { canGo: false, reason: `${text}: CloudWatch has no whole minute since the shift was effective` };
  }
  if (hours.some(({ requests }) => requests > 0) || hadRequests) {
    return { canGo: !isAboveLimit(plan, count), reason: text };
  }
  const names = bySource.map(({ source }) => source).join(', ');
  const reason =
    `nothing was counted on the ${givingPath(plan)} path, and nothing in the day before the shift either,` +
    ` so that the count proves nothing: correct where it is counted (${names}) in remainingTraffic.source`;
  return { canGo: false, reason: shorten(reason, 800) };
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
  const unit = unitOf(bySource.map(({ source }) => source));
  const minutes = (first.to - first.from) / MINUTE_MS;
  const hour = minutes < 60 ? plural(minutes, 'minute') : 'hour';
  const counted =
    others.length === 0
      ? `${first.requests} ${unit} on ${path} in the last ${hour}`
      : `${unit} on ${path} in each of the last ${hours.length} hours:` +
        ` ${hours.map(({ requests }) => requests).join(', ')}`;
  const arrived = bySource.filter(({ requests }) => requests > 0);
  const where =
    arrived.length === 0
      ? ''
      : `, at ${arrived.map(({ source, requests }) => `${describeSource(source)}: ${requests}`).join('; ')}`;
  return shorten(`${counted} (limit ${maxRequestsPerHour} per hour)${where}`, 800);
}

/** A source as people name it. */
function describeSource(name: string): string {
  const source = readSource(name);
  const stage = 'stage' in source && source.stage !== null ? `, stage ${source.stage}` : '';
  switch (source.kind) {
    case 'app':
      return source.targetGroup === null
        ? `load balancer ${source.loadBalancer}`
        : `${source.targetGroup} of load balancer ${source.loadBalancer}`;
    case 'net':
      return `load balancer ${source.loadBalancer}`;
    case 'http-api':
      return `HTTP API ${source.apiId}${stage}`;
    case 'rest-api':
      return `REST API ${source.apiName}${stage}`;
    case 'cloudfront':
      return `distribution ${source.distributionId}`;
  }
}
