import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { everywhere } from '../../../lambdas/adapters/clients/everywhere';
import type { Place } from '../../../lambdas/adapters/clients/place';
import { cloudwatchHealth } from '../../../lambdas/adapters/health/cloudwatch-health';
import { readMetricData } from '../../../lambdas/adapters/health/cloudwatch-metric-data';
import { metricEvaluationRangeSeconds } from '../../../lambdas/core/health/evaluation-range';
import { describeHealthSource } from '../../contracts/health-source.contract';
import { cloudwatchAccount } from '../../support/accounts/cloudwatch-account';
import { inTurn, json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';

const minute = Date.parse('2026-11-20T12:00:00Z');

describeHealthSource('cloudwatchHealth', async () => {
  const account = cloudwatchAccount(2);
  return {
    source: cloudwatchHealth(new CloudWatchClient(wire(account.answer).config)),
    minute,
    hour: minute,
    alarmPlace: 'eu-west-1:111122223333',
    seedAlarms: async (alarms) => {
      account.alarms.push(...alarms);
    },
    seedOwnErrors: async (loadBalancer, minutesLater, own) => {
      account.minutes.push({ loadBalancer, time: minute + minutesLater * 60_000, count: 0, own });
    },
    seedRequests: async (loadBalancer, minutesLater, count, more) => {
      account.minutes.push({ loadBalancer, time: minute + minutesLater * 60_000, count, ...more });
    },
  };
});

const sourceOf = (...answers: WireAnswer[]) => {
  const { config, requests } = wire(inTurn(...answers));
  return { source: cloudwatchHealth(new CloudWatchClient(config)), requests };
};
const alarms = (metric: object[], composite: object[] = []) =>
  json({ MetricAlarms: metric, CompositeAlarms: composite });
const metric = (AlarmName: string, more: object) => ({ AlarmName, StateValue: 'OK', ...more });
const composite = (AlarmName: string, AlarmRule: string) => ({ AlarmName, StateValue: 'OK', AlarmRule });

describe('how far back a metric alarm reaches', () => {
  const stat = (Period: number) => ({ Id: 'm', MetricStat: { Stat: 'Sum', Period } });
  test.each([
    ['one metric', { Period: 60, EvaluationPeriods: 3 }, 300],
    ['high resolution', { Period: 10, EvaluationPeriods: 6 }, 80],
    [
      'metric math',
      { EvaluationPeriods: 2, Metrics: [stat(60), stat(300), { Id: 'e', Expression: 'm / n' }] },
      960,
    ],
    [
      'Metrics Insights',
      { EvaluationPeriods: 1, Metrics: [{ Id: 'q', Expression: 'SELECT …', Period: 120 }] },
      300,
    ],
    ['no period to be found', { EvaluationPeriods: 3, Metrics: [{ Id: 'e', Expression: 'm / n' }] }, 300],
    ['nothing to be found', {}, 180],
    [
      'PromQL',
      {
        EvaluationInterval: 30,
        EvaluationCriteria: { PromQLCriteria: { Query: 'up', PendingPeriod: 120, RecoveryPeriod: 300 } },
      },
      370,
    ],
    ['PromQL without delays', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }, 180],
  ])('%s', async (_, more, evaluationRangeSeconds) => {
    const { source } = sourceOf(alarms([metric('a', more)]));
    expect(await source.alarms(['a'])).toMatchObject([{ evaluationRangeSeconds }]);
  });
});

