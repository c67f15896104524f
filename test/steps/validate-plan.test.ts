import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lambdas/adapters/shared/sha256';
import { planText } from '../../lambdas/core/operate/starter';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Policy } from '../../lambdas/core/policy/policy';
import { describeProblems } from '../../lambdas/core/validation/problems';
import type { AllowedByDeployment } from '../../lambdas/steps/support/allowed-plan';
import { validatePlan } from '../../lambdas/steps/validate-plan';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { deploy, deployingStages } from '../support/accounts/code-deploy';
import { type PlanInput, planInput, planOf } from '../support/plans/plans';
import { execution } from '../support/world/cutover';

const validate = (plan: unknown, deployment: AllowedByDeployment = {}, ledger = memoryLedger()) =>
  validatePlan({ ...deployment, ledger, digest: sha256 })({ plan, execution });
const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';

test('returns a valid plan with its defaults, its route and the name of its revert', async () => {
  expect(await validate(planInput())).toEqual({
    valid: true,
    reason: 'plan "api" is valid',
    plan: planOf(),
    gated: { beforeTraffic: false, soak: false, hold: false },
    route: 'route53/Z0123456789ABCDEFGHIJ/api.example.com',
    execution,
    revertName: 'revert-api-1',
  });
});

describe('a plan that is not valid', () => {
  test.each([
    null,
    'api',
    [],
    {},
    { ...planInput(), colour: 'red' },
    { ...planInput(), stages: [{ percent: 0, soakSeconds: 0 }] },
    { ...planInput(), smokeTest: { baseUrl: 'https://evil.example.org', checks: [{ path: '/' }] } },
  ])('is rejected with the messages of the command line: %j', async (plan) => {
    const checked = checkPlan(plan);
    const words = checked.ok ? '' : describeProblems(checked.problems);
    expect(words).not.toBe('');
    expect(await validate(plan)).toEqual({ valid: false, reason: `the plan is not valid: ${words}` });
  });

  test('is rejected with at most 4,000 characters', async () => {
    const stages = Array.from({ length: 50 }, () => ({}));
    expect((await validate({ ...planInput(), stages })).reason).toHaveLength(4_000);
  });
});

describe('what the installation allows', () => {
  test('includes the hosts that it names', async () => {
    const smokeTest = { baseUrl: 'https://new.example.net', checks: [{ path: '/' }] };
    const plan = { ...planInput(), smokeTest };
    expect(await validate(plan)).toMatchObject({ valid: false });
    expect(await validate(plan, { allowedHosts: ['new.example.net'] })).toMatchObject({ valid: true });
    expect(await validate(planInput(), { allowedHosts: ['new.example.net'] })).toMatchObject({
      valid: false,
    });
  });

  test('includes the secrets that it names', async () => {
    const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf';
    const checks = [{ path: '/', headers: { Authorization: { secret } } }];
    const plan = planInput({ smokeTest: { baseUrl: 'https://gw-api.example.com', checks } });
    expect(await validate(plan)).toMatchObject({ valid: true });
    expect(await validate(plan, { allowedSecrets: [secret] })).toMatchObject({ valid: true });
    expect(await validate(plan, { allowedSecrets: [] })).toEqual({
      valid: false,
      reason:
        'the plan is not valid: smokeTest.checks[0].headers.Authorization.secret: ' +
        `is "${secret}"; must be one of the secrets of the deployment (secrets): none`,
    });
  });

  test('includes the gates that it names', async () => {
    const plan = planInput({ gates: [{ name: 'contract-tests', at: 'before-traffic' }] });
    expect(await validate(plan)).toMatchObject({ valid: true });
    const allowedGates = [{ name: 'contract-tests' }, { name: 'error-budget' }];
    expect(await validate(plan, { allowedGates })).toMatchObject({ valid: true });
    expect(await validate(plan, { allowedGates: allowedGates.slice(1) })).toEqual({
      valid: false,
      reason:
        'the plan is not valid: gates[0].name: is "contract-tests"; ' +
        'must be one of the gates of the deployment (gates): error-budget',
    });
  });

  test('includes the routes that it names', async () => {
    const elsewhere = 'route53/Z0123456789ABCDEFGHIJ/www.example.com';
    expect(await validate(planInput(), { routes: [elsewhere, route] })).toMatchObject({ valid: true });
  });

  test.each([
    'route53/Z0123456789ABCDEFGHIJ/www.example.com',
    'route53/Z1/api.example.com',
    'alb/api.example.com',
  ])('excludes other routes when it names only %s', async (allowed) => {
    expect(await validate(planInput(), { routes: [allowed] })).toEqual({
      valid: false,
      reason:
        `the plan is not valid: router: is route53/Z0123456789ABCDEFGHIJ/api.example.com; ` +
        `must be a route that this workflow may change: ${allowed}`,
    });
  });

  test('excludes every route when its list is empty', async () => {
    expect(await validate(planInput(), { routes: [] })).toMatchObject({ valid: false });
  });
});

