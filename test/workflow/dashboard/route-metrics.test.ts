import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { CutoverWorkflow, type CutoverWorkflowProps } from '../../../lib/workflow/cutover-workflow';
import { appWithoutBundles, routes } from '../../support/templates/synth';

const ROUTE = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const two = [{ ...routes[0], recordNames: ['api.example.com', 'web.example.com'] }] as typeof routes;
const env = { account: '111122223333', region: 'eu-west-1' };

function workflowWith(props: Partial<CutoverWorkflowProps> = {}): CutoverWorkflow {
  const stack = new Stack(appWithoutBundles(), 'Stack', { env });
  return new CutoverWorkflow(stack, 'Workflow', { routes, ...props });
}

describe('a metric of a route', () => {
  test('has the dimensions that the functions write', () => {
    const workflow = workflowWith();
    const { namespace, metricName, dimensions } = workflow.metric('SecondsInStage');
    expect({ namespace, metricName, dimensions }).toEqual({
      namespace: 'Cutover',
      metricName: 'SecondsInStage',
      dimensions: { LedgerTable: workflow.ledger.tableName, Route: ROUTE },
    });
  });

  test.each([
    ['Percent', 'Maximum'],
    ['EvaluationFail', 'Sum'],
    ['RequestsOld', 'Sum'],
    ['RevertSeconds', 'Maximum'],
  ] as const)('%s has the statistic %s', (name, statistic) => {
    expect(workflowWith().metric(name).statistic).toBe(statistic);
  });

  test('takes the options of CDK, and keeps name and dimensions', () => {
    const options = { statistic: 'Minimum', period: Duration.minutes(1), label: 'share' };
    const { statistic, period, label, metricName } = workflowWith().metricPercent(options);
    expect([statistic, period.toSeconds(), label, metricName]).toEqual(['Minimum', 60, 'share', 'Percent']);
  });

  test('is that of the named route where there are several', () => {
    const workflow = workflowWith({ routes: two });
    const route = 'route53/Z0123456789ABCDEFGHIJ/web.example.com';
    expect(workflow.metricRevertSeconds({ route }).dimensions).toMatchObject({ Route: route });
  });

  test('is refused without a route where there are several, and for a route that is not one of them', () => {
    expect(() => workflowWith({ routes: two }).metricPercent()).toThrow('route: is missing');
    expect(() => workflowWith().metricPercent({ route: 'route53/Z0/other.example.com' })).toThrow(
      'route: is "route53/Z0/other.example.com"; must be one of the routes of the workflow',
    );
  });

  test('knows the Region of the workflow, for a dashboard elsewhere', () => {
    expect(workflowWith().metricPercent().region).toBe('eu-west-1');
  });

  test('makes an alarm', () => {
    const workflow = workflowWith();
    workflow.metricRevertSeconds().createAlarm(Stack.of(workflow), 'SlowRevert', {
      threshold: 600,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
    Template.fromStack(Stack.of(workflow)).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'RevertSeconds',
      Namespace: 'Cutover',
      Statistic: 'Maximum',
      Threshold: 600,
    });
  });
});