describe('reading composite alarms', () => {
  test('reads both kinds of alarms, and the children in further calls', async () => {
    const { source, requests } = sourceOf(
      alarms([], [composite('top', 'ALARM(mid) AND NOT OK("deep")'), composite('mid', 'ALARM(leaf)')]),
      alarms([
        metric('deep', { Period: 300, EvaluationPeriods: 1 }),
        metric('leaf', { Period: 60, EvaluationPeriods: 1 }),
      ]),
    );
    expect(await source.alarms(['top', 'mid'])).toMatchObject([
      { name: 'top', evaluationRangeSeconds: 670 },
      { name: 'mid', evaluationRangeSeconds: 190 },
    ]);
    expect(requests.map(({ body }) => JSON.parse(body))).toEqual([
      { AlarmNames: ['top', 'mid'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 },
      { AlarmNames: ['deep', 'leaf'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 },
    ]);
  });

  test('follows ten levels of composite alarms, down to the metric alarm that takes longest', async () => {
    const levels = Array.from({ length: 10 }, (_, i) => `level-${i}`);
    const { source } = sourceOf(
      ...levels.map((name, i) => alarms([], [composite(name, `ALARM(${levels[i + 1] ?? 'slow'})`)])),
      alarms([metric('slow', { Period: 3_600, EvaluationPeriods: 5 })]),
    );
    // 10 s for each level.
    expect(await source.alarms(['level-0'])).toMatchObject([
      { name: 'level-0', evaluationRangeSeconds: metricEvaluationRangeSeconds(5, 3_600) + 10 * 10 },
    ]);
  });

  test('makes no more than ten calls for further levels', async () => {
    const { source, requests } = sourceOf(
      ...Array.from({ length: 12 }, (_, i) => alarms([], [composite(`l-${i}`, `ALARM(l-${i + 1})`)])),
    );
    await source.alarms(['l-0']);
    expect(requests).toHaveLength(11);
  });

  test('ends for alarms that refer to each other in a cycle', async () => {
    const { source } = sourceOf(
      alarms([], [composite('a', 'ALARM(b)')]),
      alarms([], [composite('b', 'ALARM(a)')]),
    );
    const [read] = await source.alarms(['a']);
    expect(read?.evaluationRangeSeconds).toBeLessThan(600);
  });

  test('assumes one period of a minute when no child exists', async () => {
    const { source } = sourceOf(alarms([], [composite('a', 'ALARM(gone)')]), alarms([]));
    expect(await source.alarms(['a'])).toMatchObject([{ evaluationRangeSeconds: 190 }]);
  });
});

test('an unknown state is not taken for OK', async () => {
  const { source } = sourceOf(
    alarms([{ AlarmName: 'a', StateValue: 'SPLENDID', Period: 60, EvaluationPeriods: 1 }]),
  );
  expect(await source.alarms(['a'])).toMatchObject([{ state: 'INSUFFICIENT_DATA', reason: '' }]);
});

test('an answer without alarms gives none', async () => {
  const { source } = sourceOf(json({}));
  expect(await source.alarms(['a'])).toEqual([]);
});

test('reads whole minutes', async () => {
  const { source, requests } = sourceOf(json({}));
  expect(await source.requests(['app/new-alb/0123'], minute + 1, minute + 150_000)).toBeNull();
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    StartTime: minute / 1000 + 60,
    EndTime: minute / 1000 + 150,
    MetricDataQueries: [
      {
        Id: 'requests0',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ApplicationELB',
            MetricName: 'RequestCount',
            Dimensions: [{ Name: 'LoadBalancer', Value: 'app/new-alb/0123' }],
          },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ],
  });
});

test('returns 0 for no requests, and null for no data', async () => {
  const { source } = sourceOf(
    json({ MetricDataResults: [{ Id: 'requests0', Values: [0], Timestamps: [0] }] }),
  );
  expect(await source.requests(['app/new-alb/0123'], minute, minute + 60_000)).toBe(0);
});

