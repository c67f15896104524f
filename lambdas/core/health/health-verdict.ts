import type { Health } from '../plan/health';
import type { AlarmReading } from '../shared/readings';
import { type Judgement, shorten, type Verdict } from './verdict';

/** The moment of a measurement, as far as judging it goes. */
export interface MeasuredAt {
  /** Percent on the new path. */
  readonly percent: number;
  /** Seconds since the last shift took effect; below zero while resolvers still hold the old answer. */
  readonly secondsSinceEffective: number;
}

/**
 * Seconds after a shift has settled from which the alarms speak of nothing but the time after it. A state before that may rest on
 * data from before the shift: CloudWatch's evaluation range is wider than the alarm's own window.
 */
export function evaluationRange(alarms: readonly AlarmReading[]): number {
  return Math.max(0, ...alarms.map((alarm) => alarm.evaluationRangeSeconds));
}

/**
 * What the plan's alarms say. An alarm that is gone could not be measured. An alarm in ALARM is a failure at any time, and only that can
 * be said of a shift before all alarms speak of the time after it.
 */
export function judgeAlarms(health: Health, alarms: readonly AlarmReading[], moment: MeasuredAt): Judgement[] {
  const asked = health.alarms.map((name) => ({ name, alarm: alarms.find((one) => one.name === name) }));
  const gone = asked.filter(({ alarm }) => alarm === undefined);
  const found = alarms.filter((alarm) => health.alarms.includes(alarm.name));
  const ringing = found.filter((alarm) => alarm.state === 'ALARM');
  return [
    ...gone.map(({ name }): Judgement => ({ verdict: 'error', reason: `alarm "${name}" does not exist` })),
    ...ringing.map(ringingJudgement),
    ...judgeQuiet(
      health,
      found.filter((alarm) => alarm.state !== 'ALARM'),
      moment,
      evaluationRange(found),
    ),
  ];
}

function ringingJudgement({ name, reason }: AlarmReading): Judgement {
  return { verdict: 'fail', reason: `alarm "${name}" is in ALARM: ${shorten(reason, 300)}` };
}

function judgeQuiet(
  health: Health,
  quiet: readonly AlarmReading[],
  moment: MeasuredAt,
  evaluationRangeSeconds: number,
): Judgement[] {
  const numbers = `${quiet.length} of ${health.alarms.length} alarms`;
  if (moment.percent === 0) {
    return [{ verdict: 'pass', reason: `${numbers} are quiet with nothing on the new path` }];
  }
  if (moment.secondsSinceEffective < evaluationRangeSeconds) {
    const since = Math.floor(moment.secondsSinceEffective);
    const settled = since < 0 ? `takes effect in ${-since} s` : `took effect ${since} s ago`;
    return [
      {
        verdict: 'inconclusive',
        reason: `too early: the shift ${settled}, the alarms look back ${evaluationRangeSeconds} s`,
      },
    ];
  }
  const withoutData = quiet.filter((alarm) => alarm.state === 'INSUFFICIENT_DATA');
  const verdict: Verdict = health.insufficientData === 'fail' ? 'fail' : 'inconclusive';
  const ok = `${quiet.length - withoutData.length} of ${health.alarms.length} alarms are OK`;
  return [
    { verdict: 'pass', reason: ok },
    ...withoutData.map(({ name, reason }) => ({
      verdict,
      reason: `alarm "${name}" has no data: ${shorten(reason, 300)}`,
    })),
  ];
}

/** Whether the new path has seen enough requests since the shift to be judged by them. */
export function judgeRequests(count: number, seen: number | null, moment: MeasuredAt): Judgement {
  const numbers = `${seen ?? 0} of at least ${count} requests seen on the new path`;
  return moment.percent === 0 || (seen ?? 0) >= count
    ? { verdict: 'pass', reason: numbers }
    : { verdict: 'inconclusive', reason: `only ${numbers}` };
}
