import { describe, expect, test } from '@jest/globals';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { functionNames } from '../../lib/workflow/tasks';
import { planInput } from '../support/plans/plans';
import { resourceOf, statementsOf, templateOf } from '../support/templates/synth';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke/test-AbCdEf';
const PARAMETER = 'arn:aws:ssm:us-east-1:111122223333:parameter/smoke/test';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555';

const variables = (template: ReturnType<typeof templateOf>, task: string) =>
  resourceOf(template, 'AWS::Lambda::Function', `${task}Function`).Properties.Environment?.Variables;
const isOfSecrets = (action: string) => /^(secretsmanager|ssm:GetParameter|kms)/.test(action);
const secretStatements = (template: ReturnType<typeof templateOf>, task: string) =>
  statementsOf(template, task).filter(({ actions }) => actions.some(isOfSecrets));

describe('the secrets of a deployment', () => {
  const template = templateOf({ secrets: [{ arn: SECRET, keyArn: KEY }, { arn: PARAMETER }] });

  test('may be read by what sends checks alone, each by its ARN, with its key for its service alone', () => {
    expect(secretStatements(template, 'SmokeTest')).toEqual([
      { actions: ['secretsmanager:GetSecretValue'], resources: [SECRET], conditions: undefined },
      {
        actions: ['kms:Decrypt'],
        resources: [KEY],
        conditions: {
          StringEquals: {
            'kms:ViaService': { 'Fn::Join': ['', ['secretsmanager.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] },
          },
        },
      },
      { actions: ['ssm:GetParameter'], resources: [PARAMETER], conditions: undefined },
    ]);
    const others = functionNames.filter((task) => task !== 'SmokeTest' && task !== 'ProbeNewPath');
    expect(others.filter((task) => secretStatements(template, task).length > 0)).toEqual([]);
  });

  test('are known to the functions that check plans alone, by their ARNs', () => {
    expect(variables(template, 'ValidatePlan')?.SECRETS).toBe(JSON.stringify([SECRET, PARAMETER]));
    expect(functionNames.filter((task) => 'SECRETS' in (variables(template, task) ?? {}))).toEqual([
      'ValidatePlan',
      'Operate',
    ]);
  });

  test('are none by default', () => {
    expect(variables(templateOf(), 'ValidatePlan')?.SECRETS).toBe('[]');
    expect(secretStatements(templateOf(), 'SmokeTest')).toEqual([]);
  });

  test('may be created in the app, and are then of either service', () => {
    const made = templateOf((scope) => ({ secrets: [{ arn: new Secret(scope, 'Secret').secretArn }] }));
    expect(secretStatements(made, 'SmokeTest').flatMap(({ actions }) => actions)).toEqual([
      'secretsmanager:GetSecretValue',
      'ssm:GetParameter',
    ]);
  });
});

describe('secrets are refused at synth', () => {
  test.each([
    ['that are no ARN', { arn: 'smoke-test' }, 'secrets[0].arn: is "smoke-test"; must be the whole ARN'],
    ['without the end of the ARN', { arn: SECRET.replace(/-\w+$/, '') }, 'secrets[0].arn: is "arn:aws'],
    [
      'with the alias of a key',
      { arn: SECRET, keyArn: 'alias/key' },
      'secrets[0].keyArn: is "alias/key"; must be',
    ],
  ])('%s', (_, secret, message) => {
    expect(() => templateOf({ secrets: [secret] })).toThrow(message);
  });

  test('that are named twice, or are too many', () => {
    expect(() => templateOf({ secrets: [{ arn: SECRET }, { arn: SECRET }] })).toThrow(
      'secrets[1].arn: is named twice; remove it',
    );
    const many = Array.from({ length: 21 }, (_, i) => ({ arn: `${PARAMETER}${i}` }));
    expect(() => templateOf({ secrets: many })).toThrow('must be a list of 0 to 20 secrets');
  });
});

test('a schedule whose plan refers to another secret is refused at synth', () => {
  const headers = { Authorization: { secret: SECRET } };
  const smokeTest = { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/', headers }] };
  const schedules = [
    {
      name: 'api',
      plan: planInput({ smokeTest }),
      schedule: ScheduleExpression.at(new Date('2027-01-12T06:00:00Z')),
    },
  ];
  expect(() => templateOf({ schedules, secrets: [{ arn: SECRET }] })).not.toThrow();
  expect(() => templateOf({ schedules })).toThrow(
    `schedules[0].plan.smokeTest.checks[0].headers.Authorization.secret: is "${SECRET}"; must be one of`,
  );
});
