import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { alarmNamesIn } from '../../lambdas/core/health/alarm-rule';
import { CutoverAlarms, type CutoverAlarmsProps } from '../../lib/new-path/cutover-alarms';
import { NewPathHealthCheck } from '../../lib/new-path/new-path-health-check';
import { newPathStack } from '../support/templates/new-path-stack';

type Monitored = 'loadBalancer' | 'httpApi';

function make(monitored: readonly Monitored[], props: Partial<CutoverAlarmsProps> = {}) {
  const { stack, vpc } = newPathStack();
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Alb', { vpc });
  const targetGroup = new ApplicationTargetGroup(stack, 'Targets', {
    vpc,
    port: 80,
    targetType: TargetType.IP,
  });
  new ApplicationListener(stack, 'Listener', { loadBalancer, port: 80, defaultTargetGroups: [targetGroup] });
  const alarms = new CutoverAlarms(stack, 'Alarms', {
    prefix: 'api-new',
    ...(monitored.includes('loadBalancer')
      ? { loadBalancer: { loadBalancer, targetGroup, healthyHosts: 2 } }
      : {}),
    ...(monitored.includes('httpApi') ? { httpApi: { api: new HttpApi(stack, 'Api') } } : {}),
    ...props,
  });
  return { stack, alarms, template: () => Template.fromStack(stack) };
}

const both = make(['loadBalancer', 'httpApi']);
const template = both.template();

function alarm(name: string) {
  const [found] = Object.values(
    template.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmName: name } }),
  );
  return found?.Properties;
}

/** The metrics of an expression as `id: namespace/metric statistic period`, and the expression itself. */
function mathOf(name: string) {
  const metrics: {
    Id: string;
    Expression?: string;
    MetricStat?: { Metric: { Namespace: string; MetricName: string }; Stat: string; Period: number };
  }[] = alarm(name).Metrics;
  const inputs = metrics.flatMap(({ Id, MetricStat: one }) =>
    one === undefined
      ? []
      : [`${Id}: ${one.Metric.Namespace}/${one.Metric.MetricName} ${one.Stat} ${one.Period}`],
  );
  return {
    expression: metrics.find(({ Expression }) => Expression !== undefined)?.Expression,
    inputs: inputs.sort(),
  };
}

test('every alarm evaluates 3 of 3 minutes, and its description says what missing data means', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(8);
  for (const { Properties } of alarms) {
    expect(Properties).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 3 });
    expect(Properties.TreatMissingData).toBeDefined();
    expect(Properties.AlarmDescription).toMatch(/Missing data (stays missing|is (not )?breaching): /);
  }
});

test.each([
  ['error-rate', 'missing', 'GreaterThanThreshold', 1],
  ['target-5xx', 'notBreaching', 'GreaterThanThreshold', 5],
  ['elb-5xx', 'notBreaching', 'GreaterThanThreshold', 5],
  ['p99', 'missing', 'GreaterThanThreshold', 1],
  ['healthy-hosts', 'breaching', 'LessThanThreshold', 2],
  ['gateway-error-rate', 'missing', 'GreaterThanThreshold', 1],
  ['gateway-5xx', 'notBreaching', 'GreaterThanThreshold', 5],
  ['gateway-p99', 'missing', 'GreaterThanThreshold', 1_000],
])('%s treats missing data as %s', (name, TreatMissingData, ComparisonOperator, Threshold) => {
  expect(alarm(`api-new-${name}`)).toMatchObject({ TreatMissingData, ComparisonOperator, Threshold });
});

test('the error rate counts errors of targets and load balancer, and has no data without requests', () => {
  expect(mathOf('api-new-error-rate')).toEqual({
    expression: 'IF(requests >= 100, 100 * (FILL(target, 0) + FILL(elb, 0)) / requests, 0)',
    inputs: [
      'elb: AWS/ApplicationELB/HTTPCode_ELB_5XX_Count Sum 60',
      'requests: AWS/ApplicationELB/RequestCount Sum 60',
      'target: AWS/ApplicationELB/HTTPCode_Target_5XX_Count Sum 60',
    ],
  });
  expect(mathOf('api-new-gateway-error-rate')).toEqual({
    expression: 'IF(requests >= 100, 100 * (FILL(errors, 0)) / requests, 0)',
    inputs: ['errors: AWS/ApiGateway/5xx Sum 60', 'requests: AWS/ApiGateway/Count Sum 60'],
  });
});

