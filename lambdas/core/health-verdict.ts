import type { Health } from './plan-health';
import type { AlarmReading } from './readings';
import { type Judgement, shorten, type Verdict } from './verdict';

/** The moment of a measurement, as far as judging it goes. */
export interface Moment {
  /** Percent on the new path. */
  readonly percent: number;
  /** Seconds since the last shift took effect; below zero while resolvers still hold the old answer. */
  readonly sinceSettled: number;
}

/**
 * Seconds after a shift has settled from which the alarms speak of nothing but the time after it. A state before that may rest on
 * data from before the shift: CloudWatch's evaluation range is wider than the alarm's own window.
 */
export function lookBack(alarms: readonly AlarmReading[]): number {
  return Math.max(0, ...alarms.map((alarm) => alarm.lookBackSeconds));
}

/** One judgement per alarm that the plan names. An alarm that is gone could not be measured. */
export function judgeAlarms(health: Health, alarms: readonly AlarmReading[], moment: Moment): Judgement[] {
  const measurable = moment.sinceSettled >= lookBack(alarms);
  return health.alarms.map((name) => {
    const alarm = alarms.find((one) => one.name === name);
    return alarm === undefined
      ? { verdict: 'error', reason: `alarm "${name}" does not exist` }
      : judgeAlarm(health, alarm, moment, measurable);
  });
}

function judgeAlarm(health: Health, alarm: AlarmReading, moment: Moment, measurable: boolean): Judgement {
  if (alarm.state === 'ALARM') {
    return { verdict: 'fail', reason: `alarm "${alarm.name}" is in ALARM: ${shorten(alarm.reason, 300)}` };
  }
  if (moment.percent === 0) {
    return { verdict: 'pass', reason: `alarm "${alarm.name}" is ${alarm.state} with nothing on the new path` };
  }
  if (!measurable) {
    const since = Math.floor(moment.sinceSettled);
    const settled = since < 0 ? `takes effect in ${-since} s` : `took effect ${since} s ago`;
    const reason = `too early: alarm "${alarm.name}" is ${alarm.state} and looks back ${alarm.lookBackSeconds} s, the shift ${settled}`;
    return { verdict: 'inconclusive', reason };
  }
  if (alarm.state === 'INSUFFICIENT_DATA') {
    const verdict: Verdict = health.insufficientData === 'fail' ? 'fail' : 'inconclusive';
    return { verdict, reason: `alarm "${alarm.name}" has no data: ${shorten(alarm.reason, 300)}` };
  }
  return { verdict: 'pass', reason: `alarm "${alarm.name}" is OK` };
}

/** Whether the new path has seen enough requests since the shift to be judged by them. */
export function judgeRequests(count: number, seen: number | null, moment: Moment): Judgement {
  const numbers = `${seen ?? 0} of at least ${count} requests seen on the new path`;
  return moment.percent === 0 || (seen ?? 0) >= count
    ? { verdict: 'pass', reason: numbers }
    : { verdict: 'inconclusive', reason: `only ${numbers}` };
}
