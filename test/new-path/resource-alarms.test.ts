import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DatabaseCluster, DatabaseInstance } from 'aws-cdk-lib/aws-rds';
import { CutoverAlarms, type CutoverAlarmsProps } from '../../lib/new-path/cutover-alarms';
import { newPathStack } from '../support/templates/new-path-stack';

/** Alarms on instances, logs and a database; each part can be given otherwise. */
function make(
  given: {
    readonly instances?: object;
    readonly logs?: object;
    readonly database?: object;
    readonly aurora?: boolean;
  } = {},
) {
  const { stack } = newPathStack();
  const database = given.aurora
    ? DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Db', { clusterIdentifier: 'orders' })
    : DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Db', {
        ...{ instanceIdentifier: 'orders', instanceEndpointAddress: 'db.example.com', port: 5432 },
        securityGroups: [],
      });
  const autoScalingGroup = AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'green');
  const props: CutoverAlarmsProps = {
    prefix: 'api-new',
    httpApi: { api: new HttpApi(stack, 'Api') },
    instances: { autoScalingGroup, ...given.instances },
    logs: { logGroup: LogGroup.fromLogGroupName(stack, 'Logs', '/api'), ...given.logs },
    database: { database, connections: 400, ...given.database },
  };
  const alarms = new CutoverAlarms(stack, 'Alarms', props);
  return { alarms, template: Template.fromStack(stack) };
}

const { alarms, template } = make();

function alarm(name: string) {
  const [found] = Object.values(
    template.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmName: `api-new-${name}` } }),
  );
  return found?.Properties;
}

test.each([
  ['cpu', 'AWS/EC2', 'CPUUtilization', 'Average', 80, 'missing', { AutoScalingGroupName: 'green' }],
  ['memory', 'CWAgent', 'mem_used_percent', 'Maximum', 85, 'missing', { AutoScalingGroupName: 'green' }],
  ['error-lines', 'Cutover/Logs', 'api-new-error-lines', 'Sum', 5, 'notBreaching', {}],
  ['database-connections', 'AWS/RDS', 'DatabaseConnections', 'Maximum', 400, 'missing', ORDERS()],
  ['database-cpu', 'AWS/RDS', 'CPUUtilization', 'Maximum', 80, 'missing', ORDERS()],
  ['database-read-latency', 'AWS/RDS', 'ReadLatency', 'Average', 0.02, 'missing', ORDERS()],
  ['database-write-latency', 'AWS/RDS', 'WriteLatency', 'Average', 0.02, 'missing', ORDERS()],
])('%s is on %s %s', (name, Namespace, MetricName, Statistic, Threshold, TreatMissingData, dimensions) => {
  const { Dimensions = [], ...found } = alarm(name);
  expect(found).toMatchObject({
    ...{ Namespace, MetricName, Statistic, Threshold, TreatMissingData },
    ...{ Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 3 },
    ComparisonOperator: 'GreaterThanThreshold',
  });
  const named = Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]);
  expect(Object.fromEntries(named)).toEqual(dimensions);
});

function ORDERS() {
  return { DBInstanceIdentifier: 'orders' };
}

test('at-maximum fires when the desired capacity has reached the largest', () => {
  const { Metrics, Threshold, ComparisonOperator, TreatMissingData } = alarm('at-maximum');
  expect({ Threshold, ComparisonOperator, TreatMissingData }).toEqual({
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'missing',
  });
  const inputs = Metrics.flatMap((one: { Id: string; MetricStat?: { Metric: { MetricName: string } } }) =>
    one.MetricStat === undefined ? [] : [`${one.Id}: ${one.MetricStat.Metric.MetricName}`],
  );
  expect(inputs.sort()).toEqual(['desired: GroupDesiredCapacity', 'largest: GroupMaxSize']);
  expect(Metrics[0].Expression).toBe('IF(desired >= largest, 1, 0)');
});

test('every one is named for the plan, and makes the composite alarm fire', () => {
  expect(alarms.names).toEqual(
    [
      ...['gateway-error-rate', 'gateway-5xx', 'gateway-p99', 'cpu', 'memory', 'at-maximum', 'error-lines'],
      ...['database-connections', 'database-cpu', 'database-read-latency', 'database-write-latency'],
    ].map((name) => `api-new-${name}`),
  );
  const [composite] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
  const rule = JSON.stringify(composite?.Properties.AlarmRule);
  expect(rule.match(/ALARM\(/g)).toHaveLength(alarms.names.length);
});

test('lines are counted by a metric filter, which says 0 for lines that do not match', () => {
  template.hasResourceProperties('AWS::Logs::MetricFilter', {
    LogGroupName: '/api',
    FilterPattern: '?ERROR ?FATAL ?CRITICAL',
    MetricTransformations: [{ MetricName: 'api-new-error-lines', MetricValue: '1', DefaultValue: 0 }],
  });
});

test('an Aurora cluster is monitored as a whole', () => {
  make({ aurora: true }).template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'api-new-database-read-latency',
    Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'orders' }],
  });
});

test('instances without an agent have no alarm on memory', () => {
  const without = make({ instances: { memoryPercent: 'not-reported' } });
  expect(without.alarms.names).not.toContain('api-new-memory');
  without.template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Namespace: 'CWAgent' }, 0);
});

test('the thresholds and the pattern can be chosen', () => {
  const other = make({
    instances: { cpuPercent: 70, memoryPercent: 60 },
    logs: { pattern: '{ $.level = "error" }', errorLinesPerMinute: 0 },
    database: { cpuPercent: 50, latencySeconds: 0.005 },
  }).template;
  for (const [AlarmName, Threshold] of [
    ['api-new-cpu', 70],
    ['api-new-memory', 60],
    ['api-new-error-lines', 0],
    ['api-new-database-cpu', 50],
    ['api-new-database-write-latency', 0.005],
  ]) {
    other.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName, Threshold });
  }
  other.hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern: Match.stringLikeRegexp('level'),
  });
});

describe('CutoverAlarms refuses', () => {
  test.each([
    [
      'a CPU of 100 %',
      { instances: { cpuPercent: 100 } },
      'instances.cpuPercent: is 100; must be from 1 to 99',
    ],
    ['a memory of 0 %', { instances: { memoryPercent: 0 } }, 'instances.memoryPercent: is 0'],
    ['half a connection', { database: { connections: 0.5 } }, 'database.connections: is 0.5'],
    ['a latency of 0', { database: { latencySeconds: 0 } }, 'database.latencySeconds: is 0; must be above 0'],
    ['a CPU of the database of 0 %', { database: { cpuPercent: 0 } }, 'database.cpuPercent: is 0'],
    ['an empty pattern', { logs: { pattern: '' } }, 'logs.pattern: is empty, which matches every line'],
    ['a negative number of lines', { logs: { errorLinesPerMinute: -1 } }, 'logs.errorLinesPerMinute: is -1'],
    ['a prop that nobody reads', { instances: { cpu: 3 } }, 'instances.cpu: is not a prop'],
  ])('%s', (_, given, message) => {
    expect(() => make(given)).toThrow(message);
  });
});
