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

/**
 * Judges the alarms of the plan. A missing alarm is an `error`. An alarm in ALARM is a `fail` at any time. A
 * `pass` needs every alarm's state to rest on the time after the shift alone.
 */
export function judgeAlarms(health: Health, alarms: readonly AlarmReading[], at: MeasuredAt): Judgement[] {
  const missing = health.alarms.filter((name) => !alarms.some((alarm) => alarm.name === name));
  const found = alarms.filter((alarm) => health.alarms.includes(alarm.name));
  const inAlarm = found.filter((alarm) => alarm.state === 'ALARM');
  const quiet = found.filter((alarm) => alarm.state !== 'ALARM');
  return [
    ...missing.map((name): Judgement => ({ verdict: 'error', reason: `alarm "${name}" does not exist` })),
    ...inAlarm.map(judgeInAlarm),
    ...judgeQuiet(health, quiet, at, evaluationRange(found)),
  ];
}

function judgeInAlarm({ name, reason }: AlarmReading): Judgement {
  return { verdict: 'fail', reason: `alarm "${name}" is in ALARM: ${shorten(reason, 300)}` };
}

/** Alarms that are not in ALARM. */
function judgeQuiet(
  health: Health,
  quiet: readonly AlarmReading[],
  { path = 'new', percent, secondsSinceEffective }: MeasuredAt,
  evaluationRangeSeconds: number,
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
  const verdict: Verdict = health.insufficientData === 'fail' ? 'fail' : 'inconclusive';
  return [
    { verdict: 'pass', reason: `${quiet.length - withoutData.length} ${of} are OK` },
    ...withoutData.map(({ name, reason }) => ({
      verdict,
      reason: `alarm "${name}" has no data: ${shorten(reason, 300)}`,
    })),
  ];
}

/** Judges whether the path has served enough requests since the shift for its alarms to mean anything. */
export function judgeRequests(minimum: number, count: number | null, at: MeasuredAt): Judgement {
  const { path = 'new', percent } = at;
  const seen = count ?? 0;
  return {
    verdict: percent === 0 || seen >= minimum ? 'pass' : 'inconclusive',
    reason: `${seen} requests seen on the ${path} path (minimum ${minimum})`,
  };
}
