import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { commandPartition } from '../../lambdas/core/shared/command-partition';
import { CutoverStack } from '../../lib/workflow/cutover-stack';
import { functionNames, guardNames, publisherNames, registeredTask } from '../../lib/workflow/tasks';
import { isAllowedTo, statementsOfPrincipal } from '../support/iam/evaluate';
import { actionsOf } from '../support/iam/reach';
import { appWithoutBundles, routes, statementsOf, templateOf } from '../support/templates/synth';
import { readPage } from './pages';

const { text } = readPage('docs/guide/principals.md');

/** The cells of each row of the tables with this head, as the names between backticks. */
function rowsBelow(head: string): readonly (readonly (readonly string[])[])[] {
  const lines = text.split('\n');
  const start = lines.indexOf(head) + 2;
  const end = lines.findIndex((line, i) => i >= start && !line.startsWith('| '));
  return lines
    .slice(start, end)
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)));
}

const app = appWithoutBundles();
const topic = Topic.fromTopicAttributes(new Stack(app, 'Topics'), 'OnCall', {
  topicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call',
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555',
});
const stack = new CutoverStack(app, 'Cutover', {
  routes,
  notifications: [{ topic, format: 'text' }],
  deploymentGroups: [{ applicationName: 'shop', deploymentGroupName: 'api' }],
  decommission: { hostedZoneIds: ['Z2'] },
  existingGates: { tests: { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:tests' } },
  secrets: [
    {
      arn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555',
    },
    { arn: 'arn:aws:ssm:eu-west-1:111122223333:parameter/smoke-test' },
  ],
});
const principal = (id: string) => new Role(stack, id, { assumedBy: new AccountPrincipal('111122223333') });
stack.workflow.grantStart(principal('Starter'));
stack.workflow.grantCommands(principal('Operator'));
stack.workflow.grantRead(principal('Reader'));
const template = Template.fromStack(stack);

const idOf = (type: string, part: string) =>
  Object.keys(template.findResources(type)).find((id) => id.startsWith(part)) ?? '';
const own = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const other = 'route53/Z0123456789ABCDEFGHIJ/www.example.com';
const leading = (...partitions: readonly string[]) => ({ 'dynamodb:LeadingKeys': partitions });
const requests = [
  {},
  ...[own, commandPartition(own), other, commandPartition(other)].map((one) => leading(one)),
  { 'lambda:FunctionUrlAuthType': 'AWS_IAM' },
  { 'lambda:InvokedViaFunctionUrl': 'true' },
];
const statementsFor = (id: string) => statementsOfPrincipal(template, idOf('AWS::IAM::Role', id));
const machine = (name: string) => ({ Ref: idOf('AWS::StepFunctions::StateMachine', `Workflow${name}`) });
const table = { 'Fn::GetAtt': [idOf('AWS::DynamoDB::GlobalTable', 'Workflow'), 'Arn'] };

describe('the people and tools on the page of principals', () => {
  const named = new Map(
    rowsBelow('| principal | granted by | actions | on |').map(([, granted, actions]) => [
      /grant\w+/.exec(granted?.[0] ?? '')?.[0],
      [...(actions ?? [])].sort(),
    ]),
  );

  test.each([
    ['grantStart', 'Starter'],
    ['grantCommands', 'Operator'],
    ['grantRead', 'Reader'],
  ])('%s allows exactly the actions that the page names', (grant, id) => {
    expect(actionsOf(statementsFor(id), template, requests)).toEqual(named.get(grant));
  });

  test('have a row for each grant of the construct', () => {
    const grants = Object.getOwnPropertyNames(Object.getPrototypeOf(stack.workflow)).filter((name) =>
      name.startsWith('grant'),
    );
    expect([...named.keys()].sort()).toEqual(grants.sort());
  });

  test('may start only the cutover machine', () => {
    const starter = statementsFor('Starter');
    expect(isAllowedTo(starter, 'states:StartExecution', machine('Cutover'))).toBe(true);
    expect(isAllowedTo(starter, 'states:StartExecution', machine('Revert'))).toBe(false);
  });

  test('may send commands through the URL of Operate alone, as AWS says', () => {
    const operator = statementsFor('Operator');
    const operate = { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'WorkflowOperateFunction'), 'Arn'] };
    const guard = { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'WorkflowGuardAlarmFunction'), 'Arn'] };
    const throughUrl = { 'lambda:InvokedViaFunctionUrl': 'true' };
    const signed = { 'lambda:FunctionUrlAuthType': 'AWS_IAM' };
    expect(isAllowedTo(operator, 'lambda:InvokeFunctionUrl', operate, signed)).toBe(true);
    expect(isAllowedTo(operator, 'lambda:InvokeFunctionUrl', operate)).toBe(false);
    expect(isAllowedTo(operator, 'lambda:InvokeFunction', operate, throughUrl)).toBe(true);
    expect(isAllowedTo(operator, 'lambda:InvokeFunction', operate)).toBe(false);
    expect(isAllowedTo(operator, 'lambda:InvokeFunctionUrl', guard, signed)).toBe(false);
    expect(isAllowedTo(operator, 'states:StartExecution', machine('Cutover'))).toBe(false);
    expect(isAllowedTo(operator, 'dynamodb:UpdateItem', table, leading(commandPartition(own)))).toBe(false);
  });

  test('may read only the routes of the deployment, and the commands to them', () => {
    const reader = statementsFor('Reader');
    const readable = [own, commandPartition(own), other, commandPartition(other), 'lock'].filter(
      (partition) => isAllowedTo(reader, 'dynamodb:Query', table, leading(partition)),
    );
    expect(readable).toEqual([own, commandPartition(own)]);
    expect(isAllowedTo(reader, 'dynamodb:Query', table)).toBe(false);
  });

  test('may read the executions of both machines, and of no other', () => {
    const history = (name: unknown) =>
      isAllowedTo(statementsFor('Reader'), 'states:GetExecutionHistory', {
        'Fn::Join': ['', ['arn:aws:states:eu-west-1:111122223333:execution:', name, ':one']],
      });
    const nameOf = (id: string) => ({ 'Fn::GetAtt': [machine(id).Ref, 'Name'] });
    expect([nameOf('Cutover'), nameOf('Revert'), 'other'].map(history)).toEqual([true, true, false]);
  });
});

