import { describe, expect, test } from '@jest/globals';
import {
  accessProblems,
  accountRoleSchema,
  roleForArn,
  roleOf,
} from '../../../lambdas/core/access/account-role';
import { check } from '../../../lambdas/core/validation/problems';

const roleArn = 'arn:aws:iam::444455556666:role/cutover/access';
const role = { roleArn, externalId: 'cutover-1' };

describe('the role of a route', () => {
  test.each([
    [{}, undefined],
    [{ roleArn }, { roleArn }],
    [role, role],
  ])('of %j is %j', (router, found) => {
    expect(roleOf(router)).toStrictEqual(found);
  });

  test('an external ID without a role is a problem', () => {
    const message = 'is given without router.roleArn; name the role that asks for it, or leave it out';
    expect(accessProblems({ externalId: 'a1' })).toEqual([{ path: 'router.externalId', message }]);
    expect([{}, { roleArn }, role].flatMap(accessProblems)).toEqual([]);
  });
});

describe('the role for an ARN', () => {
  const other = { roleArn: 'arn:aws:iam::777788889999:role/a' };

  test.each([
    ['arn:aws:cloudwatch:us-east-1:444455556666:alarm:a', role],
    ['arn:aws:acm:us-east-1:777788889999:certificate/a', other],
    ['arn:aws:acm:us-east-1:111122223333:certificate/a', undefined],
    ['api-5xx', undefined],
  ])('%s is that of its account', (arn, found) => {
    expect(roleForArn(arn, [role, other])).toEqual(found);
  });

  test('is none without roles', () => {
    expect(roleForArn('arn:aws:acm:us-east-1:444455556666:certificate/a', [])).toBeUndefined();
  });
});

test.each(['aws', 'aws-cn', 'aws-us-gov'])('takes a role of the partition %s', (partition) => {
  const value = { roleArn: `arn:${partition}:iam::444455556666:role/a` };
  expect(check(accountRoleSchema, value)).toEqual({ ok: true, value });
});

test.each([
  [{ roleArn: 'cutover-access' }, 'roleArn: is "cutover-access"; must be the ARN of an IAM role'],
  [{ roleArn: 'arn:aws:iam::444455556666:user/a' }, 'must be the ARN of an IAM role'],
  [{ roleArn, externalId: 'x' }, 'externalId: is "x"; must be an external ID, 2 to 1224 letters'],
  [{ roleArn, externalId: 'a b' }, 'externalId: is "a b"; must be an external ID'],
  [{ roleArn, role: 'a' }, 'role: is not a field'],
])('refuses %j', (value, message) => {
  const checked = check(accountRoleSchema, value);
  const found = checked.ok ? [] : checked.problems.map((one) => `${one.path}: ${one.message}`);
  expect(found).toEqual([expect.stringContaining(message)]);
});
