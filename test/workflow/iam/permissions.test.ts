import { describe, expect, test } from '@jest/globals';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  functionNames,
  guardNames,
  type Permission,
  type TaskName,
  taskNames,
  registeredTask,
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

/** Every action of a permission with the resources that it is for. */
const expected: Readonly<Record<Permission, Readonly<Record<string, readonly unknown[]>>>> = {
  'read-route': { 'route53:ListResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'write-route': { 'route53:ChangeResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'read-records': { 'route53:ListResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'write-records': { 'route53:ChangeResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ')] },
  'read-change': { 'route53:GetChange': [arn(':route53:::change/*')] },
  'read-health-checks': { 'route53:GetHealthCheck': [arn(':route53:::healthcheck/*')] },
  'read-alarms': { 'cloudwatch:DescribeAlarms': ['*'] },
  'read-metrics': { 'cloudwatch:GetMetricData': ['*'] },
  'read-targets': { 'elasticloadbalancing:DescribeTargetHealth': ['*'] },
  'read-certificates': { 'acm:DescribeCertificate': [inRegion('acm', 'certificate/*')] },
  'read-change-sets': { 'cloudformation:DescribeChangeSet': [inRegion('cloudformation', 'stack/*')] },
  // Without deployment groups, nothing.
  'start-deployments': {},
  'read-deployments': {},
  'stop-deployments': {},
  // A deployment has to ask for it.
  'read-references': {},
  'use-ledger': Object.fromEntries(
    ['GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => [
      `dynamodb:${action}`,
      [{ 'Fn::GetAtt': [own('Ledger'), 'Arn'] }],
    ]),
  ),
  'use-executions': {
    'states:StartExecution': [{ Ref: own('RevertMachine') }],
    'states:StopExecution': [executionsOf('Cutover')],
    'states:DescribeExecution': [executionsOf('Revert'), executionsOf('Cutover')],
  },
};

/** Where a guard's events go that it could not handle. */
const undelivered = { 'Fn::GetAtt': [own('UndeliveredEvents'), 'Arn'] };

/** Every action with all that it is allowed on, whichever statement says so. */
function byAction(statements: readonly Statement[]): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  for (const { actions, resources } of statements) {
    for (const action of actions) {
      found[action] = [...(found[action] ?? []), ...resources];
    }
  }
  return found;
}

const template = templateOf();

describe('the role of each function', () => {
  test.each(functionNames)('%s: its permissions, its log group, its traces and nothing else', (task) => {
    const logs = [{ 'Fn::GetAtt': [own(`${task}Logs`), 'Arn'] }];
    const { permissions } = registeredTask(task);
    expect(byAction(statementsOf(template, task))).toEqual({
      'logs:CreateLogStream': logs,
      'logs:PutLogEvents': logs,
      'xray:PutTelemetryRecords': ['*'],
      'xray:PutTraceSegments': ['*'],
      ...(guardNames.some((guard) => guard === task) ? { 'sqs:SendMessage': [undelivered] } : {}),
      ...Object.assign({}, ...permissions.map((permission) => expected[permission])),
    });
  });

  test('is for Lambda alone and has no managed policy', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles).toHaveLength(functionNames.length + 2);
    expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns !== undefined)).toEqual([]);
  });
});

