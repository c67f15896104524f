import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { policyProblems } from '../../../lambdas/core/policy/policy-problems';
import { firstStagePolicyProblems } from '../../../lambdas/core/policy/stage-problems';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { deployingStages } from '../../support/accounts/code-deploy';
import { arbitraryPlan } from '../../support/plans/arbitrary-plan';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';
import {
  keyValueStore,
  loadBalancer,
  newTargetGroupArn,
  oldTargetGroupArn,
} from '../../support/plans/routers';

const problemsOf = (plan: Plan, policy: Policy) => describeProblems(policyProblems(plan, policy));
const stages = (...percents: number[]) => percents.map((percent) => ({ percent, soakSeconds: 60 }));
const approved = (percent: number) => ({ percent, soakSeconds: 60, approval: { timeoutSeconds: 60 } });
type NewTarget = NonNullable<PlanInput['router']['adopt']>['newTarget'];
const adopting = (newTarget: NewTarget) =>
  planOf({ router: { ...planInput().router, adopt: { newTarget } } });

test('a policy that restricts nothing, or none, allows every plan', () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      expect(policyProblems(plan, undefined)).toEqual([]);
      expect(policyProblems(plan, {})).toEqual([]);
    }),
  );
});

test('the largest raise, first stage and soak of a plan are just allowed, and one less is not', () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const problems = (policy: Policy) => [
        ...policyProblems(plan, policy),
        ...firstStagePolicyProblems(plan, policy, 0),
      ];
      const percents = [0, ...plan.stages.map(({ percent }) => percent)];
      const maxStepUp = Math.max(...percents.map((percent, i) => percent - (percents[i - 1] ?? 0)));
      const raises = plan.stages.filter(({ percent }) => percent > 0);
      const maxFirstPercent = raises[0]?.percent ?? 0;
      const minSoakSeconds = Math.min(...raises.map(({ soakSeconds }) => soakSeconds));
      expect(problems({ maxStepUp, maxFirstPercent, minSoakSeconds })).toEqual([]);
      for (const stricter of [
        { maxStepUp: maxStepUp - 1 },
        { maxFirstPercent: maxFirstPercent - 1 },
        { minSoakSeconds: minSoakSeconds + 1 },
      ]) {
        expect(problems(stricter)).not.toEqual([]);
      }
    }),
  );
});

describe('stages', () => {
  test.each<[string, Policy, PlanInput['stages'], string]>([
    [
      'a raise that is too large',
      { maxStepUp: 25 },
      stages(10, 50, 60, 100),
      "stages[1].percent: is 50 after 10; must be at most 35 by the deployment's policy (maxStepUp 25): " +
        'put stages in between\n' +
        "stages[3].percent: is 100 after 60; must be at most 85 by the deployment's policy (maxStepUp 25): " +
        'put stages in between',
    ],
    [
      'a short soak',
      { minSoakSeconds: 60 },
      [{ percent: 0, soakSeconds: 0 }, { percent: 50, soakSeconds: 59 }, ...stages(100)],
      "stages[1].soakSeconds: is 59; must be at least 60 by the deployment's policy (minSoakSeconds)",
    ],
    [
      'an approval by too few persons',
      { approvals: { fromPercent: 50, count: 2 } },
      [approved(10), ...stages(100)],
      "stages[0].approval.count: is 1; must be at least 2 by the deployment's policy (approvals.count)",
    ],
    [
      'no approval before a raise',
      { approvals: { fromPercent: 50 } },
      [...stages(10, 50), approved(100)],
      "stages[0].approval: is missing before the raise to 50 %; the deployment's policy wants an approval " +
        'before a raise to 50 % or more (approvals.fromPercent): add approval to this stage\n' +
        'stages[1].approval: is missing before the raise to 100 %; ' +
        "the deployment's policy wants an approval " +
        'before a raise to 50 % or more (approvals.fromPercent): add approval to this stage',
    ],
    [
      'an approval by too few',
      { approvals: { fromPercent: 50, count: 2 } },
      [approved(10), ...stages(100)],
      "stages[0].approval.count: is 1; must be at least 2 by the deployment's policy (approvals.count)",
    ],
  ])('%s is refused', (_, policy, given = [], problems) => {
    expect(problemsOf(planOf({ stages: given }), policy)).toBe(problems);
  });

  test.each<[string, Policy, PlanInput['stages']]>([
    [
      'going down',
      { maxStepUp: 60, approvals: { fromPercent: 50 } },
      [...stages(30, 20), approved(40), ...stages(100)],
    ],
    [
      'going down above the limit',
      { approvals: { fromPercent: 50 } },
      [...stages(49), approved(40), ...stages(90, 60)],
    ],
    ['approved raises', { approvals: { fromPercent: 50 } }, [approved(10), approved(50), ...stages(100)]],
    ['a first stage below', { approvals: { fromPercent: 1 } }, [approved(0), ...stages(100)]],
  ])('%s is free', (_, policy, given = []) => {
    expect(problemsOf(planOf({ stages: given }), policy)).toBe('');
  });
});

