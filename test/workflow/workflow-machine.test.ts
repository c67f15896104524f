import { expect, test } from '@jest/globals';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { parseDefinition } from '../../lib/workflow/definition';
import type { TaskFunction } from '../../lib/workflow/functions/task-function';
import type { TaskName } from '../../lib/workflow/tasks';
import { WorkflowMachine } from '../../lib/workflow/workflow-machine';
import { appWithoutBundles } from '../support/templates/synth';

const arnOf = (task: TaskName) => `arn:aws:lambda:eu-west-1:111122223333:function:${task}`;

function invokedBy(formerTasks: readonly TaskName[]) {
  const stack = new Stack(appWithoutBundles(), 'Machines');
  const functions = Object.fromEntries(
    (['ShiftTraffic', 'SmokeTest'] as const).map((task) => {
      const lambda = LambdaFunction.fromFunctionArn(stack, task, arnOf(task));
      return [task, { lambda } as unknown as TaskFunction];
    }),
  );
  const Resource = '$' + '{ShiftTrafficArn}';
  new WorkflowMachine(stack, 'Machine', {
    definition: parseDefinition(JSON.stringify({ States: { A: { Type: 'Task', Resource } } })),
    ...{ formerTasks, functions },
    logRetention: RetentionDays.ONE_DAY,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => Action === 'lambda:InvokeFunction')
    .flatMap(({ Resource }) => [Resource].flat());
}

test('the machine may invoke the functions of its Tasks alone', () => {
  expect(invokedBy([])).toEqual([arnOf('ShiftTraffic')]);
});

test('and those of Tasks that running executions of the release before still invoke', () => {
  expect(invokedBy(['SmokeTest'])).toEqual([arnOf('ShiftTraffic'), arnOf('SmokeTest')]);
});

test('refuses a former Task without a function', () => {
  expect(() => invokedBy(['Preflight'])).toThrow('the function of Preflight is created after the machine');
});