test('errors are counted in minutes with too few requests for a rate, or with none', () => {
  expect(mathOf('api-new-elb-5xx')).toEqual({
    expression: 'IF(FILL(requests, 0) < 100, errors, 0)',
    inputs: [
      'errors: AWS/ApplicationELB/HTTPCode_ELB_5XX_Count Sum 60',
      'requests: AWS/ApplicationELB/RequestCount Sum 60',
    ],
  });
  expect(mathOf('api-new-target-5xx').inputs).toContain(
    'errors: AWS/ApplicationELB/HTTPCode_Target_5XX_Count Sum 60',
  );
});

test('a latency alarm ignores periods with too few requests for its percentile', () => {
  for (const [name, MetricName] of [
    ['p99', 'TargetResponseTime'],
    ['gateway-p99', 'Latency'],
  ]) {
    expect(alarm(`api-new-${name}`)).toMatchObject({
      MetricName,
      ExtendedStatistic: 'p99',
      EvaluateLowSampleCountPercentile: 'ignore',
      AlarmDescription: expect.stringContaining('fewer than 1000 requests'),
    });
  }
  const { template: other } = make(['loadBalancer'], { latencyPercentile: 90, latencySeconds: 0.5 });
  other().hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'api-new-p90',
    ExtendedStatistic: 'p90',
    Threshold: 0.5,
    AlarmDescription: Match.stringLikeRegexp('fewer than 100 requests'),
  });
});

test('metrics have the dimensions with which AWS reports them', () => {
  const names = ({ Dimensions }: { Dimensions: { Name: string }[] }) =>
    Dimensions.map(({ Name }) => Name).sort();
  expect(names(alarm('api-new-healthy-hosts'))).toEqual(['LoadBalancer', 'TargetGroup']);
  expect(alarm('api-new-healthy-hosts').Statistic).toBe('Minimum');
  expect(names(alarm('api-new-gateway-p99'))).toEqual(['ApiId', 'Stage']);
});

test('names lists every alarm, but not the composite alarm, which is OK without data', () => {
  const { alarms } = both;
  expect(alarms.names).toEqual([
    ...[
      'api-new-error-rate',
      'api-new-target-5xx',
      'api-new-elb-5xx',
      'api-new-p99',
      'api-new-healthy-hosts',
    ],
    ...['api-new-gateway-error-rate', 'api-new-gateway-5xx', 'api-new-gateway-p99'],
  ]);
  const deployed = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(deployed.map(({ Properties }) => Properties.AlarmName)).toEqual(
    expect.arrayContaining([...alarms.names]),
  );
});

test('the composite alarm fires when any alarm does, with a rule that a cutover can evaluate', () => {
  const { stack, alarms } = both;
  const [{ Properties } = { Properties: {} }] = Object.values(
    template.findResources('AWS::CloudWatch::CompositeAlarm'),
  );
  const arns = new Map(
    Object.entries(template.findResources('AWS::CloudWatch::Alarm')).map(([id, one]) => [
      id,
      one.Properties.AlarmName,
    ]),
  );
  const parts: (string | { 'Fn::GetAtt': [string, string] })[] = Properties.AlarmRule['Fn::Join'][1];
  const rule = parts
    .map((part) =>
      typeof part === 'string'
        ? part
        : `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${arns.get(part['Fn::GetAtt'][0])}`,
    )
    .join('');
  expect(alarmNamesIn(rule)).toEqual(alarms.names);
  expect(rule.match(/ OR /g)).toHaveLength(alarms.names.length - 1);
  expect(stack.resolve(alarms.composite.alarmName)).toBeDefined();
  expect(Properties.AlarmName).toBe('api-new-unhealthy');
});

