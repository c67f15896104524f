import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  type FunctionName,
  functionNames,
  guardNames,
  type Permission,
  publisherNames,
  registeredTask,
  type TaskName,
  taskNames,
} from '../../../lib/workflow/tasks';
import { route, type Statement, statementsOf, templateOf } from '../../support/templates/synth';

const own = (id: string) => expect.stringMatching(new RegExp(`^Workflow${id}[0-9A-F]{8}$`));
const arn = (...rest: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...rest]] });
const zone = (id: string) => arn(`:route53:::hostedzone/${id}`);
const inRegion = (service: string, resource: string) =>
  arn(`:${service}:`, { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:${resource}`);

const executionsOf = (machine: string) =>
  arn(
    ':states:',
    { Ref: 'AWS::Region' },
    ':',
    { Ref: 'AWS::AccountId' },
    ':execution:',
    { 'Fn::GetAtt': [own(`${machine}Machine`), 'Name'] },
    ':*',
  );

/** Of which partitions, ledger.test.ts tests. */
const onLedger = (...actions: readonly string[]) =>
  Object.fromEntries(
    actions.map((action) => [`dynamodb:${action}`, [{ 'Fn::GetAtt': [own('Ledger'), 'Arn'] }]]),
  );

/** The actions of each permission, with their resources. */
const expected: Readonly<Record<Permission, Readonly<Record<string, readonly unknown[]>>>> = {
  'read-route': { 'route53:ListResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'write-route': { 'route53:ChangeResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'read-records': { 'route53:ListResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'write-records': { 'route53:ChangeResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'read-change': { 'route53:GetChange': [arn(':route53:::change/*')] },
  'read-health-checks': { 'route53:GetHealthCheck': [arn(':route53:::healthcheck/*')] },
  // Given beside read-route.
  'read-zones': {
    'route53:ListHostedZonesByName': ['*'],
    'route53:ListResourceRecordSets': [zone('*'), zone('Z0123456789ABCDEFGHIJ')],
  },
  'read-alarms': { 'cloudwatch:DescribeAlarms': ['*'] },
  'read-metrics': { 'cloudwatch:GetMetricData': ['*'] },
  'read-targets': { 'elasticloadbalancing:DescribeTargetHealth': ['*'] },
  'read-instances': {
    'autoscaling:DescribeAutoScalingGroups': ['*'],
    'autoscaling:DescribeInstanceRefreshes': ['*'],
    'autoscaling:DescribePolicies': ['*'],
  },
  'read-balancers': {
    'elasticloadbalancing:DescribeLoadBalancers': ['*'],
    'elasticloadbalancing:DescribeListeners': ['*'],
    'elasticloadbalancing:DescribeRules': ['*'],
  },
  'read-certificates': {
    'acm:DescribeCertificate': [arn(':acm:*:', { Ref: 'AWS::AccountId' }, ':certificate/*')],
  },
  'read-change-sets': { 'cloudformation:DescribeChangeSet': [inRegion('cloudformation', 'stack/*')] },
  'read-calendars': { 'ssm:GetCalendarState': [arn(':ssm:*:*:document/*')] },
  // Nothing without deployment groups.
  'start-deployments': {},
  'read-deployments': {},
  'stop-deployments': {},
  // Nothing without the prop `decommission`.
  'read-references': {},
  // Nothing without the prop `secrets`.
  'read-secrets': {},
  // Nothing without the prop `gates`.
  'ask-gates': {},
  'read-ledger': onLedger('GetItem'),
  'write-ledger': onLedger('UpdateItem'),
  'record-decisions': onLedger('PutItem'),
  'read-commands': onLedger('GetItem', 'ConditionCheckItem'),
  'send-commands': onLedger('GetItem', 'ConditionCheckItem', 'PutItem', 'UpdateItem'),
  'read-stream': {
    ...Object.fromEntries(
      ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => [
        `dynamodb:${action}`,
        [{ 'Fn::GetAtt': [own('Ledger'), 'StreamArn'] }],
      ]),
    ),
    'dynamodb:ListStreams': ['*'],
  },
  // Nothing without the prop `notifications`.
  'send-messages': {},
  'publish-events': { 'events:PutEvents': [inRegion('events', 'event-bus/default')] },
  'operate-executions': {
    'states:StartExecution': [{ Ref: own('CutoverMachine') }, { Ref: own('RevertMachine') }],
    'states:StopExecution': [executionsOf('Cutover')],
    'states:DescribeExecution': [executionsOf('Revert'), executionsOf('Cutover')],
  },
  'read-reverts': { 'states:DescribeExecution': [executionsOf('Revert')] },
  'use-executions': {
    'states:StartExecution': [{ Ref: own('RevertMachine') }],
    'states:StopExecution': [executionsOf('Cutover')],
    'states:DescribeExecution': [executionsOf('Revert'), executionsOf('Cutover')],
  },
};

/** The queue of what a function could not handle. */
const queueOf = (task: FunctionName) => {
  const isGuard = guardNames.some((guard) => guard === task);
  const isPublisher = publisherNames.some((one) => one === task);
  const queue = isGuard ? 'UndeliveredEvents' : isPublisher ? 'UnpublishedEvents' : null;
  return queue === null ? {} : { 'sqs:SendMessage': [{ 'Fn::GetAtt': [own(queue), 'Arn'] }] };
};

/** The resources of each action, each once, over all statements. */
function byAction(statements: readonly Statement[]): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  for (const { actions, resources } of statements) {
    for (const action of actions) {
      const more = resources.filter(
        (one) => !(found[action] ?? []).some((other) => isDeepStrictEqual(one, other)),
      );
      found[action] = [...(found[action] ?? []), ...more];
    }
  }
  return found;
}

const template = templateOf();

describe('the role of each function', () => {
  test.each(functionNames)('%s: only its permissions, its log group and its traces', (task) => {
    const logs = [{ 'Fn::GetAtt': [own(`${task}Logs`), 'Arn'] }];
    const { permissions } = registeredTask(task);
    expect(byAction(statementsOf(template, task))).toEqual({
      'logs:CreateLogStream': logs,
      'logs:PutLogEvents': logs,
      'xray:PutTelemetryRecords': ['*'],
      'xray:PutTraceSegments': ['*'],
      ...queueOf(task),
      ...Object.assign({}, ...permissions.map((permission) => expected[permission])),
    });
  });

  const MACHINES = 2;
  const SCHEDULER = 1;

  test('has no managed policy', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles).toHaveLength(functionNames.length + MACHINES + SCHEDULER);
    expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns !== undefined)).toEqual([]);
  });
});

describe('the permission to write records', () => {
  const key = (name: string) => `route53:ChangeResourceRecordSets${name}`;
  const writes = (statements: readonly Statement[]) =>
    statements.filter(({ actions }) => actions.includes('route53:ChangeResourceRecordSets'));

  test('is limited to the zones, names and types of the routes and to the two actions of a shift', () => {
    const two = templateOf({
      routes: [
        { ...route, recordNames: ['API.example.com.', 'www.example.com'], recordTypes: ['A', 'AAAA'] },
        {
          hostedZoneId: 'Z1',
          zoneName: 'example.net.',
          recordNames: ['example.net'],
          recordTypes: ['CNAME'],
        },
      ],
    });
    const pinned = (names: string[], types: string[]) => ({
      'ForAllValues:StringEquals': {
        [key('NormalizedRecordNames')]: names,
        [key('RecordTypes')]: types,
        [key('Actions')]: ['CREATE', 'DELETE'],
      },
      Null: {
        [key('NormalizedRecordNames')]: 'false',
        [key('RecordTypes')]: 'false',
        [key('Actions')]: 'false',
      },
    });
    for (const task of ['ShiftTraffic', 'RevertTraffic', 'PrepareRecords', 'RestoreRecords']) {
      expect(writes(statementsOf(two, task))).toEqual([
        {
          actions: ['route53:ChangeResourceRecordSets'],
          resources: [zone('Z0123456789ABCDEFGHIJ')],
          conditions: pinned(['api.example.com', 'www.example.com'], ['A', 'AAAA']),
        },
        {
          actions: ['route53:ChangeResourceRecordSets'],
          resources: [zone('Z1')],
          conditions: pinned(['example.net'], ['CNAME']),
        },
      ]);
    }
  });

  test('is only for the functions that shift, revert, prepare and restore', () => {
    const writers = [...functionNames, 'Cutover', 'Revert'].filter(
      (id) => writes(statementsOf(template, id)).length > 0,
    );
    expect(writers.sort()).toEqual(['PrepareRecords', 'RestoreRecords', 'RevertTraffic', 'ShiftTraffic']);
  });
});

describe('deployment groups', () => {
  const deploying = templateOf({
    deploymentGroups: [
      { applicationName: 'shop', deploymentGroupName: 'api' },
      { applicationName: 'shop', deploymentGroupName: 'web' },
    ],
  });
  const ofCodeDeploy = (task: TaskName) =>
    byAction(
      statementsOf(deploying, task).filter(({ actions }) =>
        actions.some((action) => action.startsWith('codedeploy:')),
      ),
    );
  const both = ['api', 'web'].map((group) => inRegion('codedeploy', `deploymentgroup:shop/${group}`));
  const on = (resources: readonly unknown[], ...actions: string[]) =>
    Object.fromEntries(actions.map((action) => [`codedeploy:${action}`, resources]));

  test('are deployed to only by StartDeployment', () => {
    expect(ofCodeDeploy('StartDeployment')).toEqual({
      ...on(both, 'CreateDeployment', 'GetDeployment', 'ListDeployments'),
      ...on(
        [inRegion('codedeploy', 'application:shop')],
        'GetApplicationRevision',
        'RegisterApplicationRevision',
      ),
      ...on([inRegion('codedeploy', 'deploymentconfig:*')], 'GetDeploymentConfig'),
    });
  });

  test('are read by CheckDeployment and stopped by StopDeployment', () => {
    expect(ofCodeDeploy('CheckDeployment')).toEqual(
      on(both, 'GetDeployment', 'ListDeploymentTargets', 'GetDeploymentTarget'),
    );
    expect(ofCodeDeploy('StopDeployment')).toEqual(
      on(both, 'StopDeployment', 'GetDeployment', 'ListDeployments'),
    );
  });

  test('are used by no other function', () => {
    const others = taskNames.filter((task) => Object.keys(ofCodeDeploy(task)).length > 0);
    expect(others).toEqual(['StartDeployment', 'CheckDeployment', 'StopDeployment']);
  });

  test('are refused at synth with an invalid name, or when there are more than 20', () => {
    const group = { applicationName: 'shop', deploymentGroupName: 'a/b' };
    expect(() => templateOf({ deploymentGroups: [group] })).toThrow(
      'deploymentGroups[0].deploymentGroupName: is "a/b"; must be a name in CodeDeploy',
    );
    const many = Array.from({ length: 21 }, () => ({ ...group, deploymentGroupName: 'api' }));
    expect(() => templateOf({ deploymentGroups: many })).toThrow(
      'deploymentGroups: is a list of 21; must have at most 20',
    );
  });
});

describe('the role of a state machine', () => {
  const machine = (id: string) => statementsOf(template, id).filter(({ resources }) => resources[0] !== '*');
  const functions = (...of: TaskName[]) =>
    of.map((task) => ({ 'Fn::GetAtt': [own(`${task}Function`), 'Arn'] }));

  test('Cutover: invokes its functions, and starts reverts', () => {
    const revert = { Ref: own('RevertMachine') };
    expect(byAction(machine('Cutover'))).toEqual({
      'lambda:InvokeFunction': expect.arrayContaining(
        functions(
          'ValidatePlan',
          'AcquireLock',
          'Preflight',
          'SmokeTest',
          'ShiftTraffic',
          'CheckPropagation',
          'EvaluateHealth',
          'VerifyDecommission',
          'ReleaseLock',
          'RecordFailure',
          'StartDeployment',
          'CheckDeployment',
          'PrepareRecords',
          'CheckPreparation',
          'RestoreRecords',
          'CheckRevert',
        ),
      ),
      'states:StartExecution': [revert],
    });
    expect(byAction(machine('Cutover'))['lambda:InvokeFunction']).toHaveLength(18);
  });

  test('Revert: invokes its functions', () => {
    const back = functions(
      'RevertTraffic',
      'CheckPropagation',
      'StopDeployment',
      'RestoreRecords',
      'ReleaseLock',
      'RecordFailure',
    );
    const { 'lambda:InvokeFunction': invoked, ...rest } = byAction(machine('Revert'));
    expect(invoked).toHaveLength(6);
    expect(invoked).toEqual(expect.arrayContaining(back));
    expect(rest).toEqual({});
  });

  test.each(['Cutover', 'Revert'])('%s: otherwise has only the actions for logs and traces', (id) => {
    const anywhere = statementsOf(template, id).filter(({ resources }) => resources[0] === '*');
    expect(anywhere.flatMap(({ actions }) => actions).sort()).toEqual([
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });
});

describe('the search for references to the old path', () => {
  const searching = templateOf({ decommission: { hostedZoneIds: ['Z2', 'Z3'] } });
  const allowed = byAction(statementsOf(searching, 'VerifyDecommission'));

  test('may list and describe in the given zones and in the region', () => {
    const everywhere = [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeScheduledActions',
      'cloudwatch:DescribeAlarms',
      'ecs:ListClusters',
      'ecs:ListServices',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
    ];
    expect(allowed).toMatchObject({
      'route53:ListResourceRecordSets': [
        zone('*'),
        ...[zone('Z0123456789ABCDEFGHIJ'), zone('Z2'), zone('Z3')],
      ],
      'ecs:DescribeServices': [inRegion('ecs', 'service/*')],
      ...Object.fromEntries(everywhere.map((action) => [action, ['*']])),
    });
  });

  test('gets only list and describe actions from the prop decommission', () => {
    const before = Object.keys(byAction(statementsOf(template, 'VerifyDecommission')));
    const more = Object.keys(allowed).filter((action) => !before.includes(action));
    expect(more).toHaveLength(10);
    expect(more.filter((action) => !/:(List|Describe)[A-Z]/.test(action))).toEqual([]);
  });

  test('reads no other zone by name when no zones are given', () => {
    const none = byAction(statementsOf(templateOf({ decommission: {} }), 'VerifyDecommission'));
    // The proof reads what other zones have at the route's name, whichever they are (decision 71).
    expect(none['route53:ListResourceRecordSets']).toEqual([zone('*'), zone('Z0123456789ABCDEFGHIJ')]);
  });
});

describe('in a VPC', () => {
  const inVpc = templateOf((scope) => {
    const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a'],
      privateSubnetIds: ['subnet-0123456789abcdef0'],
      privateSubnetRouteTableIds: ['rtb-0123456789abcdef0'],
    });
    return { vpc, securityGroups: [new SecurityGroup(scope, 'Group', { vpc })] };
  });

  test('only the functions that send checks run', () => {
    const lambdas = Object.entries(inVpc.findResources('AWS::Lambda::Function'));
    const inside = lambdas.filter(([, { Properties }]) => Properties.VpcConfig !== undefined);
    expect(inside.map(([id]) => id)).toEqual([own('SmokeTestFunction'), own('ProbeNewPathFunction')]);
    expect(inside[0]?.[1].Properties.VpcConfig.SecurityGroupIds).toHaveLength(1);
  });

  test('only the functions that send checks may create network interfaces', () => {
    const makers = functionNames.filter((task) =>
      statementsOf(inVpc, task).some(({ actions }) => actions.includes('ec2:CreateNetworkInterface')),
    );
    expect(makers).toEqual(['SmokeTest', 'ProbeNewPath']);
  });

  test('subnets and security groups without a vpc are refused', () => {
    expect(() => templateOf({ securityGroups: [], vpcSubnets: {} })).toThrow(
      /vpcSubnets: is given without vpc; .*\nsecurityGroups: is given without vpc; /,
    );
  });
});
