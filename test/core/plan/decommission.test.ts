import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { planInput } from '../../support/plans/plans';
import { oldBalancer, oldGroup, oldHost } from '../../support/templates/old-path';

const check = (decommission: unknown) => checkPlan({ ...planInput(), decommission });
const problems = (decommission: unknown) => {
  const checked = check(decommission);
  return checked.ok ? '' : describeProblems(checked.problems);
};

test('accepts an empty decommission: the old path is derived from the old record', () => {
  const checked = check({});
  expect(checked.ok && checked.value.decommission).toEqual({ oldPath: {}, lookIn: { hostedZoneIds: [] } });
});

test.each([
  [{ oldPath: { loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] } }],
  [{ oldPath: { hosts: [oldHost, `${oldHost}.`, '192.0.2.1', '2001:db8::1', '::1'] } }],
  [{ oldPath: { loadBalancerArns: [], targetGroupArns: [], hosts: [] } }],
  [{ lookIn: { hostedZoneIds: ['Z1'], alarmPrefix: 'api-', clusters: ['api'], loadBalancerArns: [] } }],
])('accepts %j', (decommission) => {
  expect(problems(decommission)).toBe('');
});

describe('an invalid field', () => {
  test.each([
    [{ oldPaths: {} }, 'decommission.oldPaths: is not a field; allowed fields: oldPath, lookIn'],
    [
      { lookIn: { zones: [] } },
      'decommission.lookIn.zones: is not a field; allowed fields: hostedZoneIds, alarmPrefix, clusters,' +
        ' loadBalancerArns',
    ],
    [
      { lookIn: { hostedZoneIds: ['/hostedzone/Z1'] } },
      'must be a Route 53 hosted zone id, such as Z0123456789',
    ],
    [{ oldPath: { hosts: ['https://old.example.com'] } }, 'must be a host name, such as old-1234567890.'],
    [{ oldPath: { hosts: ['localhost'] } }, 'must be a host name'],
    [{ oldPath: { loadBalancerArns: [oldGroup] } }, 'must be the ARN of a load balancer, such as arn:aws:'],
    [{ oldPath: { targetGroupArns: [oldBalancer] } }, 'must be the ARN of a target group, such as arn:aws:'],
    [
      { lookIn: { alarmPrefix: '' } },
      'decommission.lookIn.alarmPrefix: is ""; must be the prefix of the alarm names (default:' +
        ' every alarm), 1 to 255 characters',
    ],
    [
      { lookIn: { hostedZoneIds: Array.from({ length: 21 }, (_, i) => `Z${i}`) } },
      'must be a list of 0 to 20',
    ],
    [[], 'decommission: is a list; must be a mapping'],
  ])('is rejected with what it must be: %j', (decommission, words) => {
    expect(problems(decommission)).toContain(words);
  });
});

test.each([
  [[{ kind: 'elb' }], 'overlap[0].kind: is "elb"; must be one of "alb", "nlb"'],
  [[{ kind: 'alb', count: 0 }], 'overlap[0].count: is 0; must be a whole number from 1 to 1000'],
  [[{ kind: 'alb', price: 1 }], 'overlap[0].price: is not a field; allowed fields: kind, count'],
  [[{ kind: 'ec2-instance' }], 'overlap[0].instanceType: is missing'],
  [[{ kind: 'ec2-instance', instanceType: 'medium' }], 'must be an instance type, such as t4g.medium'],
])('rejects the overlap %j', (overlap, words) => {
  const checked = checkPlan({ ...planInput(), overlap });
  expect(checked.ok ? '' : describeProblems(checked.problems)).toContain(words);
});
