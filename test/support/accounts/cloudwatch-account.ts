import type { SeededAlarm } from '../../contracts/health-source.contract';
import { json, jsonError, type WireAnswer, type WireRequest } from './wire';

interface Minute {
  /** `app/NAME/ID`, or that with `/targetgroup/NAME/ID`. */
  readonly loadBalancer: string;
  /** 5XX answers of the load balancer itself. */
  readonly own?: number;
  readonly time: number;
  readonly count: number;
  readonly errors?: number;
  readonly latencyMs?: number;
}

/**
 * What CloudWatch has for a minute, by namespace, metric and statistic. An ALB reports latency in seconds,
 * and no data point for no errors.
 */
const METRICS: Readonly<Record<string, (minute: Minute) => number | undefined>> = {
  'AWS/ApplicationELB RequestCount Sum': ({ count, own }) => (own === undefined ? count : undefined),
  'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum': ({ own }) => own,
  'AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum': ({ errors }) => errors,
  'AWS/ApplicationELB TargetResponseTime p99': ({ latencyMs }) =>
    latencyMs === undefined ? undefined : latencyMs / 1000,
};

/**
 * Alarms and request counts behind the JSON of CloudWatch. It accepts at most 100 names to a call, and
 * returns composite alarms only when asked for. @param pageSize alarms or data points on a page
 */
export function cloudwatchAccount(pageSize: number) {
  const alarms: SeededAlarm[] = [];
  const minutes: Minute[] = [];

  const describeAlarms = (input: { AlarmNames: string[]; AlarmTypes?: string[]; NextToken?: string }) => {
    if (input.AlarmNames.length > 100) {
      return jsonError('ValidationError', 'Member must have length less than or equal to 100');
    }
    const types = input.AlarmTypes ?? ['MetricAlarm'];
    const named = (one: SeededAlarm) => input.AlarmNames.length === 0 || input.AlarmNames.includes(one.name);
    const typed = (one: SeededAlarm) =>
      types.includes(one.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm');
    const { page, ...next } = paged(
      alarms.filter((one) => named(one) && typed(one)),
      input.NextToken,
    );
    return json({
      MetricAlarms: page.flatMap((one) => (one.kind === 'metric' ? metricAlarm(one) : [])),
      CompositeAlarms: page.flatMap((one) =>
        one.kind === 'composite' ? { ...common(one), AlarmRule: one.rule } : [],
      ),
      ...next,
    });
  };

  const getMetricData = (input: DataRequest) => {
    if (input.StartTime >= input.EndTime) {
      return jsonError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.');
    }
    // A start is rounded down to its minute, the end is exclusive.
    const start = Math.floor(input.StartTime / 60) * 60;
    const inTime = minutes.filter(({ time }) => time / 1000 >= start && time / 1000 < input.EndTime);
    const asked = inPeriods(inTime, input.MetricDataQueries[0]?.MetricStat.Period ?? 60);
    const { page, ...next } = paged(asked, input.NextToken);
    return json({
      MetricDataResults: input.MetricDataQueries.map(({ Id, MetricStat: { Metric, Stat } }) => {
        const of = (name: string) => Metric.Dimensions.find(({ Name }) => Name === name)?.Value;
        const [balancer, group] = [of('LoadBalancer') ?? '', of('TargetGroup')];
        const values = new Map<number, number>();
        for (const minute of page) {
          const value = METRICS[`${Metric.Namespace} ${Metric.MetricName} ${Stat}`]?.(minute);
          const isOf =
            group === undefined
              ? `${minute.loadBalancer}/`.startsWith(`${balancer}/`)
              : minute.loadBalancer === `${balancer}/${group}`;
          if (isOf && value !== undefined) {
            values.set(minute.time, (values.get(minute.time) ?? 0) + value);
          }
        }
        const found = [...values].map(([time, value]) => ({ time, value }));
        return {
          Id,
          Label: Metric.MetricName,
          Timestamps: found.map(({ time }) => time / 1000),
          Values: found.map(({ value }) => value),
          StatusCode: 'NextToken' in next ? 'PartialData' : 'Complete',
        };
      }),
      ...next,
    });
  };

  function paged<T>(all: readonly T[], token = '0') {
    const from = Number(token);
    const page = all.slice(from, from + pageSize);
    return from + pageSize < all.length ? { page, NextToken: String(from + pageSize) } : { page };
  }

  return {
    alarms,
    minutes,
    answer: ({ headers, body }: WireRequest): WireAnswer =>
      headers['x-amz-target']?.endsWith('.DescribeAlarms')
        ? describeAlarms(JSON.parse(body))
        : getMetricData(JSON.parse(body)),
  };
}

/** Minutes as one data point for each period, in seconds. The percentile of several is the highest. */
function inPeriods(minutes: readonly Minute[], period: number): readonly Minute[] {
  const found = new Map<string, Minute>();
  for (const { time, ...minute } of minutes) {
    const beginning = Math.floor(time / 1_000 / period) * period * 1_000;
    const key = `${minute.loadBalancer} ${minute.own === undefined} ${beginning}`;
    const before = found.get(key);
    const errors = (before?.errors ?? 0) + (minute.errors ?? 0);
    const latencyMs = Math.max(before?.latencyMs ?? 0, minute.latencyMs ?? 0);
    found.set(key, {
      ...minute,
      time: beginning,
      count: (before?.count ?? 0) + minute.count,
      ...(errors === 0 ? {} : { errors }),
      ...(latencyMs === 0 ? {} : { latencyMs }),
    });
  }
  return [...found.values()];
}

interface DataRequest {
  /** Epoch seconds. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Stat: string;
      /** Seconds. */
      readonly Period: number;
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
      };
    };
  }[];
}

const common = (one: SeededAlarm) => ({
  AlarmName: one.name,
  AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${one.name}`,
  StateValue: one.state,
  StateReason: `it is ${one.state}`,
});

const metricAlarm = (one: SeededAlarm & { readonly kind: 'metric' }) => ({
  ...common(one),
  Period: one.period,
  EvaluationPeriods: one.evaluationPeriods,
});