describe('other places', () => {
  const role = { roleArn: 'arn:aws:iam::444455556666:role/a' };
  const arnOf = (place: string, name: string) => `arn:aws:cloudwatch:${place}:alarm:${name}`;

  /** A source whose client of each place answers in turn, and what each was asked. */
  const placed = (answers: Readonly<Record<string, readonly WireAnswer[]>>) => {
    const asked: [string, string][] = [];
    const make = ({ region = 'own', role: by }: Place = {}) => {
      const name = `${region}${by === undefined ? '' : ' by role'}`;
      const next = inTurn(...(answers[name] ?? []));
      const { config } = wire(({ body }) => {
        asked.push([name, body]);
        return next();
      });
      return new CloudWatchClient(config);
    };
    return { source: cloudwatchHealth(everywhere(make, [role])), asked };
  };
  const known = (place: string, name: string) => metric(name, { AlarmArn: arnOf(place, name) });

  test('alarms are read where their ARNs are, once per place, in the order of the plan', async () => {
    const [here, there, away] = [
      'us-east-1:111122223333',
      'us-east-1:444455556666',
      'eu-west-3:111122223333',
    ];
    const { source, asked } = placed({
      own: [alarms([known('eu-west-1:111122223333', 'b'), known('eu-west-1:111122223333', 'a')])],
      'us-east-1': [alarms([known(here, 'a'), known(here, 'c')])],
      'us-east-1 by role': [alarms([known(there, 'a')])],
      'eu-west-3': [alarms([])],
    });
    const names = [arnOf(here, 'a'), 'b', arnOf(there, 'a'), 'a', arnOf(here, 'c'), arnOf(away, 'a')];
    const found = await source.alarms(names);
    expect(found.map(({ name }) => name)).toEqual(names.slice(0, -1));
    expect(asked.map(([place, body]) => [place, JSON.parse(body).AlarmNames])).toEqual([
      ['us-east-1', ['a', 'c']],
      ['own', ['b', 'a']],
      ['us-east-1 by role', ['a']],
      ['eu-west-3', ['a']],
    ]);
  });

  test('an alarm of another account without a role is not taken for the own one', async () => {
    const { source } = placed({ 'us-east-1': [alarms([known('us-east-1:111122223333', 'a')])] });
    expect(await source.alarms([arnOf('us-east-1:777788889999', 'a')])).toEqual([]);
  });

  test('the children of a composite alarm are read in its place', async () => {
    const top = arnOf('us-east-1:111122223333', 'top');
    const { source, asked } = placed({
      'us-east-1': [
        alarms([], [{ ...composite('top', 'ALARM(leaf)'), AlarmArn: top }]),
        alarms([metric('leaf', { Period: 60, EvaluationPeriods: 1 })]),
      ],
    });
    expect(await source.alarms([top])).toMatchObject([{ name: top, evaluationRangeSeconds: 190 }]);
    expect(asked.map(([place]) => place)).toEqual(['us-east-1', 'us-east-1']);
  });

  test.each([
    ['AWS/CloudFront', 'us-east-1'],
    ['AWS/Route53', 'us-east-1'],
    ['AWS/ApplicationELB', 'own'],
  ])('metrics of %s are read in the Region %s', async (Namespace, region) => {
    const asked: string[] = [];
    const clientIn = (name: string) =>
      new CloudWatchClient(
        wire(() => {
          asked.push(name);
          return json({ MetricDataResults: [{ Id: 'a', Values: [7], Timestamps: [minute / 1000] }] });
        }).config,
      );
    const own = everywhere((place) => clientIn(place?.region ?? 'own'));
    const query = {
      Id: 'a',
      MetricStat: { Metric: { Namespace, MetricName: 'Requests' }, Period: 60, Stat: 'Sum' },
    };
    const data = await readMetricData(own, [query], minute, minute + 60_000);
    expect([asked, data.get('a')]).toEqual([[region], new Map([[minute, 7]])]);
  });

  test('metrics of both are read side by side', async () => {
    const query = (Id: string, Namespace: string) => ({
      Id,
      MetricStat: { Metric: { Namespace, MetricName: 'Requests' }, Period: 60, Stat: 'Sum' },
    });
    const own = everywhere((place) => {
      const [Id, value] = place?.region === 'us-east-1' ? ['edge', 1] : ['alb', 2];
      return new CloudWatchClient(
        wire(() => json({ MetricDataResults: [{ Id, Values: [value], Timestamps: [minute / 1000] }] }))
          .config,
      );
    });
    const queries = [query('edge', 'AWS/CloudFront'), query('alb', 'AWS/ApplicationELB')];
    const data = await readMetricData(own, queries, minute, minute + 60_000);
    expect([data.get('edge')?.get(minute), data.get('alb')?.get(minute)]).toEqual([1, 2]);
  });
});

