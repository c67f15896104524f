import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { describe, expect, test } from '@jest/globals';
import { deployedTemplate, plannedChanges } from '../../lib/deployment/planned-changes';

const role = (actions: readonly string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
    },
    Policies: [
      {
        PolicyName: 'P',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
      },
    ],
  },
});
const before = {
  Description: 'before',
  Parameters: { Version: { Type: 'String', Default: '1' } },
  Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
  Rules: { Check: { Assertions: [] } },
  Resources: {
    Kept: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1 } },
    Changed: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1 } },
    Renamed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'one' } },
    Removed: { Type: 'AWS::SNS::Topic' },
    Role: role(['s3:GetObject']),
  },
  Outputs: { Old: { Value: 'x' }, Same: { Value: 'y' } },
};
const after = {
  Parameters: { Version: { Type: 'String', Default: '2' }, Bucket: { Type: 'String' } },
  Resources: {
    Kept: before.Resources.Kept,
    Changed: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 2 } },
    Renamed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'two' } },
    Added: { Type: 'AWS::SNS::Topic' },
    Role: role(['s3:PutObject']),
  },
  Outputs: { Same: { Value: 'y' } },
};

test.each([
  ['of an update', before, after],
  ['of the opposite update', after, before],
  ['of nothing', before, before],
])('the deployed template is found from the difference %s', (_, old, fresh) => {
  expect(deployedTemplate(fresh, fullDiff(old, fresh))).toEqual({
    ...{ Mappings: {}, Metadata: {}, Conditions: {} },
    ...old,
  });
});

test('a first deployment has an empty template before it', () => {
  const sections = Object.values(deployedTemplate(after, fullDiff({}, after)));
  expect(sections.every((section) => Object.keys(section as object).length === 0)).toBe(true);
});

describe('the changes of a deployment', () => {
  const { judged, iam } = plannedChanges('Web', JSON.stringify(after), fullDiff(before, after), [
    { stack: 'Web', logicalId: 'Removed', reason: 'it is unused', expires: '2999-01-01' },
  ]);

  test('have the risks that cutover diff gives them, and what the allow file accepts', () => {
    const risks = judged.changes
      .filter(({ type }) => type.startsWith('AWS::'))
      .map(({ action, logicalId, risk, accepted }) => [action, logicalId, risk, accepted !== null]);
    expect(risks.sort()).toEqual([
      ['Add', 'Added', 'safe', false],
      ['Modify', 'Changed', 'medium', false],
      ['Modify', 'Renamed', 'critical', false],
      ['Modify', 'Role', 'medium', false],
      ['Remove', 'Removed', 'critical', true],
    ]);
  });

  test('have the permissions that are given and taken', () => {
    const statement = {
      ...{ effect: 'Allow', principals: [`AWS:\${Role}`], resources: ['*'], condition: null },
    };
    expect(iam).toEqual([
      { change: 'Add', ...statement, actions: ['s3:PutObject'] },
      { change: 'Remove', ...statement, actions: ['s3:GetObject'] },
    ]);
  });

  test('have no permissions where none change', () => {
    expect(plannedChanges('Web', JSON.stringify(before), fullDiff(before, before), [])).toEqual({
      judged: { changes: [], unused: [] },
      iam: [],
    });
  });

  test('name what a statement excludes, its condition and managed policies', () => {
    const policy = {
      ...{ Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const template = {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
            Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: [policy] } }],
          },
        },
      },
    };
    const changes = plannedChanges('Web', JSON.stringify(template), fullDiff({}, template), []).iam;
    expect(changes).toEqual([
      expect.objectContaining({
        ...{ effect: 'Deny', actions: ['NOT s3:GetObject'] },
        condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        actions: ['managed policy arn:aws:iam::aws:policy/ReadOnlyAccess'],
        principals: [`\${Role}`],
      }),
    ]);
  });
});
