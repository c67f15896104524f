import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { alarmElsewhere, alarmNameOf } from '../../core/health/alarm-arn';
import { alarmNamesIn } from '../../core/health/alarm-rule';
import {
  compositeEvaluationRangeSeconds,
  metricEvaluationRangeSeconds,
} from '../../core/health/evaluation-range';
import { fillsMissing } from '../../core/health/metric-math';
import type { AlarmReading } from '../../core/shared/readings';
import { answerOf } from '../shared/service-errors';
import type { CloudWatch } from './cloudwatch-metric-data';

/** The maximum number of names in a call (Amazon CloudWatch API Reference, DescribeAlarms, `AlarmNames`). */
const NAMES_PER_CALL = 100;
/** How many levels of composite alarms are followed. */
export const MAX_DEPTH = 10;

/** An alarm as CloudWatch describes it. */
export type Alarm =
  | { readonly kind: 'metric'; readonly alarm: MetricAlarm }
  | { readonly kind: 'composite'; readonly alarm: CompositeAlarm; readonly children: readonly string[] };

/**
 * The alarms that exist among these, in the order of the list. Those named by an ARN are read in the Region
 * of the ARN, through the role of its account if there is one.
 * @param references names, or ARNs
 */
export async function readAlarms(
  client: CloudWatch,
  references: readonly string[],
): Promise<readonly AlarmReading[]> {
  const readings = await Promise.all(
    [...placesOf(client, references)].map(async ([of, some]) => {
      const known = await describeTree(of, some);
      return some.flatMap((reference) => {
        const one = alarmIn(known, reference);
        return one === undefined ? [] : [reading(reference, one, known)];
      });
    }),
  );
  const found = new Map(readings.flat().map((one) => [one.name, one]));
  return references.flatMap((reference) => found.get(reference) ?? []);
}

/** The client of each place, with the alarms that are there. */
export function placesOf(
  client: CloudWatch,
  references: readonly string[],
): ReadonlyMap<Pick<CloudWatchClient, 'send'>, readonly string[]> {
  const byClient = new Map<Pick<CloudWatchClient, 'send'>, string[]>();
  for (const reference of references) {
    const isElsewhere = alarmElsewhere(reference) !== null;
    const of = isElsewhere ? (client.elsewhere?.forArn(reference) ?? client) : client;
    byClient.set(of, [...(byClient.get(of) ?? []), reference]);
  }
  return byClient;
}

/**
 * The alarm of a name or an ARN, if it is among these. DescribeAlarms takes names: in another account, or
 * without its role, the same name is another alarm.
 */
export function alarmIn(known: ReadonlyMap<string, Alarm>, reference: string): Alarm | undefined {
  const one = known.get(alarmNameOf(reference));
  const isIt = alarmElsewhere(reference) === null || one?.alarm.AlarmArn === reference;
  return isIt ? one : undefined;
}

/** The alarms of one place among these, and those in the rules of composite alarms, by name. */
export async function describeTree(
  client: Pick<CloudWatchClient, 'send'>,
  references: readonly string[],
): Promise<ReadonlyMap<string, Alarm>> {
  const names = [...new Set(references.map(alarmNameOf))];
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
  return known;
}

async function describe(
  client: Pick<CloudWatchClient, 'send'>,
  names: readonly string[],
): Promise<Map<string, Alarm>> {
  const found = new Map<string, Alarm>();
  // Without names DescribeAlarms returns every alarm of the account, so that no call is made then.
  for (let from = 0; from < names.length; from += NAMES_PER_CALL) {
    let token: string | undefined;
    do {
      const page = await answerOf(
        client.send(
          new DescribeAlarmsCommand({
            AlarmNames: names.slice(from, from + NAMES_PER_CALL),
            // Without this, only metric alarms are returned.
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
    // An unknown state is not taken for health.
    state: StateValue === 'OK' || StateValue === 'ALARM' ? StateValue : 'INSUFFICIENT_DATA',
    reason: StateReason ?? '',
    evaluationRangeSeconds: rangeOfAlarm(one, known, MAX_DEPTH),
    ...(staysOkWithoutData(one) ? { staysOkWithoutData: true } : {}),
    ...evaluationStateOf(metricAlarmsOf(one, known)),
  };
}

/**
 * `missing`, the default, and `breaching` never leave an alarm OK, unless math fills in what is missing. The
 * rule of a composite alarm is false while the alarms in it have no data; a PromQL alarm is OK while its
 * query finds nothing.
 * Sources: Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data" and
 * "Composite alarms".
 */
function staysOkWithoutData(one: Alarm): boolean {
  return (
    one.kind === 'composite' ||
    one.alarm.EvaluationCriteria?.PromQLCriteria !== undefined ||
    ['notBreaching', 'ignore'].includes(one.alarm.TreatMissingData ?? '') ||
    fillsMissing(one.alarm.Metrics ?? [])
  );
}

/**
 * `PARTIAL_DATA`, `EVALUATION_FAILURE` or `EVALUATION_ERROR` (API Reference, MetricAlarm), of the alarm or of
 * one that a composite alarm rests on.
 */
function evaluationStateOf(alarms: readonly MetricAlarm[]): { readonly evaluationState?: string } {
  const [state] = alarms.flatMap(({ EvaluationState }) => EvaluationState ?? []);
  return state === undefined ? {} : { evaluationState: state };
}

/** The metric alarms that a state rests on: itself, or those in the rule, and in the rules in that. */
export function metricAlarmsOf(one: Alarm, known: ReadonlyMap<string, Alarm>): readonly MetricAlarm[] {
  const found = new Set<Alarm>([one]);
  // A set, because rules may refer to each other in a cycle, and is extended on the way.
  for (const alarm of found) {
    const children = alarm.kind === 'composite' ? alarm.children : [];
    for (const child of children.flatMap((name) => known.get(name) ?? [])) {
      found.add(child);
    }
  }
  return [...found].flatMap((alarm) => (alarm.kind === 'metric' ? [alarm.alarm] : []));
}

/**
 * The depth is limited because rules may refer to each other in a cycle (API Reference, PutCompositeAlarm).
 */
export function rangeOfAlarm(one: Alarm, known: ReadonlyMap<string, Alarm>, depth: number): number {
  if (one.kind === 'metric') {
    return metricEvaluationRange(one.alarm);
  }
  const children = depth === 0 ? [] : one.children.flatMap((name) => known.get(name) ?? []);
  return compositeEvaluationRangeSeconds(children.map((child) => rangeOfAlarm(child, known, depth - 1)));
}

/** A PromQL alarm has no periods; its pending and recovery periods take their place. */
function metricEvaluationRange(alarm: MetricAlarm): number {
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
