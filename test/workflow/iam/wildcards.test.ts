import { describe, expect, test } from '@jest/globals';
import { Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledgeWildcards, WildcardStatement } from '../../../lib/workflow/iam/wildcards';
import { lintedApp } from '../../../tools/lint-templates/stacks';

/** The acknowledgements at and below a construct: each id with its reason. */
function acknowledgementsOf(root: IConstruct): (readonly [string, string])[] {
  const metadata = root.node.findAll().flatMap(({ node }) => node.metadata);
  const ours = metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  return ours.flatMap(({ data }) => Object.entries<string>(data));
}

describe.each(
  lintedApp()
    .node.findAll()
    .filter(Stack.isStack)
    .map((stack) => ({ name: stack.node.id, stack })),
)('in the stack $name', ({ stack }) => {
  const template = Template.fromStack(stack);
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  // Only the functions of a workflow, or of a hook, have many statements.
  const isOurs = (type: string) => Object.keys(template.findResources(type)).length > 0;
  const least =
    isOurs('AWS::StepFunctions::StateMachine') || isOurs('AWS::CodeDeploy::DeploymentGroup') ? 1 : 0;
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  test('no action has a wildcard', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThanOrEqual(26 * least);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('every action on a `*` has a reason', () => {
    const wild = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    const reasons = acknowledgementsOf(stack).map(([, reason]) => reason);
    expect(wild.length).toBeGreaterThanOrEqual(3 * least);
    for (const action of new Set(wild.flatMap(({ Action }) => Action))) {
      expect(reasons).toContainEqual(expect.stringMatching(new RegExp(`\\b${action}\\b[^;]*: \\S`)));
    }
  });

  test('every reason has several words', () => {
    for (const [, reason] of acknowledgementsOf(stack)) {
      expect(reason).toMatch(/\w+ \w+ \w+/);
    }
  });
});

test('a role acknowledges each resource once, with all reasons and the id that cdk-nag uses', () => {
  const stack = new Stack();
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const statement = new WildcardStatement({
    actions: ['s3:GetObject'],
    resource: `${role.roleArn}/${stack.region}/*`,
    reason: 'the objects are there',
  });
  const anywhere = (action: string) => ({ actions: [action], resource: '*', reason: 'no resource types' });
  acknowledgeWildcards(role, [statement.wildcard, anywhere('a:B'), anywhere('c:D')]);
  expect(statement.toStatementJson()).toMatchObject({ Effect: 'Allow', Action: 's3:GetObject' });
  expect(acknowledgementsOf(role)).toEqual([
    [
      expect.stringMatching(
        /^AwsSolutions::AwsSolutions-IAM5\[Resource::<Role[0-9A-F]{8}\.Arn>\/<AWS::Region>\/\*\]$/,
      ),
      's3:GetObject: the objects are there',
    ],
    ['AwsSolutions::AwsSolutions-IAM5[Resource::*]', 'a:B: no resource types; c:D: no resource types'],
  ]);
});
