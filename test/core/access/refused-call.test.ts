import { describe, expect, test } from '@jest/globals';
import { accessRemedy, refusedCall } from '../../../lambdas/core/access/refused-call';

const caller = 'arn:aws:sts::111122223333:assumed-role/Cutover-Preflight-Role/Cutover-Preflight';
const errorOf = (name: string, message: string) => Object.assign(new Error(message), { name });
const denied = (message: string) => errorOf('AccessDenied', message);

describe('the remedy of a call that AWS refused', () => {
  test.each([
    [
      `User: ${caller} is not authorized to perform: cloudwatch:DescribeAlarms because no identity-based ` +
        'policy allows the cloudwatch:DescribeAlarms action',
      'allow cloudwatch:DescribeAlarms to the role Cutover-Preflight-Role of account 111122223333',
    ],
    [
      `User: ${caller} is not authorized to perform: route53:ListResourceRecordSets on resource: ` +
        'arn:aws:route53:::hostedzone/Z1 because no identity-based policy allows it',
      'allow route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/Z1 to ' +
        'the role Cutover-Preflight-Role of account 111122223333',
    ],
    [
      'User: arn:aws:iam::111122223333:user/jo is not authorized to perform: acm:DescribeCertificate on ' +
        'resource: arn:aws:acm:us-east-1:111122223333:certificate/1.',
      'allow acm:DescribeCertificate on arn:aws:acm:us-east-1:111122223333:certificate/1 to ' +
        'arn:aws:iam::111122223333:user/jo',
    ],
    [
      'User: jo is not authorized to perform: sts:GetFederationToken on resource: ' +
        'arn:aws:sts::111122223333:federated-user/jo.d;',
      'allow sts:GetFederationToken on arn:aws:sts::111122223333:federated-user/jo.d to jo',
    ],
    ['You are not authorized to perform: ec2:Describe', 'allow ec2:Describe to the caller'],
    ['Rate exceeded', 'allow this call to the role that made it; AWS does not say which action it refused'],
  ])('of "%s"', (message, remedy) => {
    expect(accessRemedy(denied(message))).toBe(remedy);
  });

  test.each([
    [
      ' on resource: arn:aws:iam::444455556666:role/cutover-access',
      'arn:aws:iam::444455556666:role/cutover-access',
    ],
    ['', 'the role'],
  ])('of a role that may not be assumed%s names both sides', (on, resource) => {
    const who = 'the role Cutover-Preflight-Role of account 111122223333';
    const message = `User: ${caller} is not authorized to perform: sts:AssumeRole${on}`;
    expect(accessRemedy(denied(message))).toBe(
      `allow ${who} sts:AssumeRole on ${resource}: name that role in the deployment's roles, and ${who} in ` +
        'the trust policy of that role, with the external ID of the plan (docs/guide/other-places.md)',
    );
  });
});

describe('a call that AWS refused', () => {
  test.each([
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'NotAuthorized',
    'UnauthorizedOperation',
  ])('is known by the name %s', (name) => {
    expect(refusedCall(errorOf(name, 'no'))).toEqual({ action: null });
  });

  test.each([errorOf('NoSuchHostedZone', 'no zone'), errorOf('TypeError', 'denied'), 'AccessDenied', null])(
    'is not %p',
    (error) => {
      expect(refusedCall(error)).toBeNull();
      expect(accessRemedy(error)).toBeNull();
    },
  );
});