describe('a busy service', () => {
  test.each([
    ['throttled', jsonError('Throttling', 'Rate exceeded')],
    ['out of order', jsonError('InternalServiceFault', 'oops', 500)],
  ])('%s', async (_, answer) => {
    const busy = { name: 'ServiceBusyError', cause: expect.any(Error) };
    await expect(sourceOf(answer).source.alarms(['a'])).rejects.toMatchObject(busy);
    await expect(
      sourceOf(answer).source.requests(['app/a/b'], minute, minute + 60_000),
    ).rejects.toMatchObject(busy);
  });

  test('data that could not be read is an error, not missing data', async () => {
    const { source } = sourceOf(
      json({ MetricDataResults: [{ Id: 'requests0', Values: [], StatusCode: 'InternalError' }] }),
    );
    await expect(source.requests(['app/a/b'], minute, minute + 60_000)).rejects.toMatchObject({
      name: 'ServiceBusyError',
    });
  });
});

describe('minutes of a path', () => {
  const data = (values: Readonly<Record<string, number>>) =>
    json({
      MetricDataResults: Object.entries(values).map(([Id, value]) => ({
        Id,
        Timestamps: [minute / 1000],
        Values: [value],
        StatusCode: 'Complete',
      })),
    });
  const metricsOf = (body: string) =>
    JSON.parse(body).MetricDataQueries.map(({ MetricStat: { Metric, Stat, Period } }: MetricQuery) =>
      [Metric.Namespace, Metric.MetricName, Stat, Period].join(' '),
    );
  const dimensionsOf = (body: string) => JSON.parse(body).MetricDataQueries[0].MetricStat.Metric.Dimensions;

  test('of an ALB include its own 5XX answers, also those without a target', async () => {
    const { source, requests } = sourceOf(
      data({ requests0: 10, errors0_0: 3, errors1_0: 20, latency0: 0.25 }),
    );
    expect(await source.minutes(['app/new/1'], 'p90', minute, minute + 60_000)).toEqual([
      { at: minute, requests: 23, errors: 23, latencyMs: 250 },
    ]);
    expect(metricsOf(requests[0]?.body ?? '')).toEqual([
      'AWS/ApplicationELB RequestCount Sum 60',
      'AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum 60',
      'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum 60',
      'AWS/ApplicationELB TargetResponseTime p90 60',
    ]);
    expect(dimensionsOf(requests[0]?.body ?? '')).toEqual([{ Name: 'LoadBalancer', Value: 'app/new/1' }]);
  });

  test.each([
    ['api/abc123', [{ Name: 'ApiId', Value: 'abc123' }]],
    [
      'api/abc123/$default',
      [
        { Name: 'ApiId', Value: 'abc123' },
        { Name: 'Stage', Value: '$default' },
      ],
    ],
  ])('of the HTTP API %s are in milliseconds', async (name, dimensions) => {
    const { source, requests } = sourceOf(data({ requests0: 10, latency0: 250 }));
    expect(await source.minutes([name], 'p99', minute, minute + 60_000)).toEqual([
      { at: minute, requests: 10, errors: 0, latencyMs: 250 },
    ]);
    expect(metricsOf(requests[0]?.body ?? '')).toEqual([
      'AWS/ApiGateway Count Sum 60',
      'AWS/ApiGateway 5xx Sum 60',
      'AWS/ApiGateway Latency p99 60',
    ]);
    expect(dimensionsOf(requests[0]?.body ?? '')).toEqual(dimensions);
  });

  test('leave out a minute that is not over yet', async () => {
    const { source } = sourceOf(data({ requests0: 10 }));
    expect(await source.minutes(['app/new/1'], 'p99', minute, minute + 59_999)).toEqual([]);
  });
});

