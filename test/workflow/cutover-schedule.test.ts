import { describe, expect, test } from '@jest/globals';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
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

test('starts the forward machine with the plan, or not at all after a while', () => {
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

test('may start that machine and nothing else', () => {
  const policies = Object.entries(scheduled().findResources('AWS::IAM::Policy'));
  const [scheduler] = policies.filter(([id]) => id.startsWith('SchedulerRole'));
  expect(scheduler?.[1].Properties.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'states:StartExecution',
      Resource: { Ref: expect.stringMatching(/^WorkflowCutoverMachine/) },
    },
  ]);
});

describe('refuses at synth', () => {
  test.each([
    [
      'a plan that is not valid',
      { stages: [{ percent: 50, soakSeconds: 1 }] },
      'stages[0].percent: is 50; must be 100',
    ],
    [
      'a host that smoke tests may not call',
      { smokeTest: { ...plan.smokeTest, baseUrl: 'https://gw.example.net' } },
      'smokeTest.baseUrl',
    ],
    [
      'a record that is none of the routes',
      { router: { ...plan.router, recordName: 'www.example.com' } },
      'the plan of the schedule api-at-night is about www.example.com (A) in zone Z0123456789ABCDEFGHIJ, which is none of the routes',
    ],
    [
      'a zone that is none of the routes',
      { router: { ...plan.router, hostedZoneId: 'Z1' } },
      'api.example.com (A) in zone Z1, which is none of the routes',
    ],
    [
      'a stage that deploys where the workflow may not',
      { stages: [{ percent: 100, soakSeconds: 600, deploy }] },
      'stages[0].deploy: deploys to shop/api; must be one of the deployment groups',
    ],
  ])('%s', (_, change, message) => {
    expect(() => scheduled(change)).toThrow(message);
  });

  test('a name that cannot be part of an id', () => {
    expect(() => scheduled({}, 'api/night')).toThrow('a schedule is called "api/night"');
  });
});
