import { expect, test } from '@jest/globals';
import { alarmEventWarnings } from '../../../lambdas/core/health/alarm-events';
import { planInput, planOf } from '../../support/plans/plans';

const arn = 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:api-5xx';
const warningsOf = (alarms: string[], over: object = {}) =>
  alarmEventWarnings(planOf({ health: { ...planInput().health, alarms, everySeconds: 30 }, ...over }));

test('names each alarm whose events need a rule that forwards them, and how late it is without one', () => {
  expect(warningsOf(['api-p99', arn])).toEqual([
    {
      path: 'health.alarms[1]',
      message:
        'is in us-east-1 of account 444455556666: its events cannot arrive at a workflow in another Region ' +
        'or account unless a rule there forwards them (AlarmForwarding, docs/guide/other-places.md); ' +
        'without that rule it counts only when an evaluation reads it, up to 30 s later',
    },
  ]);
});

test('counts the longer interval of the hold', () => {
  const hold = { seconds: 86_400, everySeconds: 600 };
  expect(warningsOf([arn], { hold })[0]?.message).toContain('up to 600 s later');
});

test('says nothing of alarms that are named by their names', () => {
  expect(warningsOf(['api-5xx', 'api-p99'])).toEqual([]);
});
