import type { PathName } from '../plan/direction';
import type { Health } from '../plan/health';
import type { AlarmReading } from '../shared/readings';
import { type Judgement, shorten, type Verdict } from './verdict';

/** The state of the stage when its health is measured. */
export interface MeasuredAt {
  /**
   * The path that the plan monitors: the one that gains traffic.
   * @default 'new'
   */
  readonly path?: PathName;
  /** Percent of the traffic on that path. */
  readonly percent: number;
  /** Seconds since the last shift became effective; negative while resolvers still hold the old answer. */
  readonly secondsSinceEffective: number;
}

/**
 * Seconds after a shift is effective from which the states of the alarms rest on the time after it alone.
 * Earlier states may rest on data from before the shift: CloudWatch's evaluation range is wider than the
 * alarm's own window.
 */
export function evaluationRange(alarms: readonly AlarmReading[]): number {
  return Math.max(0, ...alarms.map((alarm) => alarm.evaluationRangeSeconds));
}

/** What shows that the alarms have something to measure. */
export interface Seen {
  /**
   * Requests on the path that gains, within the last `seenWithinSeconds`; null where the plan has no measure
   * of them, or where it could not be read, which is an `error` of its own.
   */
  readonly requests: number | null;
  /** The seconds in which they were counted. */
  readonly withinSeconds: number;
  /** Alarms that are OK, and whose own metrics have no data. */
  readonly silent: readonly string[];
}

/**
 * The time in which requests must be seen for the alarms to count: what the alarm evaluates that looks back
 * the least, and long enough for CloudWatch to have some of it.
 * @param alarms those that are OK, at least one
 * @returns seconds
 */
export function seenWithinSeconds(alarms: readonly AlarmReading[]): number {
  return Math.max(LEAST_SEEN_SECONDS, Math.min(...alarms.map((alarm) => alarm.evaluationRangeSeconds)));
}

const LEAST_SEEN_SECONDS = 300;

/**
 * Seconds after a shift is effective before which no request may be counted yet: one whole minute, the minute
 * that had begun before, and one until CloudWatch has it.
 */
export const COUNTED_AFTER_SECONDS = 180;

/**
 * Judges the alarms of the plan. A missing alarm is an `error`. An alarm in ALARM is a `fail` at any time. A
 * `pass` needs every alarm's state to rest on the time after the shift alone, and requests to be seen where
 * the plan has a measure of them: without requests, an alarm may be OK because nothing arrives.
 */
export function judgeAlarms(
  health: Health,
  alarms: readonly AlarmReading[],
  at: MeasuredAt,
  seen: Seen,
): Judgement[] {
  const missing = health.alarms.filter((name) => !alarms.some((alarm) => alarm.name === name));
  const found = alarms.filter((alarm) => health.alarms.includes(alarm.name));
  const inAlarm = found.filter((alarm) => alarm.state === 'ALARM');
  const quiet = found.filter((alarm) => alarm.state !== 'ALARM');
  return [
    ...missing.map((name): Judgement => ({ verdict: 'error', reason: `alarm "${name}" does not exist` })),
    ...inAlarm.map(judgeInAlarm),
    ...judgeQuiet(health, quiet, { ...at, evaluationRangeSeconds: evaluationRange(found) }, seen),
  ];
}

function judgeInAlarm({ name, reason }: AlarmReading): Judgement {
  return { verdict: 'fail', reason: `alarm "${name}" is in ALARM: ${shorten(reason, 300)}` };
}

/** Alarms that are not in ALARM. */
function judgeQuiet(
  health: Health,
  quiet: readonly AlarmReading[],
  {
    path = 'new',
    percent,
    secondsSinceEffective,
    evaluationRangeSeconds,
  }: MeasuredAt & {
    readonly evaluationRangeSeconds: number;
  },
  seen: Seen,
): Judgement[] {
  const of = `of ${health.alarms.length} alarms`;
  if (percent === 0) {
    const reason = `${quiet.length} ${of} are not in ALARM, with no traffic on the ${path} path`;
    return [{ verdict: 'pass', reason }];
  }
  if (secondsSinceEffective < evaluationRangeSeconds) {
    const since = Math.floor(secondsSinceEffective);
    const effective =
      since < 0 ? `the shift is effective in ${-since} s` : `the shift has been effective for ${since} s`;
    const alarms = `the alarms evaluate the last ${evaluationRangeSeconds} s`;
    return [{ verdict: 'inconclusive', reason: `too early to judge: ${effective}, and ${alarms}` }];
  }
  const withoutData = quiet.filter((alarm) => alarm.state === 'INSUFFICIENT_DATA');
  const incomplete = quiet.filter(({ state, evaluationState }) => state === 'OK' && evaluationState);
  const verdict: Verdict = health.insufficientData === 'fail' ? 'fail' : 'inconclusive';
  return [
    judgeOk(path, { ok: quiet.length - withoutData.length, of }, seen),
    ...withoutData.map(({ name, reason }) => ({
      verdict,
      reason: `alarm "${name}" has no data: ${shorten(reason, 300)}`,
    })),
    ...incomplete.map(
      ({ name, evaluationState }): Judgement => ({
        verdict: 'inconclusive',
        reason: `alarm "${name}" is OK, but CloudWatch did not evaluate all of its data (${evaluationState})`,
      }),
    ),
  ];
}

/** Alarms that are OK count while requests are seen. A plan without a measure of them accepts the rest. */
function judgeOk(
  path: PathName,
  { ok, of }: { readonly ok: number; readonly of: string },
  { requests, withinSeconds, silent }: Seen,
): Judgement {
  if (ok > 0 && requests === 0) {
    const within = `in the last ${withinSeconds} s`;
    const reason = `no request is seen on the ${path} path ${within}, so that OK says nothing`;
    return { verdict: 'inconclusive', reason };
  }
  const unseen =
    requests === null && silent.length > 0
      ? `, ${silent.length} of them without any data; the plan has no measure of requests`
      : '';
  return { verdict: 'pass', reason: `${ok} ${of} are OK${unseen}` };
}

/** Judges whether the path has served enough requests since the shift for its alarms to mean anything. */
export function judgeRequests(
  { minimum, unit }: { readonly minimum: number; readonly unit: 'requests' | 'flows' },
  count: number | null,
  { path = 'new', percent }: MeasuredAt,
): Judgement {
  const seen = count ?? 0;
  return {
    verdict: percent === 0 || seen >= minimum ? 'pass' : 'inconclusive',
    reason: `${seen} ${unit} seen on the ${path} path (minimum ${minimum})`,
  };
}