test('the prop roles lets exactly the functions that the page describes assume exactly these roles', () => {
  const roleArn = 'arn:aws:iam::444455556666:role/cutover-access';
  const withRoles = templateOf({ roles: [{ roleArn }] });
  const [[prop, adds, , permissions] = []] = rowsBelow('| prop | adds | on | to functions with one of |');
  expect([prop, adds]).toEqual([['roles'], ['sts:AssumeRole']]);
  const described = functionNames.filter((name) =>
    registeredTask(name).permissions.some((one) => permissions?.includes(one)),
  );
  const assuming = (from: Template) =>
    functionNames.flatMap((name) => {
      const found = statementsOf(from, name).filter(({ actions }) => actions.includes('sts:AssumeRole'));
      return found.length === 0 ? [] : [[name, found]];
    });
  const statement = { actions: ['sts:AssumeRole'], resources: [roleArn], conditions: undefined };
  expect(described.length).toBeGreaterThan(8);
  expect(assuming(withRoles)).toEqual(described.map((name) => [name, [statement]]));
  expect(assuming(template)).toEqual([]);
});

describe('the functions on the page of principals', () => {
  const actionsByPermission = new Map(
    rowsBelow('| permission | actions | on |').flatMap(([names = [], actions = []]) =>
      names.map((name) => [name, actions] as const),
    ),
  );
  const everyFunction = [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ];

  test('have exactly the permissions that some function has', () => {
    const used = new Set(functionNames.flatMap((name) => registeredTask(name).permissions));
    expect([...actionsByPermission.keys()].sort()).toEqual([...used].sort());
  });

  test.each(functionNames)('%s: its role has the actions of its permissions', (name) => {
    const { permissions } = registeredTask(name);
    const hasQueue = [...publisherNames, ...guardNames].some((one) => one === name);
    const wanted = [
      ...everyFunction,
      ...(hasQueue ? ['sqs:SendMessage'] : []),
      ...permissions.flatMap((permission) => actionsByPermission.get(permission) ?? []),
    ];
    const found = statementsOf(template, name).flatMap(({ actions }) => actions);
    expect([...new Set(found)].sort()).toEqual([...new Set(wanted)].sort());
  });
});
