import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { routeKey } from '../../../lambdas/core/routers/route';
import { planInput, planOf } from '../../support/plans/plans';
import { routers } from '../../support/plans/routers';

const arn = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:api-5xx';
const withAlarms = (alarms: unknown) => ({ ...planInput(), health: { ...planInput().health, alarms } });
const problemsOf = (plan: unknown) => {
  const checked = checkPlan(plan);
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('health.alarms', () => {
  test.each([[['api-5xx', arn]], [['n'.repeat(255)]], [[`${arn.slice(0, -7)}${'n'.repeat(255)}`]]])(
    'takes names and ARNs: %j',
    (alarms) => {
      expect(problemsOf(withAlarms(alarms))).toEqual([]);
    },
  );

  test.each([
    ['arn:aws:sns:us-east-1:111122223333:topic'],
    ['arn:aws:cloudwatch::111122223333:alarm:api-5xx'],
    ['arn:aws:cloudwatch:us-east-1:111122223333:dashboard/a'],
    ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:'],
    ['n'.repeat(256)],
    [''],
  ])('refuses "%s"', (alarm) => {
    expect(problemsOf(withAlarms([alarm]))).toEqual([
      expect.stringMatching(
        /^health\.alarms\[0\]: is ".*must be the name of a CloudWatch alarm, 1 to 255 characters, or the ARN/,
      ),
    ]);
  });

  test('is named alike by the health check of the new record', () => {
    const router = { ...planInput().router, newHealthCheck: { alarm: arn } };
    expect(problemsOf({ ...withAlarms([arn]), router })).toEqual([]);
    expect(problemsOf({ ...withAlarms(['api-5xx']), router })).toEqual([
      expect.stringContaining(`router.newHealthCheck.alarm: is "${arn}"; must be one of health.alarms`),
    ]);
  });
});

describe('a router of another account', () => {
  const role = { roleArn: 'arn:aws:iam::444455556666:role/cutover-access', externalId: 'cutover-1' };

  test.each(Object.values(routers))('may name a role and an external ID: $kind', (router) => {
    const { router: checked } = planOf({ router: { ...router, ...role } as never });
    expect(checked).toMatchObject(role);
    // The role says how the route is called, not which route it is.
    expect(routeKey(checked)).toBe(routeKey(router));
  });

  test.each([
    [{ externalId: 'a1' }, 'router.externalId: is given without router.roleArn'],
    [{ roleArn: 'cutover-access' }, 'router.roleArn: is "cutover-access"; must be the ARN of an IAM role'],
    [{ ...role, externalId: 'a b' }, 'router.externalId: is "a b"; must be an external ID'],
  ])('is refused with %j', (fields, problem) => {
    const router = { ...planInput().router, ...fields };
    expect(problemsOf({ ...planInput(), router })).toEqual([expect.stringContaining(problem)]);
  });
});