interface MetricQuery {
  readonly MetricStat: {
    readonly Metric: { readonly Namespace: string; readonly MetricName: string };
    readonly Stat: string;
    readonly Period: number;
  };
}

test('minutes are in their order, and those without requests are left out', async () => {
  // CloudWatch gives the newest first.
  const times = [2, 1, 0].map((later) => minute / 1000 + 60 * later);
  const { source } = sourceOf(
    json({
      MetricDataResults: [
        { Id: 'requests0', Timestamps: times, Values: [7, 0, 5] },
        { Id: 'latency0', Timestamps: times, Values: [0.2, 0.1, 0.3] },
      ],
    }),
  );
  expect(await source.minutes(['app/new/1'], 'p99', minute, minute + 180_000)).toEqual([
    { at: minute, requests: 5, errors: 0, latencyMs: 300 },
    { at: minute + 120_000, requests: 7, errors: 0, latencyMs: 200 },
  ]);
});

describe('each kind of source', () => {
  const askedFor = async (source: string) => {
    const { source: health, requests } = sourceOf(json({}));
    await health.minutes([source], 'p99', minute, minute + 60_000);
    const { MetricDataQueries } = JSON.parse(requests[0]?.body ?? '') as { MetricDataQueries: Query[] };
    return MetricDataQueries.map(({ MetricStat: { Metric, Stat } }) => [
      `${Metric.Namespace} ${Metric.MetricName} ${Stat}`,
      Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value])),
    ]);
  };
  interface Query {
    readonly MetricStat: {
      readonly Stat: string;
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
      };
    };
  }

  test('a target group is asked for with its load balancer, and for errors of its own', async () => {
    const dimensions = { TargetGroup: 'targetgroup/a/1', LoadBalancer: 'app/x/2' };
    expect(await askedFor('app/x/2/targetgroup/a/1')).toEqual([
      ['AWS/ApplicationELB RequestCount Sum', dimensions],
      ['AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum', dimensions],
      ['AWS/ApplicationELB TargetConnectionErrorCount Sum', dimensions],
      ['AWS/ApplicationELB TargetTLSNegotiationErrorCount Sum', dimensions],
      ['AWS/ApplicationELB LambdaUserError Sum', dimensions],
      ['AWS/ApplicationELB LambdaInternalError Sum', dimensions],
      ['AWS/ApplicationELB TargetResponseTime p99', dimensions],
    ]);
  });

  test('an NLB counts flows', async () => {
    expect(await askedFor('net/x/2')).toEqual([
      ['AWS/NetworkELB NewFlowCount Sum', { LoadBalancer: 'net/x/2' }],
    ]);
  });

  test('a REST API is asked for by its name', async () => {
    const dimensions = { ApiName: 'orders', Stage: 'live' };
    expect(await askedFor('rest-api/orders/live')).toEqual([
      ['AWS/ApiGateway Count Sum', dimensions],
      ['AWS/ApiGateway 5XXError Sum', dimensions],
      ['AWS/ApiGateway Latency p99', dimensions],
    ]);
  });

  test('a distribution is asked for in us-east-1, and its errors are a share of its requests', async () => {
    const here = wire(inTurn());
    const there = wire(
      inTurn(
        json({
          MetricDataResults: [
            { Id: 'requests0', Timestamps: [minute / 1000], Values: [200] },
            { Id: 'errors0_0', Timestamps: [minute / 1000], Values: [2.5] },
          ],
        }),
      ),
    );
    const regions: string[] = [];
    const inRegion = (region: string) => {
      regions.push(region);
      return new CloudWatchClient(there.config);
    };
    const client = Object.assign(new CloudWatchClient(here.config), {
      elsewhere: { inRegion, forArn: () => new CloudWatchClient(here.config) },
    });
    const found = await cloudwatchHealth(client).minutes(
      ['cloudfront/E123ABC456'],
      'p99',
      minute,
      minute + 60_000,
    );
    expect(found).toEqual([{ at: minute, requests: 200, errors: 5, latencyMs: null }]);
    expect(regions).toEqual(['us-east-1']);
    expect(here.requests).toEqual([]);
    expect(there.requests[0]?.body).toContain('"DistributionId"');
  });

  test('the load balancer of the route is measured where its listener is, and all else here', async () => {
    const asked: [string, string[]][] = [];
    const clientIn = (place: string) =>
      new CloudWatchClient(
        wire(({ body }) => {
          const { MetricDataQueries } = JSON.parse(body) as { MetricDataQueries: { Id: string }[] };
          asked.push([place, MetricDataQueries.map(({ Id }) => Id)]);
          const values = { Values: [2], Timestamps: [minute / 1000] };
          return json({ MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, ...values })) });
        }).config,
      );
    const client = everywhere((place) => clientIn(place?.region ?? 'own'));
    const listener =
      'arn:aws:elasticloadbalancing:us-east-2:111122223333:listener-rule/app/x/2/0123456789abcdef/1';
    const sources = ['app/x/2/targetgroup/a/1', 'app/x/22', 'api/a'];
    const span = [minute, minute + 60_000] as const;
    const health = cloudwatchHealth(client);
    expect(await health.requests(sources, ...span, listener)).toBe(6);
    const byPlace = () => Object.fromEntries(asked.splice(0));
    expect(byPlace()).toEqual({ 'us-east-2': ['requests0'], own: ['requests1', 'requests2'] });
    expect(await health.balancers(sources, ...span, listener)).toEqual({ requests: 2, ownErrors: 2 });
    expect(byPlace()).toEqual({ 'us-east-2': ['requests0', 'own0'] });
    expect(await health.minutes(sources.slice(0, 1), 'p99', ...span, listener)).toHaveLength(1);
    expect(Object.keys(byPlace())).toEqual(['us-east-2']);
    await health.requests(sources, ...span);
    expect(byPlace()).toEqual({ own: ['requests0', 'requests1', 'requests2'] });
  });

  test('several are added, and their latencies weighted by requests', async () => {
    const at = (Id: string, value: number) => ({ Id, Timestamps: [minute / 1000], Values: [value] });
    const { source } = sourceOf(
      json({
        MetricDataResults: [
          ...[at('requests0', 30), at('latency0', 100), at('errors0_0', 1)],
          ...[at('requests1', 10), at('latency1', 200), at('requests2', 7)],
        ],
      }),
    );
    const sources = ['api/a', 'api/b', 'api/c'];
    expect(await source.minutes(sources, 'p99', minute, minute + 60_000)).toEqual([
      { at: minute, requests: 47, errors: 1, latencyMs: 125 },
    ]);
  });
});

