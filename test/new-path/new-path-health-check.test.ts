import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Alarm,
  type CreateAlarmOptions,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { NewPathHealthCheck } from '../../lib/new-path/new-path-health-check';

const errors = (over: object = {}) =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName: '5XXError',
    statistic: 'Average',
    period: Duration.minutes(1),
    ...over,
  });

function synth(metric: IMetric, options: Partial<CreateAlarmOptions> = {}): Template {
  const stack = new Stack();
  const alarm = new Alarm(stack, 'Errors', { metric, threshold: 0.01, evaluationPeriods: 3, ...options });
  const { healthCheckId } = new NewPathHealthCheck(stack, 'NewPath', { alarm });
  stack.exportValue(healthCheckId, { name: 'health-check' });
  return Template.fromStack(stack);
}

test('uses the alarm in the region of the stack, and keeps its status without data', () => {
  const checks = synth(errors()).findResources('AWS::Route53::HealthCheck');
  expect(Object.values(checks)).toMatchObject([
    {
      Properties: {
        HealthCheckConfig: {
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: {
            Name: { Ref: expect.stringMatching(/^Errors/) },
            Region: { Ref: 'AWS::Region' },
          },
          InsufficientDataHealthStatus: 'LastKnownStatus',
        },
      },
    },
  ]);
});

test('healthCheckId is the id of the health check', () => {
  const template = synth(errors());
  const [id] = Object.keys(template.findResources('AWS::Route53::HealthCheck'));
  template.hasOutput('*', { Value: { 'Fn::GetAtt': [id, 'HealthCheckId'] } });
});

test('accepts an imported alarm and its region', () => {
  const stack = new Stack();
  const alarmArn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:api-new-5xx-rate';
  const alarm = Alarm.fromAlarmArn(stack, 'Errors', alarmArn);
  new NewPathHealthCheck(stack, 'NewPath', { alarm, alarmRegion: 'eu-west-1' });
  Template.fromStack(stack).hasResourceProperties('AWS::Route53::HealthCheck', {
    HealthCheckConfig: { AlarmIdentifier: { Name: 'api-new-5xx-rate', Region: 'eu-west-1' } },
  });
});

describe('refuses an alarm that', () => {
  const math = new MathExpression({ expression: 'e / 2', usingMetrics: { e: errors() } });

  test.each<[string, IMetric, Partial<CreateAlarmOptions>]>([
    ['is on metric math', math, {}],
    ['is on p99', errors({ statistic: 'p99' }), {}],
    ['has a period of 10 s', errors({ period: Duration.seconds(10) }), {}],
    ['fires on 2 of 3 data points', errors(), { datapointsToAlarm: 2 }],
    ['treats missing data as notBreaching', errors(), { treatMissingData: TreatMissingData.NOT_BREACHING }],
    ['treats missing data as breaching', errors(), { treatMissingData: TreatMissingData.BREACHING }],
  ])('%s', (reason, metric, options) => {
    expect(() => synth(metric, options)).toThrow(reason);
  });
});

test('accepts an alarm on all data points that ignores missing data', () => {
  expect(() => synth(errors(), { datapointsToAlarm: 3 })).not.toThrow();
  expect(() => synth(errors(), { treatMissingData: TreatMissingData.IGNORE })).not.toThrow();
});