describe('a plan that deploys', () => {
  const plan = () => ({ ...planInput(), stages: deployingStages(1) });
  const must =
    'must be one of the deployment groups that this workflow may use (`deploymentGroups` of CutoverWorkflow)';

  test('is valid when its group is allowed, or any group is', async () => {
    const { applicationName, deploymentGroupName } = deploy;
    const deploymentGroups = [{ applicationName, deploymentGroupName }];
    expect(await validate(plan(), { deploymentGroups })).toMatchObject({ valid: true });
    expect(await validate(plan())).toMatchObject({ valid: true });
  });

  test.each([
    [[], 'none'],
    [[{ applicationName: 'shop', deploymentGroupName: 'web' }], 'shop/web'],
  ])('is rejected when its group is not allowed: %j', async (deploymentGroups, known) => {
    expect(await validate(plan(), { deploymentGroups })).toEqual({
      valid: false,
      reason: `the plan is not valid: stages[1].deploy: deploys to shop/api; ${must}: ${known}`,
    });
  });
});

describe('a plan that takes a record over', () => {
  const plan = (over: Partial<PlanInput> = {}) => ({
    ...planInput(),
    router: { ...planInput().router, adopt: { newTarget: { values: { A: ['203.0.113.66'] } } } },
    stages: [{ percent: 100, soakSeconds: 0 }],
    smokeTest: { baseUrl: 'https://gw-other.example.com', checks: [{ path: '/' }] },
    health: { alarms: ['quiet'] },
    ...over,
  });

  test('is valid where the deployment has no policy', async () => {
    expect(await validate(plan())).toMatchObject({ valid: true });
  });

  test.each<[Policy, string]>([
    [
      { newTargets: { route53: { addresses: ['192.0.2.0/24'] } } },
      'router.adopt.newTarget.values.A: is "203',
    ],
    [{ newTargets: {} }, 'router.adopt.newTarget.values.A: is "203'],
    [{ requiredAlarms: ['api-new-5xx-rate'] }, 'health.alarms: does not name "api-new-5xx-rate"'],
    [{ minSoakSeconds: 60 }, 'stages[0].soakSeconds: is 0'],
    [{ minHoldSeconds: 60 }, 'hold: is missing'],
  ])('is rejected under the policy %j', async (policy, problem) => {
    const { valid, reason } = await validate(plan(), { policy });
    expect(valid).toBe(false);
    expect(reason).toContain(`the plan is not valid: ${problem}`);
  });

  test.each<Policy>([{ maxFirstPercent: 10 }, { maxStepUp: 25 }, { approvals: { fromPercent: 20 } }])(
    'is left to the preflight, which knows the percent that is there, under the policy %j',
    async (policy) => {
      expect(await validate(plan(), { policy })).toMatchObject({ valid: true });
    },
  );

  test('is rejected with every problem at once', async () => {
    const { reason } = await validate(plan(), {
      routes: [],
      policy: { newTargets: {}, requiredAlarms: ['a'], minSoakSeconds: 60, minHoldSeconds: 60 },
    });
    expect(reason.split('\n').map((line) => line.split(': ').slice(0, -1).at(-1))).toHaveLength(5);
  });
});

describe('a policy that keeps starters from approving', () => {
  const policy: Policy = { approvals: { fromPercent: 100, notByStarter: true } };
  const plan = planInput({
    stages: [
      { percent: 10, soakSeconds: 600, approval: { timeoutSeconds: 60 } },
      { percent: 100, soakSeconds: 600 },
    ],
  });
  const starter = { by: 'ada', person: 'ada', at: '2026-11-20T12:00:00.000Z', reason: 'release 7' };
  const startedWith = async (given: unknown, of = execution) => {
    const ledger = memoryLedger();
    await ledger.saveStarter(route, of, { ...starter, planDigest: sha256(planText(given)) });
    return validate(plan, { policy }, ledger);
  };

  test('lets a plan run that was started through Operate', async () => {
    const reordered = Object.fromEntries(Object.entries(plan).reverse());
    expect(await startedWith(plan)).toMatchObject({ valid: true });
    expect(await startedWith(reordered)).toMatchObject({ valid: true });
  });

  test.each([
    ['that nobody is recorded for', () => validate(plan, { policy })],
    ['whose name was recorded for another plan', () => startedWith({ ...plan, name: 'other' })],
    ['when another execution was recorded', () => startedWith(plan, `${execution}-2`)],
  ])('rejects an execution %s', async (_, run) => {
    expect(await run()).toEqual({
      valid: false,
      reason: expect.stringContaining('start it through the function Operate'),
    });
  });
});