test('only the composite alarm notifies the topic', () => {
  const { stack, vpc: _ } = newPathStack();
  const { template: quiet } = make(['httpApi']);
  quiet().hasResourceProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: Match.absent() });
  const api = new HttpApi(stack, 'Api');
  new CutoverAlarms(stack, 'Alarms', { prefix: 'p', httpApi: { api }, topic: new Topic(stack, 'OnCall') });
  const notifying = Template.fromStack(stack);
  notifying.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: [Match.anyValue()] });
  notifying.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
});

test('leaveAtErrorsPerMinute adds an alarm that a Route 53 health check can use', () => {
  expect(both.alarms.healthCheckAlarm).toBeNull();
  const { stack, alarms } = make(['httpApi'], { leaveAtErrorsPerMinute: 20 });
  const { healthCheckAlarm: alarm } = alarms;
  if (alarm === null) {
    throw new Error('leaveAtErrorsPerMinute did not create the alarm');
  }
  expect(() => new NewPathHealthCheck(stack, 'NewPath', { alarm })).not.toThrow();
  expect(alarms.names).toContain('api-new-leave-5xx');
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'api-new-leave-5xx',
    MetricName: '5xx',
    Statistic: 'Sum',
    Threshold: 20,
    TreatMissingData: 'ignore',
  });
});

test('a load balancer or an API alone is enough', () => {
  expect(make(['loadBalancer']).alarms.names).toHaveLength(5);
  expect(make(['httpApi']).alarms.names).toHaveLength(3);
});

describe('CutoverAlarms refuses', () => {
  test.each<[string, readonly Monitored[], Partial<CutoverAlarmsProps>, string]>([
    ['neither a load balancer nor an API', [], {}, 'loadBalancer, httpApi, restApi: are missing'],
    ['a prefix with a space', ['httpApi'], { prefix: 'a b' }, 'prefix: is "a b"'],
    ['a percentile of 100', ['httpApi'], { latencyPercentile: 100 }, 'latencyPercentile: is 100'],
    ['a percentile of 0.99', ['httpApi'], { latencyPercentile: 0.99 }, 'latencyPercentile: is 0.99'],
    ['a latency of 0', ['httpApi'], { latencySeconds: 0 }, 'latencySeconds: is 0'],
    ['an error rate of 100 %', ['httpApi'], { errorPercent: 100 }, 'errorPercent: is 100'],
    ['a fraction of a request', ['httpApi'], { minRequestsPerMinute: 0.5 }, 'minRequestsPerMinute: is 0.5'],
    ['a negative number of errors', ['httpApi'], { errorsPerMinute: -1 }, 'errorsPerMinute: is -1'],
    ['leaving at 0 errors', ['httpApi'], { leaveAtErrorsPerMinute: 0 }, 'leaveAtErrorsPerMinute: is 0'],
    ['leaving without an API', ['loadBalancer'], { leaveAtErrorsPerMinute: 9 }, 'is given without httpApi'],
  ])('%s', (_, monitored, props, problem) => {
    expect(() => make(monitored, props)).toThrow(problem);
  });

  test('a minimum of 0 healthy hosts', () => {
    const { stack, vpc } = newPathStack();
    const loadBalancer = new ApplicationLoadBalancer(stack, 'Alb', { vpc });
    const targetGroup = new ApplicationTargetGroup(stack, 'Targets', { vpc, port: 80 });
    const monitored = { loadBalancer, targetGroup, healthyHosts: 0 };
    expect(() => new CutoverAlarms(stack, 'Alarms', { prefix: 'p', loadBalancer: monitored })).toThrow(
      'loadBalancer.healthyHosts: is 0',
    );
  });
});

test('the prefix distinguishes alarms in one region', () => {
  expect(make(['httpApi'], { prefix: 'web-new' }).alarms.names[0]).toBe('web-new-gateway-error-rate');
  expect(Stack.of(both.alarms)).toBe(both.stack);
});
