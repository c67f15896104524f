import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { alarmNamesIn } from '../../core/health/alarm-rule';
import {
  compositeEvaluationRangeSeconds,
  metricEvaluationRangeSeconds,
} from '../../core/health/evaluation-range';
import type { AlarmReading } from '../../core/shared/readings';
import { answerOf } from '../shared/service-errors';

/** Names that one DescribeAlarms takes (Amazon CloudWatch API Reference, DescribeAlarms, `AlarmNames`). */
const NAMES_PER_CALL = 100;
/** Composite alarms below composite alarms that are followed. */
const MAX_DEPTH = 10;

type Alarm =
  | { readonly kind: 'metric'; readonly alarm: MetricAlarm }
  | { readonly kind: 'composite'; readonly alarm: CompositeAlarm; readonly children: readonly string[] };

/** The alarms that exist among these names, in the order of the names. */
export async function readAlarms(
  client: Pick<CloudWatchClient, 'send'>,
  names: readonly string[],
): Promise<readonly AlarmReading[]> {
  const known = await describe(client, names);
  const asked = new Set(names);
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const next = [...known.values()]
      .flatMap((one) => (one.kind === 'composite' ? one.children : []))
      .filter((name) => !asked.has(name));
    for (const [name, one] of await describe(client, [...new Set(next)])) {
      known.set(name, one);
    }
    for (const name of next) {
      asked.add(name);
    }
  }
  return names.flatMap((name) => {
    const one = known.get(name);
    return one === undefined ? [] : [reading(name, one, known)];
  });
}

async function describe(
  client: Pick<CloudWatchClient, 'send'>,
  names: readonly string[],
): Promise<Map<string, Alarm>> {
  const found = new Map<string, Alarm>();
  // Without a name DescribeAlarms gives every alarm of the account: no names, no call.
  for (let from = 0; from < names.length; from += NAMES_PER_CALL) {
    let token: string | undefined;
    do {
      const page = await answerOf(
        client.send(
          new DescribeAlarmsCommand({
            AlarmNames: names.slice(from, from + NAMES_PER_CALL),
            // Only metric alarms come back unless composite ones are asked for.
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            MaxRecords: NAMES_PER_CALL,
            NextToken: token,
          }),
        ),
      );
      for (const alarm of page.MetricAlarms ?? []) {
        found.set(alarm.AlarmName ?? '', { kind: 'metric', alarm });
      }
      for (const alarm of page.CompositeAlarms ?? []) {
        const children = alarmNamesIn(alarm.AlarmRule ?? '');
        found.set(alarm.AlarmName ?? '', { kind: 'composite', alarm, children });
      }
      token = page.NextToken;
    } while (token !== undefined);
  }
  return found;
}

function reading(name: string, one: Alarm, known: ReadonlyMap<string, Alarm>): AlarmReading {
  const { StateValue, StateReason } = one.alarm;
  return {
    name,
    kind: one.kind,
    // A state that this code does not know is not health.
    state: StateValue === 'OK' || StateValue === 'ALARM' ? StateValue : 'INSUFFICIENT_DATA',
    reason: StateReason ?? '',
    evaluationRangeSeconds: evaluationRange(one, known, MAX_DEPTH),
  };
}

/** Rules may refer to each other in a circle (PutCompositeAlarm says so), hence the depth. */
function evaluationRange(one: Alarm, known: ReadonlyMap<string, Alarm>, depth: number): number {
  if (one.kind === 'metric') {
    return metricLookBack(one.alarm);
  }
  const children = depth === 0 ? [] : one.children.flatMap((name) => known.get(name) ?? []);
  return compositeEvaluationRangeSeconds(children.map((child) => evaluationRange(child, known, depth - 1)));
}

/** A PromQL alarm has no periods but the seconds that it stays pending and recovering. */
function metricLookBack(alarm: MetricAlarm): number {
  const promQl = alarm.EvaluationCriteria?.PromQLCriteria;
  if (promQl !== undefined) {
    const { PendingPeriod = 0, RecoveryPeriod = 0 } = promQl;
    return (
      Math.max(PendingPeriod, RecoveryPeriod) +
      metricEvaluationRangeSeconds(1, alarm.EvaluationInterval ?? 60)
    );
  }
  const periods = (alarm.Metrics ?? []).map((query) => query.MetricStat?.Period ?? query.Period ?? 0);
  const period = alarm.Period ?? Math.max(0, ...periods);
  return metricEvaluationRangeSeconds(alarm.EvaluationPeriods ?? 1, period === 0 ? 60 : period);
}
