import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { planSchema } from '../../../lambdas/core/plan/plan';
import { deployOf, stageOf } from '../../../lambdas/core/plan/stage-of';
import { deploy, deployingStages } from '../../support/accounts/code-deploy';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';

test('a parsed plan has all defaults', () => {
  expect(planOf({ preflight: {}, hold: { seconds: 60 } })).toEqual({
    ...planInput(),
    direction: 'up',
    router: { ...planInput().router, recordTypes: ['A'] },
    smokeTest: {
      baseUrl: 'https://gw-api.example.com',
      concurrency: 5,
      deadlineSeconds: 120,
      failuresInARow: 3,
      checks: [
        {
          method: 'GET',
          path: '/health',
          headers: {},
          expectStatus: [200],
          expectHeaders: {},
          expectJson: [],
          timeoutMs: 5_000,
          retries: 2,
          backoffMs: 500,
          followRedirects: false,
        },
      ],
    },
    health: {
      alarms: ['api-new-5xx-rate'],
      everySeconds: 60,
      insufficientData: 'wait',
      inconclusiveLimitSeconds: 900,
      errorLimit: 4,
    },
    preflight: {
      certificateWaitSeconds: 1_800,
      targetWaitSeconds: 300,
      certificateDaysLeft: 14,
      targetGroupArns: [],
      oldTargetGroupArns: [],
      autoScalingGroups: [],
      instanceWaitSeconds: 900,
      changeSets: [],
      maxTtlSeconds: 60,
      accept: [],
    },
    remainingTraffic: { maxRequestsPerHour: 60 },
    hold: { seconds: 60, everySeconds: 3_600, inconclusiveLimitSeconds: 86_400 },
  });
});

test('a plan without a preflight gets the defaults of one, and a plan without a hold gets none', () => {
  const { preflight, hold } = planOf();
  expect(preflight).toEqual(planOf({ preflight: {} }).preflight);
  expect(hold).toBeUndefined();
});

test.each(['api.example.com', 'API.Example.COM', 'api.example.com.'])(
  'normalizes the record name %s',
  (recordName) => {
    expect(planOf({ router: { ...planInput().router, recordName } }).router.recordName).toBe(
      'api.example.com',
    );
  },
);

describe('names', () => {
  const label = 'a'.repeat(63);
  /** A record name with this many characters, in labels of at most 63. */
  const long = (length: number) => `${label}.${label}.${label}.${'a'.repeat(length - 192)}`;
  const fits = (over: Partial<PlanInput>) => v.is(planSchema, planInput(over));
  const router = (over: object) => ({ router: { ...planInput().router, ...over } });

  test.each([
    ['a.b', true],
    ['_acme.x9.Example-1.com', true],
    [`${label}.com`, true],
    [`${label}a.com`, false],
    [`com.${label}`, true],
    [`com.${label}a`, false],
    [long(253), true],
    [`${long(253)}.`, true],
    [long(254), false],
    ['localhost', false],
    ['-a.com', false],
    ['a-.com', false],
    ['a.-com', false],
    ['a..com', false],
    ['.com', false],
    ['a b.com', false],
    ['*.example.com', true],
    ['*.example.com.', true],
    ['*', false],
    ['*api.example.com', false],
    ['api.*.example.com', false],
    ['*.*.example.com', false],
    ['', false],
  ])('%s is a valid record name: %p', (recordName, good) => {
    expect(fits(router({ recordName }))).toBe(good);
  });

  test.each([
    ['Z1', true],
    [`Z${'A'.repeat(31)}`, true],
    [`Z${'A'.repeat(32)}`, false],
    ['Z', false],
    ['z1', false],
    ['A1', false],
  ])('%s is a valid hosted zone id: %p', (hostedZoneId, good) => {
    expect(fits(router({ hostedZoneId }))).toBe(good);
  });

  test.each([
    ['a', true],
    ['9_-Z', true],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
    ['-a', false],
    ['a b', false],
    ['', false],
  ])('%s is a valid plan name: %p', (name, good) => {
    expect(fits({ name })).toBe(good);
  });

  test.each([
    [1, true],
    [128, true],
    [129, false],
    [0, false],
  ])('a set identifier of %i characters is valid: %p', (length, good) => {
    expect(fits(router({ oldSetIdentifier: 's'.repeat(length) }))).toBe(good);
  });
});

