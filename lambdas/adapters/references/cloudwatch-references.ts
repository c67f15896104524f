import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type Dimension,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { alarmNamesIn } from '../../core/health/alarm-rule';
import type { AlarmScope } from '../../core/shared/readings';
import type { References } from '../../ports';
import { answerOf } from '../shared/service-errors';

/** The largest page of DescribeAlarms (Amazon CloudWatch API Reference). */
const ALARMS_PER_PAGE = 100;

/** Lists alarms with the dimensions, expressions and alarms that they use. */
export const cloudwatchReferences = (client: Pick<CloudWatchClient, 'send'>): Pick<References, 'alarms'> => ({
  alarms: async (prefix, page) => {
    const answer = await answerOf(
      client.send(
        new DescribeAlarmsCommand({
          // Without this, DescribeAlarms returns only metric alarms.
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: ALARMS_PER_PAGE,
          ...(prefix === null ? {} : { AlarmNamePrefix: prefix }),
          ...(page === null ? {} : { NextToken: page }),
        }),
      ),
    );
    return {
      items: [
        ...(answer.MetricAlarms ?? []).map(metricScope),
        ...(answer.CompositeAlarms ?? []).map(compositeScope),
      ],
      next: answer.NextToken ?? null,
    };
  },
});

/** The scope of a metric alarm: one metric, metric math over several metrics, or a PromQL query. */
function metricScope({ AlarmName, Dimensions, Metrics = [], EvaluationCriteria }: MetricAlarm): AlarmScope {
  const math = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []);
  const query = EvaluationCriteria?.PromQLCriteria?.Query;
  return {
    name: AlarmName ?? '',
    dimensions: [...(Dimensions ?? []), ...math].map(dimensionOf),
    expressions: [
      ...Metrics.flatMap(({ Expression }) => Expression ?? []),
      ...(query === undefined ? [] : [query]),
    ],
    alarms: [],
  };
}

function compositeScope({ AlarmName, AlarmRule, ActionsSuppressor }: CompositeAlarm): AlarmScope {
  // The suppressor is a name or an ARN, as the references in a rule are.
  const suppressor = ActionsSuppressor === undefined ? [] : alarmNamesIn(`ALARM("${ActionsSuppressor}")`);
  return {
    name: AlarmName ?? '',
    dimensions: [],
    expressions: [],
    alarms: [...alarmNamesIn(AlarmRule ?? ''), ...suppressor],
  };
}

function dimensionOf({ Name, Value }: Dimension): AlarmScope['dimensions'][number] {
  return { name: Name ?? '', value: Value ?? '' };
}
