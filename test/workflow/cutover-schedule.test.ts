import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { deploy } from '../support/accounts/code-deploy';
import { templateOf } from '../support/templates/synth';

const plan = {
  name: 'api',
  router: {
    kind: 'route53',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    recordName: 'api.example.com',
    oldSetIdentifier: 'old',
    newSetIdentifier: 'new',
  },
  stages: [{ percent: 100, soakSeconds: 600 }],
  smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] },
  health: { alarms: ['api-new-5xx-rate'] },
};
const schedule = ScheduleExpression.at(new Date('2026-12-01T06:00:00Z'));
const scheduled = (change: object = {}, name = 'api-at-night') =>
  templateOf({ schedules: [{ name, plan: { ...plan, ...change }, schedule }] });

test('a schedule starts the cutover state machine with the plan, and gives up after 15 minutes', () => {
  scheduled().hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'at(2026-12-01T06:00:00)',
    ScheduleExpressionTimezone: 'Etc/UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Input: JSON.stringify(plan),
      RetryPolicy: { MaximumEventAgeInSeconds: 900 },
    },
  });
});

test('the role of schedules may only start the cutover state machine, for schedules of this account', () => {
  const template = scheduled();
  const [roleId, role] = Object.entries(template.findResources('AWS::IAM::Role')).find(([id]) =>
    id.startsWith('WorkflowSchedulerRole'),
  ) as [string, { Properties: { AssumeRolePolicyDocument: { Statement: object[] } } }];
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    Target: { RoleArn: { 'Fn::GetAtt': [roleId, 'Arn'] } },
  });
  expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      ...{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' } },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': expect.anything() },
      },
    },
  ]);
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const [scheduler] = policies.filter(([id]) => id.startsWith('WorkflowSchedulerRole'));
  expect(scheduler?.[1].Properties.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'states:StartExecution',
      Resource: { Ref: expect.stringMatching(/^WorkflowCutoverMachine/) },
    },
  ]);
});

describe('a schedule is refused at synth when it has', () => {
  test.each([
    [
      'a plan that is not valid',
      { stages: [{ percent: 0, soakSeconds: 1 }] },
      'schedules[0].plan.stages[0].percent: is 0; must be at least 1',
    ],
    [
      'a host that smoke tests may not call',
      { smokeTest: { ...plan.smokeTest, baseUrl: 'https://gw.example.net' } },
      'schedules[0].plan.smokeTest.baseUrl: ',
    ],
    [
      'a record that is not one of the routes',
      { router: { ...plan.router, recordName: 'www.example.com' } },
      'schedules[0].plan.router: is www.example.com (A) in zone Z0123456789ABCDEFGHIJ; must be one of ' +
        'the routes',
    ],
    [
      'a zone that is not one of the routes',
      { router: { ...plan.router, hostedZoneId: 'Z1' } },
      'router: is api.example.com (A) in zone Z1; must be one of the routes',
    ],
    [
      'a stage that deploys to a group that is not one of the deployment groups',
      { stages: [{ percent: 100, soakSeconds: 600, deploy }] },
      'schedules[0].plan.stages[0].deploy: deploys to shop/api; must be one of the deployment groups',
    ],
  ])('%s', (_, change, message) => {
    expect(() => scheduled(change)).toThrow(message);
  });

  test.each([
    [ScheduleExpression.rate(Duration.days(1)), 'rate(1 day)'],
    [ScheduleExpression.cron({ hour: '6', minute: '0' }), 'cron(0 6 * * ? *)'],
  ])('a time that comes again: %#', (again, text) => {
    expect(() => templateOf({ schedules: [{ name: 'api', plan, schedule: again }] })).toThrow(
      `schedules[0].schedule: is ${text}, which comes again; a cutover starts once: use`,
    );
  });

  test('a name with a slash', () => {
    expect(() => scheduled({}, 'api/night')).toThrow('schedules[0].name: is "api/night"');
  });

  test('several problems, all in one error', () => {
    const router = { ...plan.router, hostedZoneId: 'Z1' };
    expect(() => scheduled({ router }, 'api/night')).toThrow(
      /has invalid props:\nschedules\[0\]\.name: .*\nschedules\[0\]\.plan\.router: .*$/,
    );
  });
});

describe('a deployment group whose name is known only at deployment', () => {
  const deploying = { ...plan, stages: [{ percent: 100, soakSeconds: 600, deploy }] };
  const propsOf = (applicationName: string) => (scope: Construct) => ({
    schedules: [{ name: 'api', plan: deploying, schedule }],
    deploymentGroups: [
      { applicationName, deploymentGroupName: new CfnParameter(scope, 'Group').valueAsString },
      { applicationName: 'shop', deploymentGroupName: 'web' },
    ],
  });

  test('may be the group of a plan, as far as is known', () => {
    expect(() => templateOf(propsOf(deploy.applicationName))).not.toThrow();
  });

  test('is not the group of a plan when its application is another', () => {
    expect(() => templateOf(propsOf('billing'))).toThrow(
      /deploys to shop\/api; must be one of .*\(`deploymentGroups` of CutoverWorkflow\): shop\/web$/,
    );
  });
});

describe('a policy', () => {
  const policy = { requiredAlarms: ['api-new-p99'], minSoakSeconds: 86_400 };

  test('holds for the plan of a schedule', () => {
    const schedules = [{ name: 'api', plan, schedule }];
    expect(() => templateOf({ schedules, policy })).toThrow(
      /schedules\[0\].plan.stages\[0\].soakSeconds: is .*\nschedules\[0\].plan.health.alarms: does not/s,
    );
    expect(() => templateOf({ schedules, policy: { requiredAlarms: plan.health.alarms } })).not.toThrow();
  });

  test('holds as far as it is known at synth', () => {
    const propsOf = (minSoakSeconds: number) => (scope: Construct) => ({
      schedules: [{ name: 'api', plan, schedule }],
      policy: { requiredAlarms: [new CfnParameter(scope, 'Alarm').valueAsString], minSoakSeconds },
    });
    expect(() => templateOf(propsOf(86_400))).toThrow('plan.stages[0].soakSeconds: is');
    expect(() => templateOf(propsOf(100))).not.toThrow();
  });
});

test('a schedule is refused where the policy wants to know who starts a cutover', () => {
  const starters = ['arn:aws:iam::111122223333:user/*'];
  const policy = { starters, approvals: { fromPercent: 100, notByStarter: true } };
  const stages = [
    { percent: 50, soakSeconds: 600, approval: { timeoutSeconds: 600 } },
    { percent: 100, soakSeconds: 600 },
  ];
  const schedules = [{ name: 'api-at-night', plan: { ...plan, stages }, schedule }];
  expect(() => templateOf({ policy, schedules })).toThrow(/schedules\[0\]: cannot start a cutover where/);
  const { notByStarter: _, ...approvals } = policy.approvals;
  expect(() => templateOf({ policy: { approvals }, schedules })).not.toThrow();
});

test('there is no role for schedules where nobody would be known to have started a cutover', () => {
  const template = templateOf({
    policy: {
      approvals: { fromPercent: 50, notByStarter: true },
      starters: ['arn:aws:iam::111122223333:role/release'],
    },
  });
  const roles = Object.keys(template.findResources('AWS::IAM::Role'));
  expect(roles.filter((id) => id.startsWith('WorkflowSchedulerRole'))).toEqual([]);
  expect(Object.keys(template.findOutputs('*'))).not.toContain('SchedulerRoleArn');
  expect(Object.keys(templateOf().findOutputs('*'))).toContain('SchedulerRoleArn');
});