describe('limits', () => {
  const group = (i: number) =>
    `arn:aws-cn:elasticloadbalancing:cn-north-1:111122223333:targetgroup/t${i}/0123456789abcdef`;
  const groups = (length: number) => Array.from({ length }, (_, i) => group(i));

  test.each<[string, Partial<PlanInput>, boolean]>([
    ['a certificate with 395 days left', { preflight: { certificateDaysLeft: 395, maxTtlSeconds: 0 } }, true],
    ['a certificate with 396 days left', { preflight: { certificateDaysLeft: 396 } }, false],
    [
      '20 target groups of each path',
      { preflight: { targetGroupArns: groups(20), oldTargetGroupArns: groups(20) } },
      true,
    ],
    ['21 target groups', { preflight: { targetGroupArns: groups(21) } }, false],
    [
      'an ARN of another partition',
      { preflight: { certificateArn: 'arn:aws-us-gov:acm:us-gov-west-1:111122223333:certificate/1' } },
      true,
    ],
    [
      'an ARN without an account',
      { preflight: { certificateArn: 'arn:aws:acm:eu-west-1:1111:certificate/1' } },
      false,
    ],
    ['a $schema of 2,048 characters', { $schema: 's'.repeat(2_048) }, true],
    ['a $schema of 2,049 characters', { $schema: 's'.repeat(2_049) }, false],
  ])('%s is valid: %p', (_, over, good) => {
    expect(v.is(planSchema, planInput(over))).toBe(good);
  });
});

describe('stageOf', () => {
  test('returns the stage with the index', () => {
    expect(stageOf(planOf(), 1)).toEqual({ percent: 50, soakSeconds: 600 });
  });

  test.each([-1, 3])('throws for stage %i, which does not exist', (stage) => {
    expect(() => stageOf(planOf(), stage)).toThrow(
      new RangeError(`the plan has 3 stages; there is no stage ${stage}`),
    );
  });
});

describe('the deployment of a stage', () => {
  const plan = planOf({ stages: deployingStages(1) });

  test('gets its defaults', () => {
    expect(deployOf(plan, 1)).toEqual({ ...deploy, timeoutSeconds: 3_600, everySeconds: 30 });
  });

  test('throws if there is no deployment or no stage', () => {
    expect(() => deployOf(plan, 0)).toThrow(RangeError);
    expect(() => deployOf(plan, 2)).toThrow(RangeError);
  });

  test.each([
    ['applicationName', 'a/b', 'must be the name of a CodeDeploy application'],
    ['deploymentGroupName', '', 'must be the name of a CodeDeploy deployment group'],
    ['taskDefinitionArn', 'web:7', 'must be the ARN of a task definition with its revision'],
    ['containerName', 'a b', 'must be the name of the container'],
    ['containerPort', 0, 'must be a whole number from 1 to 65535'],
    ['hook', 'a b', 'must be the name or ARN of a Lambda function'],
    ['timeoutSeconds', 59, 'must be a whole number from 60'],
    ['everySeconds', 9, 'must be a whole number from 10'],
    ['colour', 'red', 'Invalid key'],
  ])('is rejected with an invalid %s: %j', (field, value, must) => {
    const stages = [{ percent: 100, soakSeconds: 0, deploy: { ...deploy, [field]: value } }];
    const { issues } = v.safeParse(planSchema, { ...planInput(), stages });
    expect(issues?.[0]?.message).toContain(must);
  });

  test.each([
    'CodeDeployHook_api',
    'arn:aws:lambda:eu-west-1:111122223333:function:hook',
    'arn:aws:lambda:eu-west-1:111122223333:function:hook:live',
  ])('may have the hook %s', (hook) => {
    expect(
      deployOf(planOf({ stages: [{ percent: 100, soakSeconds: 0, deploy: { ...deploy, hook } }] }), 0),
    ).toMatchObject({ hook });
  });
});
