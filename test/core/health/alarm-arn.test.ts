import { expect, test } from '@jest/globals';
import { alarmArnFor } from '../../../lambdas/core/health/alarm-arn';

test.each([
  ['arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1', 'aws:cloudwatch:eu-west-1:111122223333'],
  [
    'arn:aws-cn:states:cn-north-1:111122223333:execution:cutover:api-1',
    'aws-cn:cloudwatch:cn-north-1:111122223333',
  ],
])('the alarm of an execution is in its partition, region and account: %s', (execution, place) => {
  expect(alarmArnFor(execution, 'api: 5xx')).toBe(`arn:${place}:alarm:api: 5xx`);
});
