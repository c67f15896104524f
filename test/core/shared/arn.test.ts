import { expect, test } from '@jest/globals';
import { arnParts, isRegionName } from '../../../lambdas/core/shared/arn';

test.each([
  [
    'arn:aws:cloudwatch:us-east-1:111122223333:alarm:api: 5xx',
    ['aws', 'cloudwatch', 'us-east-1', '111122223333', 'alarm:api: 5xx'],
  ],
  ['arn:aws-cn:iam::111122223333:role/a', ['aws-cn', 'iam', '', '111122223333', 'role/a']],
  ['arn:aws:route53:::hostedzone/Z1', ['aws', 'route53', '', '', 'hostedzone/Z1']],
])('reads the parts of %s', (arn, [partition, service, region, account, resource]) => {
  expect(arnParts(arn)).toEqual({ partition, service, region, account, resource });
});

test.each(['', 'api-5xx', 'arn:aws:s3', 'arn:aws:s3:::', 'x arn:aws:s3:::a'])('"%s" is no ARN', (text) => {
  expect(arnParts(text)).toBeNull();
});

test.each([
  ['eu-west-1', true],
  ['us-gov-west-1', true],
  ['ap-southeast-10', true],
  ['eu west 1', false],
  ['Ireland', false],
  ['eu-west', false],
  ['http://eu-west-1', false],
])('%s is the name of a Region: %s', (text, is) => {
  expect(isRegionName(text)).toBe(is);
});