describe('what of an alarm shows its silence', () => {
  test.each([
    [metric('a', { TreatMissingData: 'notBreaching' }), { staysOkWithoutData: true }],
    [metric('a', { TreatMissingData: 'ignore' }), { staysOkWithoutData: true }],
    [metric('a', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }), { staysOkWithoutData: true }],
    [metric('a', { Metrics: [{ Id: 'e', Expression: 'FILL(m1, 0)' }] }), { staysOkWithoutData: true }],
    [metric('a', { EvaluationState: 'PARTIAL_DATA' }), { evaluationState: 'PARTIAL_DATA' }],
  ])('%j', async (alarm, more) => {
    expect(await sourceOf(alarms([alarm])).source.alarms(['a'])).toMatchObject([more]);
  });

  test.each(['missing', 'breaching', undefined])('%s leaves no alarm OK', async (TreatMissingData) => {
    const [read] = await sourceOf(alarms([metric('a', { TreatMissingData })])).source.alarms(['a']);
    expect(read).not.toHaveProperty('staysOkWithoutData');
    expect(read).not.toHaveProperty('evaluationState');
  });

  test('a composite alarm is OK while those in its rule have no data', async () => {
    const { source } = sourceOf(alarms([], [composite('a', 'TRUE')]));
    expect(await source.alarms(['a'])).toMatchObject([{ staysOkWithoutData: true }]);
  });

  test('a composite alarm is evaluated as badly as one below it, and rules may form a cycle', async () => {
    const { source } = sourceOf(
      alarms([], [composite('a', 'ALARM("b")')]),
      alarms([], [composite('b', 'ALARM("a") OR ALARM("c")')]),
      alarms([metric('c', { EvaluationState: 'EVALUATION_FAILURE' })]),
    );
    expect(await source.alarms(['a'])).toMatchObject([{ name: 'a', evaluationState: 'EVALUATION_FAILURE' }]);
  });
});

