import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { codeDeployStack, nativeStack, permissionsOf } from '../support/templates/ecs';

/**
 * The actions of the managed policy `AWSCodeDeployRoleForECS` (AWS Managed Policy Reference), without those
 * that this role does not need: the AppSpec comes with the call and not from S3, and the group has no
 * triggers.
 */
const CODE_DEPLOY = [
  'cloudwatch:DescribeAlarms',
  'ecs:CreateTaskSet',
  'ecs:DeleteTaskSet',
  'ecs:DescribeServices',
  'ecs:UpdateServicePrimaryTaskSet',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:ModifyRule',
  'iam:PassRole',
  'lambda:InvokeFunction',
];

/** The actions of `AmazonECSInfrastructureRolePolicyForLoadBalancers` (AWS Managed Policy Reference). */
const ECS_ITSELF = [
  'elasticloadbalancing:DeregisterTargets',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:ModifyRule',
  'elasticloadbalancing:RegisterTargets',
];

test.each([
  ['CodeDeploy', codeDeployStack, 'WebDeploymentRole', CODE_DEPLOY],
  ['ECS itself', nativeStack, 'WebInfrastructureRole', ECS_ITSELF],
] as const)('the role of %s has what its managed policy has', (_, stack, role, actions) => {
  expect([...permissionsOf(Template.fromStack(stack()), role).keys()].sort()).toEqual(actions);
});

test('CodeDeploy may modify the rules of the two listeners and of no other', () => {
  const rules = permissionsOf(Template.fromStack(codeDeployStack()), 'WebDeploymentRole').get(
    'elasticloadbalancing:ModifyRule',
  );
  const listeners = ['Production', 'Test'].map((name) =>
    expect.stringMatching(
      new RegExp(
        `listener-rule/.*"Fn::Split":\\[":listener/",\\{"Ref":"WebGroundBalancerLoadBalancer${name}`,
      ),
    ),
  );
  expect(rules?.map((rule) => JSON.stringify(rule))).toEqual(listeners);
});