describe('the first raise, counted from the percent that is there', () => {
  const firstOf = (plan: Plan, policy: Policy, percent: number) =>
    describeProblems(firstStagePolicyProblems(plan, policy, percent));

  test.each<[string, Policy, PlanInput['stages'], number, string]>([
    [
      'a step that is too large',
      { maxStepUp: 50 },
      stages(100),
      0,
      "stages[0].percent: is 100 after 0; must be at most 50 by the deployment's policy (maxStepUp 50): " +
        'put stages in between',
    ],
    [
      'a first stage that moves nothing before a large one',
      { maxFirstPercent: 10 },
      stages(25, 40, 100),
      25,
      'stages[1].percent: is 40, the first above the 25 % that are there; must be at most 35 ' +
        "by the deployment's policy (maxFirstPercent 10): put a smaller stage before it",
    ],
    [
      'a first stage that nobody can approve',
      { approvals: { fromPercent: 50 } },
      [approved(100)],
      100 / 3,
      'stages[0].percent: is 100 in the first stage, before which nobody can approve; ' +
        "the deployment's policy wants an approval before a raise to 50 % or more (approvals.fromPercent): " +
        'put a stage of 34 with an approval before it',
    ],
  ])('%s is refused', (_, policy, given = [], percent, problems) => {
    expect(firstOf(planOf({ stages: given }), policy, percent)).toBe(problems);
  });

  test.each<[string, Policy, Partial<PlanInput>, number]>([
    ['a small step on', { maxStepUp: 30, maxFirstPercent: 30 }, { stages: stages(50, 80, 100) }, 25],
    ['an approved one', { approvals: { fromPercent: 50 } }, { stages: [approved(50), ...stages(100)] }, 50],
    ['going down', { maxStepUp: 1 }, { direction: 'down', stages: stages(0) }, 100],
    ['nothing to raise', { maxStepUp: 1 }, { stages: stages(100) }, 100],
  ])('%s is allowed', (_, policy, over, percent) => {
    expect(firstOf(planOf(over), policy, percent)).toBe('');
    expect(firstStagePolicyProblems(planOf(over), undefined, percent)).toEqual([]);
  });
});

test('a plan that moves down, or ends below 100 %, owes no hold; one that moves down owes no alarms', () => {
  const policy = { minHoldSeconds: 60, requiredAlarms: ['api-new-p99'] };
  expect(problemsOf(planOf({ direction: 'down', stages: stages(50, 0) }), policy)).toBe('');
  expect(problemsOf(planOf({ stages: stages(10, 25) }), policy)).toMatch(/^health.alarms: does not name/);
  expect(problemsOf(planOf({ stages: stages(10, 100) }), policy)).toMatch(/\nhold: is missing/);
});

describe('new targets', () => {
  const allowed: Policy = {
    newTargets: {
      route53: {
        addresses: ['192.0.2.0/24', '2001:db8::/32'],
        hostNames: ['New-1.eu-west-1.elb.amazonaws.com', 'www.example.net.'],
      },
      alb: { targetGroupArns: [newTargetGroupArn] },
    },
  };
  const alias = (dnsName: string) => adopting({ alias: { hostedZoneId: 'Z1', dnsName } });

  test.each([
    ['nothing', planOf()],
    ['addresses', adopting({ values: { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] } })],
    ['a name', adopting({ values: { CNAME: ['WWW.example.net'] } })],
    ['an alias', alias('new-1.eu-west-1.elb.amazonaws.com')],
    ['an alias to both families', alias('dualstack.new-1.eu-west-1.elb.amazonaws.com.')],
    ['a key', { ...planOf(), router: keyValueStore() }],
    ['a target group', { ...planOf(), router: loadBalancer() }],
  ])('that are listed are allowed: %s', (_, plan) => {
    expect(problemsOf(plan, allowed)).toBe('');
  });

  test.each([
    [
      adopting({ values: { A: ['192.0.2.1', '203.0.113.9'] } }),
      'router.adopt.newTarget.values.A: is "203.0.113.9"; must be one of the addresses that the ' +
        "deployment's policy allows (newTargets.route53.addresses): 192.0.2.0/24, 2001:db8::/32",
    ],
    [
      adopting({ values: { AAAA: ['2001:db9::1'] } }),
      'router.adopt.newTarget.values.AAAA: is "2001:db9::1"; must be one of the addresses that the ' +
        "deployment's policy allows (newTargets.route53.addresses): 192.0.2.0/24, 2001:db8::/32",
    ],
    [
      adopting({ values: { CNAME: ['a.www.example.net'] } }),
      'router.adopt.newTarget.values.CNAME: is "a.www.example.net"; must be one of the host names that the ' +
        "deployment's policy allows (newTargets.route53.hostNames): " +
        'New-1.eu-west-1.elb.amazonaws.com, www.example.net.',
    ],
    [
      alias('new-2.eu-west-1.elb.amazonaws.com'),
      'router.adopt.newTarget.alias.dnsName: is "new-2.eu-west-1.elb.amazonaws.com."; must be one of the ' +
        "host names that the deployment's policy allows (newTargets.route53.hostNames): " +
        'New-1.eu-west-1.elb.amazonaws.com, www.example.net.',
    ],
    [
      { ...planOf(), router: loadBalancer({ newTargetGroupArn: oldTargetGroupArn }) },
      `router.newTargetGroupArn: is "${oldTargetGroupArn}"; must be one of the target groups that the ` +
        `deployment's policy allows (newTargets.alb.targetGroupArns): ${newTargetGroupArn}`,
    ],
  ])('that are not listed are refused', (plan, problem) => {
    expect(problemsOf(plan, allowed)).toBe(problem);
  });

  test.each([
    ['addresses', adopting({ values: { A: ['192.0.2.1'] } })],
    ['host names', alias('new-1.eu-west-1.elb.amazonaws.com')],
    ['target groups', { ...planOf(), router: loadBalancer() }],
  ])('of a kind without a list are refused: %s', (what, plan) => {
    expect(problemsOf(plan, { newTargets: {} })).toMatch(new RegExp(`one of the ${what} .*: none$`));
  });
});