describe('silent alarms', () => {
  const one = { Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60, EvaluationPeriods: 3 };
  const stat = { Metric: { Namespace: 'N', MetricName: 'M' }, Stat: 'Sum', Period: 60 };
  const values = (...found: number[]) =>
    json({ MetricDataResults: [{ Id: 'm', Values: found, Timestamps: found.map(() => minute / 1000) }] });

  test('are those whose own metric has no data point in what they evaluate', async () => {
    const { source, requests } = sourceOf(alarms([metric('a', one)]), values());
    expect(await source.silent(['a'], minute)).toEqual(['a']);
    expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({
      StartTime: minute / 1000 - 300,
      EndTime: minute / 1000,
      MetricDataQueries: [{ Id: 'm', ReturnData: true, MetricStat: stat }],
    });
    const heard = sourceOf(alarms([metric('a', one)]), values(0));
    expect(await heard.source.silent(['a'], minute)).toEqual([]);
  });

  test('are not known by what math fills in', async () => {
    const Metrics = [
      { Id: 'm', MetricStat: stat, ReturnData: false },
      { Id: 'e', Expression: 'FILL(m, 0)' },
    ];
    const { source, requests } = sourceOf(alarms([metric('a', { EvaluationPeriods: 1, Metrics })]), values());
    expect(await source.silent(['a'], minute)).toEqual(['a']);
    expect(JSON.parse(requests[1]?.body ?? '').MetricDataQueries).toEqual([
      { Id: 'm', MetricStat: stat, ReturnData: true },
    ]);
  });

  test('with a query instead of metrics are known by its results', async () => {
    const Metrics = [{ Id: 'm', Expression: 'SELECT …', Period: 60 }];
    const { source } = sourceOf(alarms([metric('a', { EvaluationPeriods: 1, Metrics })]), values(3));
    expect(await source.silent(['a'], minute)).toEqual([]);
  });

  test('include a composite alarm only when no alarm in its rule has data', async () => {
    const rule = composite('top', 'ALARM(a) OR ALARM(b)');
    const both = [metric('a', one), metric('b', { ...one, ExtendedStatistic: 'p99', Statistic: undefined })];
    const heard = sourceOf(alarms([], [rule]), alarms(both), values(), values(1));
    expect(await heard.source.silent(['top'], minute)).toEqual([]);
    const none = sourceOf(alarms([], [rule]), alarms(both), values(), values());
    expect(await none.source.silent(['top'], minute)).toEqual(['top']);
  });

  test('include one that cannot be asked, and one that does not exist', async () => {
    const promQl = { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } };
    const { source, requests } = sourceOf(alarms([metric('a', promQl)]));
    expect(await source.silent(['a', 'gone'], minute)).toEqual(['a', 'gone']);
    expect(requests).toHaveLength(1);
  });
});
