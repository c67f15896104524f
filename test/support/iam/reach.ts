import type { Template } from 'aws-cdk-lib/assertions';
import type { ConditionKeys } from './conditions';
import { isAllowedTo, type RawStatement } from './evaluate';

/** Actions that no principal of a workflow should have by accident, whatever the template names. */
const DANGEROUS = [
  ...[
    'states:StartExecution',
    'states:StopExecution',
    'states:RedriveExecution',
    'states:UpdateStateMachine',
  ],
  ...['states:DeleteStateMachine', 'states:SendTaskSuccess', 'states:DescribeStateMachine'],
  ...['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'],
  ...['dynamodb:Scan', 'dynamodb:BatchGetItem', 'dynamodb:PartiQLSelect', 'dynamodb:DeleteTable'],
  ...['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
  ...['iam:PassRole', 'sts:AssumeRole', 'kms:Decrypt', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'],
  ...['route53:ChangeResourceRecordSets', 'events:DisableRule', 'cloudwatch:DisableAlarmActions'],
  ...['logs:GetLogEvents', 'logs:DeleteLogGroup', 'cloudformation:UpdateStack'],
];

/**
 * The actions that statements allow on anything of a template, among all actions that it names and some
 * dangerous ones.
 * @param requests the condition keys of the requests that are tried, one by one
 */
export function actionsOf(
  statements: readonly RawStatement[],
  template: Template,
  requests: readonly ConditionKeys[],
): string[] {
  const all = statementsIn(template);
  const actions = new Set([...DANGEROUS, ...all.flatMap(({ Action = [] }) => [Action].flat())]);
  const resources = [...resourcesOf(template), ...all.flatMap(({ Resource = [] }) => [Resource].flat())];
  return [...actions]
    .filter((action) =>
      resources.some((resource) => requests.some((keys) => isAllowedTo(statements, action, resource, keys))),
    )
    .sort();
}

function statementsIn(template: Template): RawStatement[] {
  return Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
}

/** Every resource of the template, by its `Ref` and by its ARN. */
function resourcesOf(template: Template): unknown[] {
  const ids = Object.keys(template.toJSON().Resources);
  return ids.flatMap((id) => [{ Ref: id }, { 'Fn::GetAtt': [id, 'Arn'] }]);
}
