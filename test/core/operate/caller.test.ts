import { describe, expect, test } from '@jest/globals';
import { matchesAny } from '../../../lambdas/core/operate/arn-pattern';
import { callerOf, personOf } from '../../../lambdas/core/operate/caller';

const user = 'arn:aws:iam::111122223333:user/team/ada';
const session = (role: string, name: string, account = '111122223333') =>
  `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
const sso = (set: string, name: string) => session(`AWSReservedSSO_${set}_1234567890abcdef`, name);

describe('the caller of an event', () => {
  test('is the ARN that AWS authenticated', () => {
    const event = {
      requestContext: { authorizer: { iam: { userArn: user, callerId: 'AIDA' } } },
      body: '{}',
    };
    expect(callerOf(event)).toEqual({ arn: user });
  });

  test.each<[string, unknown]>([
    ['without a context', { body: '{}' }],
    ['of a URL without authorization', { requestContext: { accountId: 'anonymous' } }],
    ['with another authorizer', { requestContext: { authorizer: { jwt: { claims: { sub: user } } } } }],
    ['without an ARN', { requestContext: { authorizer: { iam: { userArn: '' } } } }],
    ['with a list', { requestContext: { authorizer: { iam: { userArn: [user] } } } }],
    ['that is nothing', null],
  ])('is null for an event %s', (_, event) => {
    expect(callerOf(event)).toBeNull();
  });
});

describe('the person behind a caller', () => {
  const person = (arn: string, named: string[] = []) => personOf({ arn }, named);

  test('is the IAM user', () => {
    expect(person(user)).toBe(user);
    expect(person('arn:aws:iam::111122223333:root')).toBe('arn:aws:iam::111122223333:root');
  });

  test('is the user of Identity Center, whatever the permission set and the account', () => {
    expect(person(sso('Admin', 'ada@example.com'))).toBe(person(sso('OnCall', 'ada@example.com')));
    expect(person(sso('Admin', 'ada@example.com'))).not.toBe(person(sso('Admin', 'ben@example.com')));
  });

  test('is the role for any other session, because whoever assumes it chooses the name', () => {
    const role = 'arn:aws:iam::111122223333:role/Deploy';
    expect(person(session('Deploy', 'ada'))).toBe(role);
    expect(person(session('Deploy', 'ben'))).toBe(role);
    expect(person(session('Deploy', 'ada', '444455556666'))).not.toBe(role);
  });

  test.each([
    'AWSReservedSSO_Admin',
    'XAWSReservedSSO_Admin_1234567890abcdef',
    'AWSReservedSSO_A_1234567890ABCDEF',
  ])('is the role for %s, which is not named as Identity Center does', (role) => {
    expect(person(session(role, 'ada'))).toBe(`arn:aws:iam::111122223333:role/${role}`);
  });

  test('is the session where the policy says that the role names it after the person', () => {
    const named = ['arn:aws:iam::111122223333:role/Named*'];
    expect(person(session('NamedOps', 'ada'), named)).not.toBe(person(session('NamedOps', 'ben'), named));
    expect(person(session('Other', 'ada'), named)).toBe(person(session('Other', 'ben'), named));
  });

  test('is the account for federated users, whose names their broker chooses', () => {
    const federated = (name: string) => `arn:aws:sts::111122223333:federated-user/${name}`;
    expect(person(federated('ada'))).toBe(person(federated('ben')));
  });

  // Only the whole ARN of a session is one: a part that the caller chooses must not look like it.
  test.each([
    `arn:aws:iam::111122223333:user/${session('Deploy', 'ada')}`,
    'arn:aws:iam::111122223333:user/arn:aws:sts::111122223333:federated-user/ada',
    `x${session('Deploy', 'ada')}`,
    `${session('Deploy', 'ada')}\nx`,
    'arn:aws:sts::111122223333:federated-user/ada\nx',
  ])('is the ARN itself for %j, which is no session', (arn) => {
    expect(person(arn)).toBe(arn);
  });

  test('is the role for a name that only begins as Identity Center names its roles', () => {
    const role = 'AWSReservedSSO_Admin_1234567890abcdef0';
    expect(person(session(role, 'ada'))).toBe(`arn:aws:iam::111122223333:role/${role}`);
  });

  test('works in other partitions', () => {
    expect(person('arn:aws-us-gov:sts::111122223333:assumed-role/Deploy/ada')).toBe(
      'arn:aws-us-gov:iam::111122223333:role/Deploy',
    );
  });
});

describe('a pattern of ARNs', () => {
  test.each([
    [user, [user], true],
    [user, ['arn:aws:iam::111122223333:user/*'], true],
    [user, ['arn:aws:iam::*:user/team/???'], true],
    [user, ['arn:aws:iam::111122223333:user/team/ad'], false],
    [user, ['rn:aws:iam::111122223333:user/*'], false],
    [user, ['arn:aws:iam::111122223333:user/team/ADA'], false],
    ['arn:aws:iam::1:user/axb', ['arn:aws:iam::1:user/a.b'], false],
    ['arn:aws:iam::1:user/a+b', ['arn:aws:iam::1:user/a+b'], true],
    ['arn:aws:iam::1:user/a\nb', ['arn:aws:iam::1:user/a*'], true],
    [user, ['arn:aws:iam::444455556666:user/*', '*ada'], true],
    [user, [], false],
  ])('%s matches %j: %s', (arn, patterns, matches) => {
    expect(matchesAny(arn, patterns)).toBe(matches);
  });
});
