import { describe, expect, test } from '@jest/globals';
import {
  alarmArnFor,
  alarmElsewhere,
  alarmNameOf,
  alarmPlaceFor,
} from '../../../lambdas/core/health/alarm-arn';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1';
const elsewhere = 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:api: 5xx';

test.each([
  [execution, 'aws:cloudwatch:eu-west-1:111122223333'],
  [
    'arn:aws-cn:states:cn-north-1:111122223333:execution:cutover:api-1',
    'aws-cn:cloudwatch:cn-north-1:111122223333',
  ],
])('the alarm of an execution is in its partition, region and account: %s', (of, place) => {
  expect(alarmArnFor(of, 'api: 5xx')).toBe(`arn:${place}:alarm:api: 5xx`);
});

describe('an alarm that is named by its ARN', () => {
  test('is where its ARN says, whatever the execution', () => {
    const place = { region: 'us-east-1', account: '444455556666', name: 'api: 5xx' };
    expect(alarmElsewhere(elsewhere)).toEqual(place);
    expect(alarmPlaceFor(execution, elsewhere)).toEqual(place);
    expect(alarmArnFor(execution, elsewhere)).toBe(elsewhere);
    expect(alarmNameOf(elsewhere)).toBe('api: 5xx');
  });
});

describe('an alarm that is named by its name', () => {
  test.each([
    'api-5xx',
    // Neither is the ARN of an alarm.
    'arn:aws:sns:eu-west-1:111122223333:alarm:a',
    'arn:aws:cloudwatch:eu-west-1:111122223333:dashboard/a',
  ])('is in the account and Region of the execution: %s', (name) => {
    expect(alarmElsewhere(name)).toBeNull();
    expect(alarmPlaceFor(execution, name)).toEqual({ region: 'eu-west-1', account: '111122223333', name });
    expect(alarmNameOf(name)).toBe(name);
  });
});