test('the family of a task definition is its name without the revision, however long that is', () => {
  const revision = (number: number) =>
    planOf({
      stages: deployingStages(0).map((stage) =>
        stage.deploy === undefined
          ? stage
          : {
              ...stage,
              deploy: {
                ...stage.deploy,
                taskDefinitionArn: stage.deploy.taskDefinitionArn.replace(/\d+$/, `${number}`),
              },
            },
      ),
    });
  for (const number of [1, 12, 123_456]) {
    expect(problemsOf(revision(number), { taskDefinitionFamilies: ['web'] })).toBe('');
  }
});

describe('other rules', () => {
  test.each<[string, Policy, Partial<PlanInput>, string]>([
    [
      'record types',
      { recordTypes: ['A', 'AAAA'] },
      { router: { ...planInput().router, recordTypes: ['CNAME'] } },
      'router.recordTypes: has CNAME; must be of the types that the ' +
        "deployment's policy allows (recordTypes): A, AAAA",
    ],
    [
      'families',
      { taskDefinitionFamilies: ['api', 'web-2'] },
      { stages: deployingStages(1) },
      'stages[1].deploy.taskDefinitionArn: is of the family "web"; must be of a family that the ' +
        "deployment's policy allows (taskDefinitionFamilies): api, web-2",
    ],
    [
      'no family',
      { taskDefinitionFamilies: [] },
      { stages: deployingStages(0) },
      'stages[0].deploy.taskDefinitionArn: is of the family "web"; must be of a family that the ' +
        "deployment's policy allows (taskDefinitionFamilies): none",
    ],
    [
      'methods',
      { httpMethods: ['GET', 'HEAD'] },
      { smokeTest: { ...planInput().smokeTest, checks: [{ path: '/' }, { path: '/', method: 'POST' }] } },
      'smokeTest.checks[1].method: is "POST"; must be one of the methods that the ' +
        "deployment's policy allows (httpMethods): GET, HEAD",
    ],
    [
      'alarms',
      { requiredAlarms: ['a', 'api-new-5xx-rate', 'b'] },
      {},
      'health.alarms: does not name "a", "b"; must name every alarm that the ' +
        "deployment's policy requires (requiredAlarms): add what is missing",
    ],
    [
      'no hold',
      { minHoldSeconds: 60 },
      {},
      "hold: is missing; its seconds must be at least 60 by the deployment's policy (minHoldSeconds)",
    ],
    [
      'a short hold',
      { minHoldSeconds: 60 },
      { hold: { seconds: 59 } },
      "hold.seconds: is 59; must be at least 60 by the deployment's policy (minHoldSeconds)",
    ],
    [
      'a long hold',
      { minHoldSeconds: 60, maxHoldSeconds: 61 },
      { hold: { seconds: 62 } },
      "hold.seconds: is 62; must be at most 61 by the deployment's policy (maxHoldSeconds)",
    ],
  ])('%s', (_, policy, over, problem) => {
    expect(problemsOf(planOf(over), policy)).toBe(problem);
  });

  test('a plan that keeps to all of them is allowed', () => {
    const policy: Policy = {
      recordTypes: ['A'],
      taskDefinitionFamilies: ['web'],
      httpMethods: ['GET'],
      requiredAlarms: ['api-new-5xx-rate'],
      minHoldSeconds: 60,
      maxHoldSeconds: 60,
    };
    expect(problemsOf(planOf({ stages: deployingStages(0), hold: { seconds: 60 } }), policy)).toBe('');
    expect(problemsOf({ ...planOf({ hold: { seconds: 60 } }), router: keyValueStore() }, policy)).toBe('');
  });
});