describe('writing records', () => {
  const key = (name: string) => `route53:ChangeResourceRecordSets${name}`;
  const writes = (statements: readonly Statement[]) =>
    statements.filter(({ actions }) => actions.includes('route53:ChangeResourceRecordSets'));

  test('is pinned to the zone, the names, the types and the two actions of a shift', () => {
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

  test('is for the functions that shift, prepare and put back, and for no one else', () => {
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

  test('may be deployed to by the function that starts deployments', () => {
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

  test('may be looked at, and stopped, by the functions that do so', () => {
    expect(ofCodeDeploy('CheckDeployment')).toEqual(
      on(both, 'GetDeployment', 'ListDeploymentTargets', 'GetDeploymentTarget'),
    );
    expect(ofCodeDeploy('StopDeployment')).toEqual(
      on(both, 'StopDeployment', 'GetDeployment', 'ListDeployments'),
    );
  });

  test('are nobody else’s', () => {
    const others = taskNames.filter((task) => Object.keys(ofCodeDeploy(task)).length > 0);
    expect(others).toEqual(['StartDeployment', 'CheckDeployment', 'StopDeployment']);
  });

  test('are refused at synth when they are not right', () => {
    const group = { applicationName: 'shop', deploymentGroupName: 'a/b' };
    expect(() => templateOf({ deploymentGroups: [group] })).toThrow(
      'deploymentGroups[0].deploymentGroupName is "a/b"; must be a name in CodeDeploy',
    );
    const many = Array.from({ length: 21 }, () => ({ ...group, deploymentGroupName: 'api' }));
    expect(() => templateOf({ deploymentGroups: many })).toThrow('must have at most 20');
  });
});

describe('the role of a machine', () => {
  const machine = (id: string) => statementsOf(template, id).filter(({ resources }) => resources[0] !== '*');
  const functions = (...of: TaskName[]) =>
    of.map((task) => ({ 'Fn::GetAtt': [own(`${task}Function`), 'Arn'] }));

  test('forward: its functions, starting a revert and asking how it goes', () => {
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
        ),
      ),
      'states:StartExecution': [revert],
      'states:DescribeExecution': [executionsOf('Revert')],
    });
    expect(byAction(machine('Cutover'))['lambda:InvokeFunction']).toHaveLength(15);
  });

  test('revert: its functions', () => {
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

  test.each(['Cutover', 'Revert'])('%s: otherwise only what logs and traces need', (id) => {
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

describe('the proof that the old path can go', () => {
  const looking = templateOf({ decommission: { hostedZoneIds: ['Z2', 'Z3'] } });
  const allowed = byAction(statementsOf(looking, 'VerifyDecommission'));

  test('lists and describes in these zones and in the region, where the deployment asks for it', () => {
    const everywhere = [
      'cloudwatch:DescribeAlarms',
      'ecs:ListClusters',
      'ecs:ListServices',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
    ];
    expect(allowed).toMatchObject({
      'route53:ListResourceRecordSets': [zone('Z0123456789ABCDEFGHIJ'), zone('Z2'), zone('Z3')],
      'ecs:DescribeServices': [inRegion('ecs', 'service/*')],
      ...Object.fromEntries(everywhere.map((action) => [action, ['*']])),
    });
  });

  test('and gets nothing else for it', () => {
    const before = Object.keys(byAction(statementsOf(template, 'VerifyDecommission')));
    const more = Object.keys(allowed).filter((action) => !before.includes(action));
    expect(more).toHaveLength(8);
    expect(more.filter((action) => !/:(List|Describe)[A-Z]/.test(action))).toEqual([]);
  });

  test('reads no further zone when none is named', () => {
    const none = byAction(statementsOf(templateOf({ decommission: {} }), 'VerifyDecommission'));
    expect(none['route53:ListResourceRecordSets']).toEqual([zone('Z0123456789ABCDEFGHIJ')]);
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

  test('runs the smoke test alone', () => {
    const lambdas = Object.entries(inVpc.findResources('AWS::Lambda::Function'));
    const inside = lambdas.filter(([, { Properties }]) => Properties.VpcConfig !== undefined);
    expect(inside.map(([id]) => id)).toEqual([own('SmokeTestFunction')]);
    expect(inside[0]?.[1].Properties.VpcConfig.SecurityGroupIds).toHaveLength(1);
  });

  test('which may make its network interfaces, as no other function may', () => {
    const makers = functionNames.filter((task) =>
      statementsOf(inVpc, task).some(({ actions }) => actions.includes('ec2:CreateNetworkInterface')),
    );
    expect(makers).toEqual(['SmokeTest']);
  });

  test('takes subnets and groups with a vpc only', () => {
    expect(() => templateOf({ securityGroups: [] })).toThrow('are of a vpc, which is missing');
  });
});
