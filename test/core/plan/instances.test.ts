import { expect, test } from '@jest/globals';
import { groupNameOf } from '../../../lambdas/core/plan/instances';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { planInput } from '../../support/plans/plans';

const arn = 'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1-2:autoScalingGroupName/green one';
const checked = (autoScalingGroups: unknown) =>
  checkPlan({ ...planInput(), preflight: { ...planInput().preflight, autoScalingGroups } });

test.each(['green', 'Api-Green ASG/1', arn])('accepts the group %s', (name) => {
  const result = checked([{ name, oldName: name }]);
  expect(result.ok && result.value.preflight.autoScalingGroups).toEqual([{ name, oldName: name }]);
});

test.each([
  [[{ name: '' }], 'autoScalingGroups[0].name: is ""; must be the name of an Auto Scaling group'],
  [[{ name: 'a:b' }], 'autoScalingGroups[0].name: is "a:b"; must be'],
  [
    [{ name: 'green', oldName: 'arn:aws:ec2:x' }],
    'autoScalingGroups[0].oldName: is "arn:aws:ec2:x"; must be',
  ],
  [['green'], 'preflight.autoScalingGroups[0]'],
])('rejects %j', (groups, words) => {
  const result = checked(groups);
  expect(result.ok ? '' : describeProblems(result.problems)).toContain(words);
});

test('the name of a group is the end of its ARN', () => {
  expect(groupNameOf(arn)).toBe('green one');
  expect(groupNameOf('green')).toBe('green');
});
